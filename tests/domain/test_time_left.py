"""How long a run still takes, once its pace says so."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.factories import NOON, finished, run, running
from workroom_harvest.domain.completeness import Announced
from workroom_harvest.domain.progress import Progress
from workroom_harvest.domain.retry import RetryState
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.time_left import time_left

QUARTER = Progress(announced=Announced(4, 8_000), pages=1, imported=2_000)
HALF_A_MINUTE = NOON + timedelta(seconds=30)
SECONDS_3 = NOON + timedelta(seconds=3)


def test_what_is_left_takes_as_long_in_proportion_as_what_was_read() -> None:
    """After a quarter of the entries in half a minute, three quarters take a minute and a half."""
    assert time_left(running(progress=QUARTER), HALF_A_MINUTE) == timedelta(seconds=90)


def test_three_seconds_are_enough_to_know() -> None:
    """The pace of three seconds counts, and that of less does not."""
    one = running(progress=QUARTER)
    assert time_left(one, SECONDS_3) == timedelta(seconds=9)
    assert time_left(one, SECONDS_3 - timedelta(microseconds=1)) is None


def test_the_last_entry_takes_its_time_and_no_entry_none() -> None:
    """Nothing is said where all announced entries were read, or more of them."""
    for read, left in ((7_999, timedelta(seconds=1)), (8_000, None), (8_001, None)):
        done = replace(QUARTER, imported=read)
        assert time_left(running(progress=done), NOON + timedelta(seconds=read)) == left


@pytest.mark.parametrize(
    "one",
    [
        run(progress=QUARTER),
        replace(running(progress=QUARTER), started_at=None),
        finished(running(progress=QUARTER)),
        running(progress=QUARTER).wait(RetryState(1, NOON, HALF_A_MINUTE)),
        running(progress=QUARTER, continued_at=NOON),
        running(progress=replace(QUARTER, announced=Announced())),
        running(progress=replace(QUARTER, imported=0)),
    ],
    ids=["queued", "no start", "over", "waits", "continued", "not announced", "nothing read"],
)
def test_nothing_is_said_that_nobody_knows(one: ImportRun) -> None:
    """Nothing is said of a run that waits, was continued, or of which the whole is not known."""
    assert time_left(one, HALF_A_MINUTE) is None
