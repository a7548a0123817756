"""What the use cases rely on in `Runs` about runs that nobody works at."""

from datetime import timedelta

import pytest

from tests.contract.stored import LATER, LIFETIME, OTHER, STUDIO, Later, add
from tests.support.factories import NOON, finished, nightly, run
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.retry import RetryState


class StalledRunsContract:
    """A run under way is stalled if no worker holds it and it is not in the queue."""

    @pytest.mark.parametrize(
        ("lease_ends", "enqueued", "is_stalled"),
        [
            (None, None, True),
            (None, -45, True),
            (None, -35, False),
            (+5, None, False),
            (+5, -300, False),
            (0, None, True),
            (-5, -10, True),
            (-10, -5, False),
            (-60, -45, True),
            (None, +35, False),
            (None, +45, True),
            (+75, None, False),
            (+85, None, True),
        ],
    )
    def test_a_live_run_that_nobody_works_at_is_stalled(
        self,
        store: Store,
        later: Later,
        lease_ends: int | None,
        enqueued: int | None,
        is_stalled: bool,
    ) -> None:
        """A killed worker's run is stalled at once, and one that may be queued after a while.

        The numbers are seconds from now: when the lease ends (None if it was given back), and when
        the run was enqueued. A time too far ahead was written by a wrong clock.
        """
        one = run()
        add(store, one, finished(run(studio_id=OTHER)))
        with store.transaction() as tx:
            if enqueued is not None:
                tx.runs.mark_enqueued([one.id])
                later(-enqueued)
            if lease_ends is not None:
                tx.leases.acquire(STUDIO, timedelta(seconds=lease_ends))
            tx.commit()
        with store.transaction() as tx:
            found = tx.runs.stalled(LIFETIME, most=9)
            assert [each.id for each in found] == ([one.id] if is_stalled else [])

    @pytest.mark.parametrize("rests", [True, False])
    @pytest.mark.parametrize(
        ("seconds", "is_stalled"),
        [(-60, True), (-1, True), (20, False), (86_300, False), (86_500, True)],
    )
    def test_a_run_that_waits_is_stalled_once_its_next_try_is_due(
        self, store: Store, rests: bool, seconds: int, is_stalled: bool
    ) -> None:
        """A run that waits is stalled once its next try is due, `seconds` from now.

        A time too far ahead was written by a wrong clock.
        """
        one = nightly().start(NOON)
        with store.transaction() as tx:
            then = tx.now() + timedelta(seconds=seconds)
            waiting = one.rest(RetryState(3, NOON, then))
            tx.runs.add(waiting if rests else waiting.wake())
            tx.runs.add(run(studio_id=OTHER).fail(Message(Code.IMPORT_BROKEN), NOON))
            tx.commit()
        with store.transaction() as tx:
            found = tx.runs.stalled(LIFETIME, most=9)
            assert [each.id for each in found] == ([one.id] if is_stalled else [])

    def test_saving_keeps_when_a_run_was_enqueued(self, store: Store, later: Later) -> None:
        """Saving a run keeps when it was enqueued, and the oldest stalled run comes first."""
        first, second = run(created_at=LATER), run(studio_id=OTHER)
        add(store, first, second)
        with store.transaction() as tx:
            tx.runs.mark_enqueued([first.id])
            tx.runs.save(first.start(NOON))
            assert [one.id for one in tx.runs.stalled(LIFETIME, most=9)] == [second.id]
            later(45)
            stalled = tx.runs.stalled(LIFETIME, most=9)
            assert [one.id for one in stalled] == [second.id, first.id]

    def test_stalled_runs_come_in_batches(self, store: Store) -> None:
        """`stalled` returns at most so many runs, oldest first, and goes on behind a given one.

        It tells which of them are nights.
        """
        runs = [
            run(studio_id=f"studio {number}", created_at=NOON + timedelta(minutes=number // 2))
            for number in range(5)
        ]
        night = nightly(studio_id="late", created_at=LATER)
        add(store, night, *reversed(runs))
        with store.transaction() as tx:
            first = tx.runs.stalled(LIFETIME, most=3)
            rest = tx.runs.stalled(LIFETIME, most=3, after=first[-1])
            end = tx.runs.stalled(LIFETIME, most=3, after=rest[-1])
        found = [*first, *rest]
        assert [one.id for one in found] == [one.id for one in (*runs, night)]
        assert [one.created_at for one in found] == [one.created_at for one in (*runs, night)]
        assert [one.is_night for one in found] == [False] * 5 + [True]
        assert list(end) == []

    def test_many_runs_are_marked_at_once(self, store: Store) -> None:
        """Runs are marked as enqueued together, and others are not; unknown ids do nothing."""
        runs = [run(studio_id=f"studio {number}") for number in range(3)]
        add(store, *runs)
        with store.transaction() as tx:
            tx.runs.mark_enqueued([runs[0].id, runs[2].id, "f" * 32])
            tx.runs.mark_enqueued([])
            assert [one.id for one in tx.runs.stalled(LIFETIME, most=9)] == [runs[1].id]
