"""Nights are started, and stalled runs requeued, in batches and for all studios."""

from collections import Counter

import pytest

from tests.fakes.plugin import STUDIO, FakedPlugin
from tests.use_cases.scheduling.helpers import DAY, MINUTE, TONIGHT, connect_others, tick_at
from workroom_harvest.domain.errors import StoreUnavailable
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.use_cases.scheduling.dispatch_due import BATCH, Dispatched

OTHERS = 2 * BATCH + 1
STUDIOS = OTHERS + 1


@pytest.fixture
def many(nightly: FakedPlugin) -> FakedPlugin:
    """Return a plugin with more studios than two batches have, at two o'clock."""
    connect_others(nightly, OTHERS)
    nightly.clock.jump(TONIGHT)
    return nightly


def reached(plugin: FakedPlugin) -> Counter[str]:
    """Count from now on how often each moment is reached."""
    counted: Counter[str] = Counter()
    plugin.moments.watchers.append(lambda name: counted.update([name]))
    return counted


def test_every_studio_has_its_night_once(many: FakedPlugin) -> None:
    """A tick starts the night of every studio, in few transactions, and the next tick nothing."""
    counted = reached(many)
    assert many.use.dispatch_due() == Dispatched(started=STUDIOS, requeued=0)
    assert {run.studio_id for run in many.runs()} == many.database.committed("connections").keys()
    assert many.queue.waiting() == {run.id for run in many.runs()}
    assert (counted["enqueue"], counted["commit"]) == (3, 6)
    counted.clear()
    assert many.use.dispatch_due() == Dispatched(started=0, requeued=0)
    assert (counted["begin"], counted["commit"]) == (2, 0)


def test_a_batch_of_studios_that_are_busy_ends_the_tick_all_the_same(many: FakedPlugin) -> None:
    """Studios that are busy have their night later, and the tick goes on behind them."""
    tick_at(many, TONIGHT)
    many.queue.lose()
    assert tick_at(many, TONIGHT + DAY) == 0
    many.work()
    assert tick_at(many, TONIGHT + DAY) == STUDIOS


def test_all_stalled_runs_are_requeued(many: FakedPlugin) -> None:
    """A tick requeues every run that the queue lost, an import by hand before the nights."""
    many.clock.jump(TONIGHT - MINUTE)
    by_hand = many.request()
    many.clock.jump(TONIGHT)
    assert many.use.dispatch_due().started == OTHERS
    many.queue.lose()
    assert many.tick() == Dispatched(started=0, requeued=STUDIOS)
    assert many.queue.take() == by_hand.id
    assert many.tick().requeued == 1


def test_a_queue_that_goes_away_ends_the_requeueing(many: FakedPlugin) -> None:
    """What could not be requeued is left to the next tick."""
    many.use.dispatch_due()
    many.queue.lose()
    many.moments.at("enqueue", lambda: setattr(many.queue, "is_away", True), nth=2)
    assert many.tick() == Dispatched(started=0, requeued=BATCH)
    many.queue.is_away = False
    assert many.tick() == Dispatched(started=0, requeued=STUDIOS - BATCH)


def test_a_tick_that_is_killed_between_two_batches_is_made_up_for(many: FakedPlugin) -> None:
    """What a database that goes away keeps a tick from starting is started by the next."""
    many.lose("begin", after=5)
    with pytest.raises(StoreUnavailable):
        many.use.dispatch_due()
    assert len(many.runs()) == BATCH
    assert many.use.dispatch_due().started == STUDIOS - BATCH
    assert len({run.studio_id for run in many.runs()}) == STUDIOS
    assert STUDIO in {run.studio_id for run in many.runs()}


def test_a_quiet_night_takes_few_transactions(nightly: FakedPlugin) -> None:
    """A night in which nothing changed is read and written in few steps, as each is a journey."""
    tick_at(nightly, TONIGHT)
    counted = reached(nightly)
    nightly.work()
    (night,) = nightly.runs()
    assert (night.status, night.progress.total) == (RunStatus.FINISHED, 0)
    assert (counted["begin"], counted["commit"]) == (7, 2)
