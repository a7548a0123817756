"""Schedules that failed once, by name."""

from collections.abc import Callable
from functools import partial

import pytest

from tests.schedules.broken import BrokenWorld, UncheckedSaves, by_own_clock, unforgiving
from tests.schedules.scene import Scene, play
from tests.schedules.world import World

At = tuple[str, str, str, int]


@pytest.mark.parametrize(
    ("one", "other", "disturbance", "broken"),
    [
        pytest.param(
            "save",
            "other account",
            ("preempt", "save", "begin", 2),
            UncheckedSaves,
            id="another account is connected just before a save is written",
        ),
        pytest.param(
            "refresh",
            "refresh",
            ("pause", "refresh", "answered refresh", 1),
            partial(BrokenWorld, unforgiving),
            id="a pair lands after another process was told that the grant is gone",
        ),
        pytest.param(
            "import",
            "refresh",
            ("preempt", "import", "begin", 6),
            partial(BrokenWorld, by_own_clock),
            id="a process whose clock is two minutes off looks at a claim",
        ),
    ],
)
def test_a_schedule_that_once_failed_holds(
    one: str, other: str, disturbance: At, broken: Callable[[], World]
) -> None:
    """It still fails where the fault is put back, so that it is the schedule that it was."""
    assert play(Scene(one, other), one, disturbance) == []
    assert play(Scene(one, other, broken), one, disturbance) != []
