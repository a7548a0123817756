"""What the use cases rely on in `Runs` about runs that are old."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from tests.contract.stored import NIGHT, OTHER, STUDIO, add, connect, listed
from tests.support.factories import NOON, connection, finished, full_night, nightly, run
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.retry import RetryState
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.skipped import PageResult, SkippedEntry, SkipReason

DAY = timedelta(days=1)
FORMER = "d" * 32
"""The id of a connection that exists no more."""

REFUSED = SkippedEntry.of(listed(7), SkipReason.SAVE_FAILED)
"""An entry that another try may bring in."""


def over(one: ImportRun, days: int) -> ImportRun:
    """Return the run as finished so many days after noon, with nothing left out."""
    return finished(one, NOON + days * DAY)


def night(day: int, *, is_complete: bool = True, **changes: Any) -> ImportRun:
    """Return the night so many days after the first one, as finished on that day."""
    begun = nightly(NIGHT + day * DAY, created_at=NOON + day * DAY, **changes).start(NOON)
    read = begun.add(PageResult(0, () if is_complete else (REFUSED,)), cursor=None)
    return finished(read, NOON + day * DAY)


def deleted(store: Store, before: int, most: int = 99) -> int:
    """Delete the runs that were over before that day after noon, and commit; return how many."""
    with store.transaction() as tx:
        count = tx.runs.delete_old(NOON + before * DAY, most)
        tx.commit()
    return count


def left(store: Store, runs: Collection[ImportRun]) -> list[ImportRun]:
    """Return those of the runs that are stored."""
    with store.transaction() as tx:
        return [one for one in runs if tx.runs.by_id(one.id)]


class OldRunsContract:
    """Runs that were over for long enough are deleted, but for what the next night needs."""

    def test_runs_that_were_over_before_then_are_deleted(self, store: Store) -> None:
        """Runs of any studio go that ended before then, failed ones too, and no others."""
        failed = run().start(NOON).fail(Message(Code.IMPORT_BROKEN), NOON + DAY)
        old = [over(run(), 1), over(run(studio_id=OTHER), 2), failed]
        younger = [over(run(), 3), over(run(studio_id=OTHER), 4)]
        assert all(add(store, *old, *younger))
        assert deleted(store, before=3) == 3
        assert left(store, [*old, *younger]) == younger
        assert deleted(store, before=3) == 0

    def test_the_oldest_go_first_and_no_more_than_asked(self, store: Store) -> None:
        """No more than `most` runs go at once, and those that ended first go first."""
        runs = [over(run(), days) for days in (3, 1, 5, 2, 4)]
        assert all(add(store, *runs))
        assert deleted(store, before=9, most=2) == 2
        assert left(store, runs) == [runs[0], runs[2], runs[4]]
        assert deleted(store, before=9, most=2) == 2
        assert left(store, runs) == [runs[2]]

    def test_a_run_that_is_not_over_stays(self, store: Store) -> None:
        """A run that is queued, running or at rest stays, however long ago it was made."""
        resting = nightly().start(NOON).rest(RetryState(3, NOON, NOON))
        runs = [run(), run(studio_id=OTHER).start(NOON), resting]
        assert all(add(store, *runs))
        assert deleted(store, before=10_000) == 0
        assert left(store, runs) == runs

    def test_the_last_complete_night_stays(self, store: Store) -> None:
        """The last complete night of a connection that exists stays, and every other night goes.

        It is not the last night: later ones left out what another try could bring in, or failed.
        """
        connect(store, connection())
        connect(store, connection(studio_id=OTHER, id="e" * 32))
        failed = nightly(NIGHT + 4 * DAY, created_at=NOON + 4 * DAY)
        nights = [
            night(1),
            night(2),
            night(3, is_complete=False),
            failed.start(NOON).fail(Message(Code.IMPORT_BROKEN), NOON + 4 * DAY),
        ]
        theirs = [night(5, connection_id="e" * 32, studio_id=OTHER)]
        assert all(add(store, *nights, *theirs))
        assert deleted(store, before=99) == 3
        assert left(store, [*nights, *theirs]) == [nights[1], *theirs]

    def test_a_night_that_read_all_its_days_is_not_kept_for_the_next(self, store: Store) -> None:
        """A later night that read all goes; the last complete one that asked for changes stays."""
        connect(store, connection())
        full = finished(full_night(NIGHT + 2 * DAY, created_at=NOON + 2 * DAY), NOON + 2 * DAY)
        nights = [night(1), full]
        assert all(add(store, *nights))
        assert deleted(store, before=99) == 1
        assert left(store, nights) == nights[:1]

    def test_what_no_night_needs_goes_although_it_is_complete(self, store: Store) -> None:
        """Complete imports by hand go, and complete nights of a connection that exists no more."""
        connect(store, connection())
        runs = [over(run(), 1), over(run(), 2), night(1, connection_id=FORMER)]
        assert all(add(store, *runs))
        assert deleted(store, before=99) == 3

    def test_what_a_run_skipped_goes_with_it(self, store: Store) -> None:
        """The entries that a run skipped are deleted with it, and those of other runs stay."""
        old, younger = over(run(), 1), over(run(), 3)
        assert all(add(store, old, younger))
        with store.transaction() as tx:
            for one in (old, younger):
                tx.skipped_entries.add_many(STUDIO, one.id, [REFUSED], {})
            tx.commit()
        assert deleted(store, before=2) == 1
        with store.transaction() as tx:
            first = tx.skipped_entries.first
            assert list(first(STUDIO, old.id, REFUSED.reason, 9)) == []
            assert list(first(STUDIO, younger.id, REFUSED.reason, 9)) == [REFUSED]
