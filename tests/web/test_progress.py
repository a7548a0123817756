"""What a run that is under way says of itself: how long it takes, and what is new to hear."""

from datetime import timedelta

import pytest

from tests.support.factories import NOON, finished, run, running
from workroom_harvest.domain.completeness import Announced
from workroom_harvest.domain.progress import Progress
from workroom_harvest.domain.retry import RetryState
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.web.presenters.duration import about
from workroom_harvest.web.presenters.panel import panel

MINUTE = NOON + timedelta(minutes=1)


def at(read: int, announced: int | None = 8_000) -> ImportRun:
    """Return a run that began at noon and has read so many entries."""
    return running(progress=Progress(announced=Announced(4, announced), pages=1, imported=read))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "a few seconds"),
        (9.9, "a few seconds"),
        (10, "about 10 seconds"),
        (11, "about 20 seconds"),
        (50, "about 50 seconds"),
        (51, "about 1 minute"),
        (61, "about 2 minutes"),
        (5400, "about 90 minutes"),
        (5401, "about 2 hours"),
        (9000, "about 2 hours"),
        (9001, "about 3 hours"),
    ],
)
def test_what_is_left_is_said_in_round_numbers(seconds: float, words: str) -> None:
    """Time that is left is rounded up, to tens of seconds, to minutes or to hours."""
    assert about(timedelta(seconds=seconds)) == words


def test_the_panel_says_how_long_it_still_takes_once_that_is_known() -> None:
    """Nothing is said at first, then how long the rest takes, and nothing at the end."""
    assert panel(at(2_000), NOON).left == ""
    assert panel(at(2_000), MINUTE).left == "about 3 minutes left"
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
