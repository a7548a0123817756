"""A night waits in the store, whatever becomes of the queue and the scheduler."""

import pytest

from tests.fakes.crash_points import Crash
from tests.fakes.plugin import FakedPlugin
from tests.use_cases.scheduling.helpers import TONIGHT, tick_at
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.use_cases.scheduling.dispatch_due import Dispatched


def test_with_the_queue_away_the_night_waits_in_the_store(nightly: FakedPlugin) -> None:
    """A night that could not be enqueued waits in the database until the queue is back."""
    nightly.log()
    nightly.queue.is_away = True
    nightly.clock.jump(TONIGHT)
    assert nightly.use.dispatch_due() == Dispatched(started=1, requeued=0, waits=1)
    nightly.queue.is_away = False
    nightly.settle()
    assert [run.status for run in nightly.runs()] == [RunStatus.FINISHED]


def test_a_queue_that_comes_back_empty_is_filled_from_the_store(nightly: FakedPlugin) -> None:
    """A tick enqueues again the runs that a queue has lost."""
    nightly.log()
    tick_at(nightly, TONIGHT)
    nightly.queue.lose()
    nightly.settle()
    assert [run.progress.imported for run in nightly.runs()] == [1]


def test_a_run_that_still_waits_is_not_handed_over_again(nightly: FakedPlugin) -> None:
    """A run that waits in the queue is not enqueued a second time."""
    tick_at(nightly, TONIGHT)
    requeued = [nightly.tick().requeued for _ in range(10)]
    assert requeued == [0] * 10
    assert nightly.queue.take() is not None
    assert nightly.queue.take() is None


@pytest.mark.parametrize("moment", ["commit", "committed", "enqueue"])
def test_a_scheduler_that_is_killed_loses_no_night(nightly: FakedPlugin, moment: str) -> None:
    """A scheduler that is killed between any two steps loses no night, and doubles none."""
    nightly.log()
    nightly.moments.kill(moment)
    with pytest.raises(Crash):
        tick_at(nightly, TONIGHT)
    nightly.moments.revive()
    nightly.tick()
    nightly.settle()
    assert [(run.request.night, run.progress.imported) for run in nightly.runs()] == [
        (TONIGHT.date(), 1)
    ]
