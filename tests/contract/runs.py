"""What the use cases rely on in `Runs`."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.contract.stored import LATER, NIGHT, OTHER, STUDIO, add, connect
from tests.support.factories import (
    FORTNIGHT,
    NOON,
    connection,
    finished,
    full_night,
    nightly,
    run,
)
from workroom_harvest.domain.completeness import Announced
from workroom_harvest.domain.connection import Sight
from workroom_harvest.domain.fallback import Cause, FellBack
from workroom_harvest.domain.messages import Code, Message, quoted
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.progress import Progress
from workroom_harvest.domain.retry import RetryState
from workroom_harvest.domain.run import Request, RunKind
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.skipped import PageResult, SkippedEntry, SkipReason
from workroom_harvest.domain.waiting import GroupKind, WaitingGroup
from workroom_harvest.domain.window import Days, Waiting


class RunsContract:
    """Runs are stored with all fields, and their unique keys hold."""

    def test_names_of_people_are_forgotten(self, store: Store) -> None:
        """`forget_names` leaves the ids and counts of people, and all runs of other studios."""
        whose = (FellBack(7, "Ana", Cause.UNKNOWN, 2), FellBack(None, "", Cause.NO_MEMBER))
        mine = run(progress=Progress(imported=3, fell_back=whose))
        theirs = run(id="f" * 32, studio_id=OTHER, progress=mine.progress)
        add(store, mine, theirs)
        with store.transaction() as tx:
            tx.runs.forget_names(STUDIO)
            tx.commit()
        with store.transaction() as tx:
            found, other = tx.runs.by_id(mine.id), tx.runs.by_id(theirs.id)
        nameless = (FellBack(7, "", Cause.UNKNOWN, 2), whose[1])
        assert found == replace(mine, progress=replace(mine.progress, fell_back=nameless))
        assert other == theirs

    def test_a_run_comes_back_as_it_was_saved(self, store: Store) -> None:
        """Every field of a run is stored, and the run is returned to its own studio only.

        A worker finds it by its id alone.
        """
        skipped = SkippedEntry(
            SkipReason.SAVE_FAILED, 7, minutes=30, cause=quoted("too long"), is_lasting=True
        )
        whose = (FellBack(7, "Ana", Cause.UNKNOWN, 2), FellBack(None, "", Cause.NO_MEMBER))
        queued = run(request=replace(run().request, started_by="elin"))
        seen = Progress(sees=Sight.SELF, saw=Sight.EVERYONE).expect(Announced(3, 5000))
        one = replace(queued.start(NOON), progress=seen)
        page = PageResult(4, (skipped,), whose, 2, 90, changed=1, minutes=240)
        one = one.add(page, cursor="next")
        one = replace(one, progress=one.progress.lose(3))
        one = replace(
            one,
            attempts=2,
            continued_at=LATER,
            retry_state=RetryState(2, NOON, LATER),
            warnings=(
                Message(Code.IMPORT_BROKE),
                Message(Code.ENTRIES_MISSING, {"announced": 5, "sent": 4}),
            ),
        )
        assert add(store, queued) == [True]
        with store.transaction() as tx:
            assert tx.runs.by_id(one.id) == queued
            tx.runs.save(one)
            tx.commit()
        with store.transaction() as tx:
            assert tx.runs.by_id(one.id) == tx.runs.of(STUDIO, one.id) == one
            assert tx.runs.of(OTHER, one.id) is None
            assert tx.runs.by_id("f" * 32) is None

    @pytest.mark.parametrize("days", [FORTNIGHT, None])
    @pytest.mark.parametrize(
        "group",
        [
            WaitingGroup(GroupKind.PROJECT, 2**40),
            WaitingGroup(GroupKind.TASK, 20),
            WaitingGroup(GroupKind.REASON, reason=SkipReason.TOO_OLD),
        ],
    )
    def test_an_import_of_what_waits_comes_back_with_its_group(
        self, store: Store, group: WaitingGroup, days: Days | None
    ) -> None:
        """A run of what waits keeps its group and days, and what was listed and asked for."""
        one = run(request=Request(RunKind.WAITING, Waiting(group, days)))
        after = one.start(NOON).add(PageResult(1, (), listed=2000, asked=7), cursor="next")
        add(store, one)
        with store.transaction() as tx:
            assert tx.runs.by_id(one.id) == one
            tx.runs.save(after)
            assert tx.runs.by_id(one.id) == after

    def test_a_night_that_reads_its_days_comes_back_with_what_it_wants(self, store: Store) -> None:
        """A night keeps whether it asks for changes or reads its days, and since when it wants."""
        asks, reads = nightly(), full_night(NIGHT + timedelta(days=1), since=LATER)
        for one in (asks, reads):
            add(store, one)
            with store.transaction() as tx:
                assert tx.runs.by_id(one.id) == one
                tx.runs.save(finished(one))
                tx.commit()

    def test_a_studio_has_one_live_run(self, store: Store) -> None:
        """A studio's second live run is refused until the first is over, whatever its kind.

        Other studios may have theirs, and the refusal leaves the transaction usable.
        """
        first, second = run(), run()
        with store.transaction() as tx:
            assert tx.runs.add(first)
            assert not tx.runs.add(second)
            assert not tx.runs.add(nightly())
            assert tx.runs.add(run(studio_id=OTHER))
            assert tx.runs.live(STUDIO) == first
            tx.runs.save(finished(first))
            assert tx.runs.live(STUDIO) is None
            assert tx.runs.add(second)
            tx.commit()
        with store.transaction() as tx:
            assert tx.runs.live(STUDIO) == second

    def test_a_night_that_rests_leaves_the_studio_free(self, store: Store) -> None:
        """A resting night is stored and leaves the studio free; once it wakes it holds it again."""
        resting = nightly().start(NOON).rest(RetryState(3, NOON, LATER))
        by_hand = run()
        assert add(store, resting, by_hand) == [True, True]
        with store.transaction() as tx:
            assert tx.runs.by_id(resting.id) == resting
            assert tx.runs.live(STUDIO) == by_hand
            assert tx.runs.is_busy(STUDIO)
            tx.runs.save(finished(by_hand))
            assert tx.runs.live(STUDIO) is None
            assert not tx.runs.is_busy(STUDIO)
            tx.runs.save(resting.wake())
            assert tx.runs.live(STUDIO) == resting.wake()
            assert not tx.runs.add(run())

    def test_a_night_cannot_wake_beside_a_live_run(
        self, store: Store, refusal: type[Exception]
    ) -> None:
        """A unique key refuses to wake a resting night while the studio has a live run."""
        resting = nightly().start(NOON).rest(RetryState(3, NOON, LATER))
        add(store, resting, run())
        with pytest.raises(refusal), store.transaction() as tx:
            tx.runs.save(resting.wake())

    def test_a_night_that_rests_is_stopped_like_any_other(self, store: Store) -> None:
        """Stopping a resting night makes it a failed run that rests no longer."""
        resting = nightly().start(NOON).rest(RetryState(3, NOON, LATER))
        add(store, resting)
        with store.transaction() as tx:
            tx.runs.stop(STUDIO, Message(Code.DISCONNECTED), LATER)
            found = tx.runs.by_id(resting.id)
            assert found is not None
            assert (found.status, found.is_resting) == (RunStatus.FAILED, False)

    def test_a_connection_has_each_night_once(self, store: Store) -> None:
        """A connection has each night once, also after its run is over.

        Another night, and another connection, may have their runs.
        """
        first = nightly()
        with store.transaction() as tx:
            assert tx.runs.add(first)
            tx.runs.save(first.fail(Message(Code.IMPORT_BROKEN), NOON))
            assert not tx.runs.add(nightly())
            tomorrow = nightly(NIGHT + timedelta(days=1))
            assert tx.runs.add(tomorrow)
            tx.runs.save(finished(tomorrow))
            assert tx.runs.add(nightly(connection_id="d" * 32))

    def test_the_latest_is_the_newest_of_the_studio(self, store: Store) -> None:
        """`latest` returns the studio's newest run, whoever started it."""
        older, newer = run(), nightly(created_at=LATER)
        with store.transaction() as tx:
            assert tx.runs.latest(STUDIO) is None
            tx.runs.add(newer)
            tx.runs.save(finished(newer, LATER))
            tx.runs.add(older)
            tx.runs.add(run(studio_id=OTHER, created_at=LATER + timedelta(days=1)))
            found = tx.runs.latest(STUDIO)
        assert found is not None
        assert found.id == newer.id

    def test_the_latest_night_is_of_the_present_connection(self, store: Store) -> None:
        """`latest_nightly` ignores the nights of a former connection."""
        connect(store, connection())
        former = finished(nightly(connection_id="d" * 32, created_at=LATER), LATER)
        mine = nightly().fail(Message(Code.IMPORT_BROKEN), NOON)
        add(store, former, mine, finished(run(created_at=LATER), LATER))
        with store.transaction() as tx:
            assert tx.runs.latest_nightly(STUDIO) == mine
            assert tx.runs.latest_nightly(OTHER) is None

    def test_of_many_runs_those_are_added_that_may_be(self, store: Store) -> None:
        """Of many runs at once those that a unique key refuses are left out, and the others told.

        The transaction can be used further.
        """
        live, had = run(), nightly(studio_id=OTHER).fail(Message(Code.IMPORT_BROKEN), NOON)
        add(store, live, had)
        fresh = nightly(studio_id="third", connection_id="e" * 32)
        refused = [
            nightly(NIGHT + timedelta(days=1), connection_id="d" * 32),
            nightly(studio_id=OTHER),
        ]
        with store.transaction() as tx:
            assert list(tx.runs.add_many([refused[0], fresh, refused[1]])) == [fresh.id]
            assert list(tx.runs.add_many([])) == []
            tx.commit()
        with store.transaction() as tx:
            assert tx.runs.by_id(fresh.id) == fresh
            assert [tx.runs.by_id(one.id) for one in refused] == [None, None]

    def test_a_run_that_is_removed_never_was(self, store: Store) -> None:
        """A run that is removed is gone, leaves the studio free, and its night may be added again.

        Removing an unknown run does nothing.
        """
        first, other = nightly(), run(studio_id=OTHER)
        add(store, first, other)
        with store.transaction() as tx:
            tx.runs.remove(first.id)
            tx.runs.remove("f" * 32)
            assert tx.runs.by_id(first.id) is None
            assert tx.runs.by_id(other.id) == other
            assert tx.runs.add(nightly())
