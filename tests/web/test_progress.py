"""What a run that is under way says of itself: how long it takes, and what is new to hear."""

from datetime import timedelta

import pytest

from tests.support.factories import NOON, finished, run, running
from workroom_harvest.domain.completeness import Announced
from workroom_harvest.domain.progress import Progress
from workroom_harvest.domain.retry import RetryState
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.web.presenters.duration import left
from workroom_harvest.web.presenters.panel import panel

MINUTE = NOON + timedelta(minutes=1)


def at(read: int, announced: int | None = 8_000) -> ImportRun:
    """Return a run that began at noon and has read so many entries."""
    return running(progress=Progress(announced=Announced(4, announced), pages=1, imported=read))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "A few seconds left"),
        (9.9, "A few seconds left"),
        (10, "About 10 seconds left"),
        (11, "About 20 seconds left"),
        (50, "About 50 seconds left"),
        (51, "About 1 minute left"),
        (61, "About 2 minutes left"),
        (5400, "About 90 minutes left"),
        (5401, "About 2 hours left"),
        (9000, "About 2 hours left"),
        (9001, "About 3 hours left"),
    ],
)
def test_what_is_left_is_said_in_round_numbers(seconds: float, words: str) -> None:
    """Time that is left is rounded up, to tens of seconds, to minutes or to hours."""
    assert left(timedelta(seconds=seconds)) == words


def test_the_panel_says_how_long_it_still_takes_once_that_is_known() -> None:
    """Nothing is said at first, then how long the rest takes, and nothing at the end."""
    assert panel(at(2_000), NOON).left == ""
    assert panel(at(2_000), MINUTE).left == "About 3 minutes left"
    assert panel(finished(at(2_000)), MINUTE).left == ""


def test_each_quarter_is_something_new_and_no_entry_is() -> None:
    """A stage lasts until another quarter of all entries was read."""
    stages = [panel(at(read), MINUTE).stage for read in range(0, 8_001, 400)]
    assert len(set(stages)) == 5
    assert panel(at(1), MINUTE).stage == panel(at(1_999), MINUTE).stage
    assert panel(at(1_999), MINUTE).stage != panel(at(2_000), MINUTE).stage


def test_what_is_not_announced_has_one_stage() -> None:
    """Where nobody knows how much there is, reading on is nothing new."""
    assert panel(at(1, None), MINUTE).stage == panel(at(7_000, None), MINUTE).stage


def test_beginning_waiting_and_ending_are_something_new() -> None:
    """A run that is queued, under way, waits for Harvest or is over has a stage for each."""
    waits = at(1).wait(RetryState(1, NOON, MINUTE))
    every = [run(), at(1), waits, finished(at(1)), at(1).cancel(MINUTE)]
    assert len({panel(one, NOON).stage for one in every}) == len(every)
