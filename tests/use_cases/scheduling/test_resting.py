"""While a night rests until its next try, the studio is free for others."""

from collections.abc import Callable

import pytest

from tests.fakes.harvest_faults import Fault, transient
from tests.fakes.plugin import STUDIO, FakedPlugin
from tests.use_cases.scheduling.helpers import HOUR, MINUTE
from tests.use_cases.scheduling.resting import begin, come_back, go_down, pass_time
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.skipped import SkipReason


def test_while_a_night_rests_the_queue_is_left_in_peace(tonight: FakedPlugin) -> None:
    """A resting night is enqueued once its next try is due, and its worker never sleeps.

    The tick enqueues it where the queue has forgotten to.
    """
    go_down(tonight)
    night = begin(tonight)
    pass_time(tonight, 2 * HOUR)
    waiting = tonight.shown(night).retry_state
    assert waiting is not None
    assert waiting.tries < 25
    tonight.queue.lose()
    tonight.clock.jump(waiting.next_try_at - 2 * MINUTE)
    slept = len(tonight.clock.slept)
    assert tonight.tick().requeued == 0
    assert tonight.tick().requeued == 1
    assert tonight.queue.waiting() == {night.id}
    tonight.work()
    assert len(tonight.clock.slept) == slept


def test_a_night_that_rests_comes_back_when_its_next_try_is_due(tonight: FakedPlugin) -> None:
    """A resting night is to be enqueued at its next try, behind the imports by hand."""
    go_down(tonight)
    night = begin(tonight)
    waiting = night.retry_state
    assert waiting is not None
    assert tonight.queue.later == [(waiting.next_try_at, night.id, False)]
    tonight.queue.come_due(waiting.next_try_at)
    assert tonight.queue.waiting() == {night.id}


def test_a_click_need_not_wait_for_a_night_that_rests(tonight: FakedPlugin) -> None:
    """A click starts beside a resting night, which goes on afterwards and doubles nothing."""
    go_down(tonight)
    night = begin(tonight)
    pass_time(tonight, HOUR)
    come_back(tonight)
    assert tonight.shown(night).is_resting
    run = tonight.import_days()
    assert (run.status, run.progress.imported) == (RunStatus.FINISHED, 8)
    tonight.log(2)
    tonight.settle()
    night = tonight.shown(night)
    assert (night.status, night.progress.imported) == (RunStatus.FINISHED, 2)
    assert night.progress.skipped == {SkipReason.ALREADY_IMPORTED: 8}
    assert len(tonight.timelogs()) == 10


def test_a_night_waits_for_the_import_that_somebody_clicked(tonight: FakedPlugin) -> None:
    """A resting night does not go on while an import by hand holds the studio."""
    go_down(tonight)
    night = begin(tonight)
    pass_time(tonight, HOUR)
    come_back(tonight)
    run = tonight.request()
    by_hand: list[str] = []

    def try_the_night(name: str) -> None:
        if name == "answered entries" and not by_hand:
            by_hand.append(name)
            tonight.clock.advance(HOUR)
            turn = tonight.use.perform_import(night.id)
            assert turn is not None
            assert turn.is_resting

    tonight.moments.watchers.append(try_the_night)
    tonight.work()
    assert (tonight.shown(run).progress.imported, tonight.shown(night).progress.imported) == (8, 0)
    tonight.settle()
    assert tonight.shown(night).status is RunStatus.FINISHED


def test_a_night_that_rested_goes_on_where_it_was(tonight: FakedPlugin) -> None:
    """A night that rested reads no page again that it had committed."""
    tonight.harvest.faults.append(Fault("entries", transient(), page=3, times=-1))
    night = begin(tonight)
    pass_time(tonight, HOUR)
    assert (tonight.shown(night).progress.imported, tonight.shown(night).is_resting) == (6, True)
    tonight.harvest.faults.clear()
    before = tonight.harvest.calls["entries"]
    tonight.settle()
    assert tonight.shown(night).progress.imported == 8
    assert tonight.harvest.calls["entries"] == before + 1


def _disconnect(plugin: FakedPlugin) -> None:
    plugin.use.disconnect(STUDIO)


def _connect_another(plugin: FakedPlugin) -> None:
    plugin.harvest.account(2, "Second")
    plugin.connect(2)


@pytest.mark.parametrize(
    ("change", "code"),
    [(_disconnect, Code.DISCONNECTED), (_connect_another, Code.OTHER_ACCOUNT_CONNECTED)],
)
def test_a_night_that_rests_ends_with_its_connection(
    tonight: FakedPlugin, change: Callable[[FakedPlugin], None], code: Code
) -> None:
    """A resting night fails as soon as its connection is gone, and a late job does nothing."""
    tonight.harvest.faults.append(Fault("entries", transient(), times=-1))
    night = begin(tonight)
    change(tonight)
    ended = tonight.shown(night)
    assert (ended.status, ended.is_resting) == (RunStatus.FAILED, False)
    assert ended.failure == Message(code)
    tonight.harvest.faults.clear()
    assert tonight.use.perform_import(night.id) is None
    pass_time(tonight, HOUR)
    assert tonight.timelogs() == {}


@pytest.mark.parametrize(
    ("page", "code"),
    [(1, Code.AUTOMATED_SYNC_OFF), (2, Code.AUTOMATED_SYNC_OFF_MEANWHILE)],
)
def test_a_night_that_rests_does_not_go_on_once_it_is_switched_off(
    tonight: FakedPlugin, page: int, code: Code
) -> None:
    """A resting night that was switched off fails with that reason at its next try."""
    tonight.harvest.faults.append(Fault("entries", transient(), page, times=-1))
    night = begin(tonight)
    tonight.use.set_automated_sync(STUDIO, False)
    tonight.harvest.faults.clear()
    tonight.settle()
    ended = tonight.shown(night)
    assert (ended.status, ended.failure) == (RunStatus.FAILED, Message(code))
    assert len(tonight.timelogs()) == 3 * (page - 1)
