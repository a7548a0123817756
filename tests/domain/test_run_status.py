"""The transitions between the statuses of a run, each of them, and each that is missing."""

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest

from tests.support.factories import NOON, nightly, run
from workroom_harvest.domain.completeness import Announced
from workroom_harvest.domain.continuing import continued
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.retry import RetryState
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.run_status import (
    HOLDING,
    TRANSITIONS,
    UNDER_WAY,
    Event,
    IllegalTransitionError,
    RunStatus,
)
from workroom_harvest.domain.skipped import PageResult

STATE = RetryState(3, NOON, NOON + timedelta(minutes=5))
EVENTS: Mapping[Event, Callable[[ImportRun], ImportRun]] = {
    Event.START: lambda one: one.start(NOON),
    Event.READ_PAGE: lambda one: one.add(PageResult(1, ()), cursor="next"),
    Event.WAIT: lambda one: one.wait(STATE),
    Event.REST: lambda one: one.rest(STATE),
    Event.WAKE: lambda one: one.wake(),
    Event.FINISH: lambda one: one.finish(NOON, Announced()),
    Event.FAIL: lambda one: one.fail(Message(Code.DISCONNECTED), NOON),
    Event.CANCEL: lambda one: one.cancel(NOON),
    Event.CONTINUE: lambda one: continued(one, NOON),
}
ARROWS = {
    (RunStatus.QUEUED, Event.START): RunStatus.RUNNING,
    (RunStatus.QUEUED, Event.FAIL): RunStatus.FAILED,
    (RunStatus.QUEUED, Event.CANCEL): RunStatus.CANCELLED,
    (RunStatus.RUNNING, Event.START): RunStatus.RUNNING,
    (RunStatus.RUNNING, Event.READ_PAGE): RunStatus.RUNNING,
    (RunStatus.RUNNING, Event.WAIT): RunStatus.RUNNING,
    (RunStatus.RUNNING, Event.REST): RunStatus.RESTING,
    (RunStatus.RUNNING, Event.FINISH): RunStatus.FINISHED,
    (RunStatus.RUNNING, Event.FAIL): RunStatus.FAILED,
    (RunStatus.RUNNING, Event.CANCEL): RunStatus.CANCELLED,
    (RunStatus.RESTING, Event.WAKE): RunStatus.RUNNING,
    (RunStatus.RESTING, Event.FAIL): RunStatus.FAILED,
    (RunStatus.RESTING, Event.CANCEL): RunStatus.CANCELLED,
    (RunStatus.FAILED, Event.CONTINUE): RunStatus.QUEUED,
    (RunStatus.CANCELLED, Event.CONTINUE): RunStatus.QUEUED,
}


@pytest.mark.parametrize("status", RunStatus)
@pytest.mark.parametrize("event", Event)
def test_each_event_leads_where_the_table_says_or_is_refused(
    status: RunStatus, event: Event
) -> None:
    """Each event that may happen to a run changes its status, and any other one is refused."""
    one = nightly(status=status)
    if (status, event) in ARROWS:
        assert EVENTS[event](one).status is ARROWS[status, event]
    else:
        with pytest.raises(IllegalTransitionError, match=f"{event.name} of a run that is {status}"):
            EVENTS[event](one)


def test_each_arrow_has_a_sentence_of_its_own() -> None:
    """Each transition of the table says when it happens, in a sentence of its own."""
    sentences = [sentence for _, sentence in TRANSITIONS.values()]
    assert all(sentence.endswith(".") for sentence in sentences)
    assert len(set(sentences)) == len(sentences)


def test_a_run_by_hand_holds_the_studio_while_it_waits() -> None:
    """A run by hand keeps its status while it waits, since a click must lead to it."""
    assert run(status=RunStatus.RUNNING).rest(STATE).status is RunStatus.RUNNING


@pytest.mark.parametrize("status", RunStatus)
def test_a_run_is_over_or_under_way(status: RunStatus) -> None:
    """A run is over in the three final statuses, and holds its studio while queued or running."""
    final = {RunStatus.FINISHED, RunStatus.FAILED, RunStatus.CANCELLED}
    assert status.is_over is (status in final)
    assert status.is_over is (status not in UNDER_WAY)
    assert status.holds_studio is (status in {RunStatus.QUEUED, RunStatus.RUNNING})
    assert status.holds_studio is (status in HOLDING)


def test_the_words_are_stored() -> None:
    """The statuses are stored by these words, which no later version may change."""
    assert [str(status) for status in RunStatus] == [
        "queued",
        "running",
        "resting",
        "finished",
        "failed",
        "cancelled",
    ]
