"""What the use cases rely on in Runs: which of them nobody works at."""

from datetime import timedelta

import pytest

from tests.contract.stored import LATER, LIFETIME, OTHER, STUDIO, Later, add, nightly
from tests.support.factories import NOON, run
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.retry import RetryState


class StalledRunsContract:
    """Runs under way that no worker holds and that are not in the queue."""

    @pytest.mark.parametrize(
        ("lease_ends", "handed", "lies"),
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
    def test_left_lying_is_a_live_run_that_nobody_works_at(
        self, store: Store, later: Later, lease_ends: int | None, handed: int | None, lies: bool
    ) -> None:
        """A killed worker's at once, one that the queue may still have after a while.

        Seconds from now: when the lease ends (None was given back), when it was handed over. What
        lies too far ahead was written by a wrong clock.
        """
        one = run()
        add(store, one, run(studio_id=OTHER).finish(NOON))
        with store.transaction() as tx:
            if handed is not None:
                tx.runs.mark_enqueued(one.id)
                later(-handed)
            if lease_ends is not None:
                tx.leases.acquire(STUDIO, timedelta(seconds=lease_ends))
            tx.commit()
        with store.transaction() as tx:
            found = tx.runs.stalled(LIFETIME)
            assert [each.id for each in found] == ([one.id] if lies else [])

    @pytest.mark.parametrize("rests", [True, False])
    @pytest.mark.parametrize(
        ("seconds", "lies"),
        [(-60, True), (-1, True), (20, False), (86_300, False), (86_500, True)],
    )
    def test_a_run_that_waits_is_left_lying_once_it_is_time(
        self, store: Store, rests: bool, seconds: int, lies: bool
    ) -> None:
        """Seconds until its next try; what lies too far ahead was written by a wrong clock."""
        one = nightly().start(NOON)
        with store.transaction() as tx:
            then = tx.now() + timedelta(seconds=seconds)
            waiting = one.rest(RetryState(3, NOON, then))
            tx.runs.add(waiting if rests else waiting.wake())
            tx.runs.add(run(studio_id=OTHER).fail(Message(Code.IMPORT_BROKEN), NOON))
            tx.commit()
        with store.transaction() as tx:
            found = tx.runs.stalled(LIFETIME)
            assert [each.id for each in found] == ([one.id] if lies else [])

    def test_saving_keeps_when_it_was_handed_over(self, store: Store, later: Later) -> None:
        """And the oldest lies in front."""
        first, second = run(created_at=LATER), run(studio_id=OTHER)
        add(store, first, second)
        with store.transaction() as tx:
            tx.runs.mark_enqueued(first.id)
            tx.runs.save(first.start(NOON))
            assert [one.id for one in tx.runs.stalled(LIFETIME)] == [second.id]
            later(45)
            lying = tx.runs.stalled(LIFETIME)
            assert [one.id for one in lying] == [second.id, first.id]
