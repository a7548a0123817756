"""When a run that is over may go on, and how it does."""

from datetime import timedelta

import pytest

from tests.support.factories import NIGHT, NOON, connection, finished, nightly, run, running
from workroom_harvest.domain import schedule
from workroom_harvest.domain.completeness import Announced
from workroom_harvest.domain.continuing import continued, hindrance
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.progress import Progress
from workroom_harvest.domain.retry import RetryState
from workroom_harvest.domain.run import EXPECTED_START
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.skipped import PageResult, SkippedEntry, SkipReason

TROUBLE = Message(Code.HARVEST_SERVER_ERROR, {"status": 503})
LATER = NOON + timedelta(hours=3)
PAGE = PageResult(5, (SkippedEntry(SkipReason.SAVE_FAILED, 1, minutes=30),), minutes=300)
HALF = running(progress=Progress().expect(Announced(2, 10))).add(PAGE, cursor="next")


@pytest.mark.parametrize("end", ["fail", "cancel"])
def test_a_run_goes_on_where_it_stopped(end: str) -> None:
    """A run that goes on keeps its page, its counts and its first start, and forgets its end.

    Its failed tries and attempts begin anew, and what Harvest did not send is no longer missing.
    """
    trying = HALF.start(NOON).wait(RetryState(3, NOON, LATER)).warn(TROUBLE)
    over = trying.fail_at_harvest(TROUBLE, LATER) if end == "fail" else trying.cancel(LATER)
    on = continued(over, LATER)
    assert on.status is RunStatus.QUEUED
    assert on.progress == HALF.progress
    assert (on.attempts, on.retry_state, on.warnings, on.failure) == (0, None, (), None)
    assert (on.started_at, on.ended_at, on.continued_at) == (NOON, None, LATER)
    assert on.start(LATER).progress.cursor == "next"


def test_a_run_that_goes_on_waits_since_then() -> None:
    """Whether a worker is late is judged by when the run was continued."""
    on = continued(run().cancel(LATER), LATER)
    assert not on.is_overdue(LATER + EXPECTED_START)
    assert on.is_overdue(LATER + EXPECTED_START + timedelta(seconds=1))


@pytest.mark.parametrize("over", [HALF.cancel(NOON), HALF.fail(TROUBLE, NOON)])
def test_what_failed_or_was_cancelled_may_go_on(over: object) -> None:
    """A run by hand may go on at any time while its connection is there."""
    assert hindrance(over, connection(), NOON + timedelta(days=99)) is None  # type: ignore[arg-type]  # because both are runs


def test_a_finished_run_does_not_go_on() -> None:
    """Nothing is left to do for a run that has finished."""
    assert hindrance(finished(running()), connection(), NOON) is Code.RUN_FINISHED


def test_a_run_of_a_former_connection_does_not_go_on() -> None:
    """A run that was asked for over another connection would read another account."""
    over = HALF.cancel(NOON)
    found = hindrance(over, connection(id="d" * 32), NOON)
    assert found is Code.RUN_OF_FORMER_CONNECTION


def test_a_night_goes_on_within_its_slot_only() -> None:
    """A night may go on until the next one begins, which takes what it left."""
    over = nightly().cancel(NOON)
    end = schedule.slot_end(NIGHT)
    assert hindrance(over, connection(), end - timedelta(microseconds=1)) is None
    assert hindrance(over, connection(), end) is Code.NIGHT_OVER
