"""What the use cases rely on in `Runs` about previews."""

from datetime import timedelta

from tests.contract.previewed_entries import show, skip, skipped, wanted
from tests.contract.stored import NIGHT, OTHER, STUDIO, add, connect
from tests.support.factories import FORTNIGHT, NOON, connection, finished, preview, run
from workroom_harvest.domain.difference import Difference, What
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.run import Request, RunKind
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.skipped import SkipReason

DAY = timedelta(days=1)
OTHER_CONNECTION = "e" * 32


class PreviewsContract:
    """A preview holds its studio as a live run does, keeps nothing out, and is deleted early."""

    def test_a_preview_does_not_hold_a_night_up(self, store: Store) -> None:
        """A studio whose live run is a preview is not busy, and its night is due."""
        connect(store, connection(automated_since=NOON - DAY))
        live = preview()
        assert add(store, live, run()) == [True, False]
        with store.transaction() as tx:
            assert tx.runs.live(STUDIO) == live
            assert not tx.runs.is_busy(STUDIO)
            assert list(tx.nights.due(NIGHT, None, after="", most=9)) == [STUDIO]

    def test_live_previews_are_cancelled_and_nothing_else(self, store: Store) -> None:
        """Of some studios those with a live preview are found, and only that run is ended."""
        live, theirs = preview(), run(studio_id=OTHER)
        over = finished(preview())
        assert add(store, over, live, theirs) == [True, True, True]
        with store.transaction() as tx:
            assert list(tx.runs.previewing([STUDIO, OTHER, "nobody"])) == [STUDIO]
            assert list(tx.runs.previewing([OTHER])) == []
            tx.runs.cancel_previews([STUDIO, OTHER], NOON)
            ended = tx.runs.by_id(live.id)
            assert ended is not None
            assert (ended.status, ended.ended_at) == (RunStatus.CANCELLED, NOON)
            assert tx.runs.by_id(theirs.id) == theirs
            assert tx.runs.by_id(over.id) == over
            assert tx.runs.add(run())
            assert list(tx.runs.previewing([])) == []

    def test_a_preview_is_not_the_newest_run(self, store: Store) -> None:
        """`latest` leaves previews out, however new they are."""
        first = finished(run())
        assert all(add(store, first, preview(created_at=NOON + DAY)))
        with store.transaction() as tx:
            assert tx.runs.latest(STUDIO) == first

    def test_an_import_comes_back_with_its_preview_and_what_differs(self, store: Store) -> None:
        """The preview of an import is stored, and so is what differs, and that nothing does."""
        request = Request(RunKind.ON_DEMAND, FORTNIGHT, preview_id="a" * 32)
        differs = (
            Difference(What.STAYED_OUT, 2, 90, SkipReason.SAVE_FAILED),
            Difference(What.HOURS, 1, 45, shown_minutes=60),
        )
        runs = [finished(run(request=request, differs=these)) for these in (differs, (), None)]
        assert all(add(store, *runs))
        with store.transaction() as tx:
            assert [tx.runs.by_id(one.id) for one in runs] == runs

    def test_old_previews_are_deleted_with_what_they_show(self, store: Store) -> None:
        """Previews that were over before then go with their entries; imports and others stay."""
        old, young = finished(preview(), NOON), finished(preview(), NOON + 2 * DAY)
        live, imported = preview(studio_id=OTHER), finished(run(), NOON)
        assert all(add(store, old, young, live, imported))
        with store.transaction() as tx:
            for one in (old, young):
                show(tx, wanted(1), run_id=one.id)
                skip(tx, one.id, skipped(2))
            assert tx.runs.delete_old_previews(NOON + DAY, 9) == 1
            assert tx.runs.delete_old_previews(NOON + DAY, 9) == 0
            assert tx.runs.by_id(old.id) is None
            assert all(tx.runs.by_id(one.id) for one in (young, live, imported))
            assert list(tx.previewed_entries.known(STUDIO, old.id, [1])) == []
            assert list(tx.previewed_entries.known(STUDIO, young.id, [1])) == [1]
            assert not tx.skipped_entries.first(STUDIO, old.id, SkipReason.PROJECT_NOT_MAPPED, 9)

    def test_only_so_many_previews_go_at_once(self, store: Store) -> None:
        """No more than `most` previews go, and those that ended first go first."""
        runs = [finished(preview(), NOON + days * DAY) for days in (2, 1, 3)]
        assert all(add(store, *runs))
        with store.transaction() as tx:
            assert tx.runs.delete_old_previews(NOON + 9 * DAY, 2) == 2
            assert [one for one in runs if tx.runs.by_id(one.id)] == runs[2:]

    def test_a_preview_stays_while_its_import_is_under_way(self, store: Store) -> None:
        """A preview with which an import will be compared stays until that is over."""
        shown = finished(preview(), NOON)
        request = Request(RunKind.ON_DEMAND, FORTNIGHT, preview_id=shown.id)
        under_way = run(request=request)
        assert all(add(store, shown, under_way))
        with store.transaction() as tx:
            assert tx.runs.delete_old_previews(NOON + DAY, 9) == 0
            tx.runs.save(finished(under_way))
            assert tx.runs.delete_old_previews(NOON + DAY, 9) == 1

    def test_imports_that_are_old_leave_previews_alone(self, store: Store) -> None:
        """`delete_old` deletes no preview, which has a time of its own."""
        assert all(add(store, finished(preview(), NOON)))
        with store.transaction() as tx:
            assert tx.runs.delete_old(NOON + DAY, 9) == 0
