"""How often, and how late, Harvest is asked again."""

from datetime import timedelta

import pytest

from tests.support.making import NOON
from workroom_harvest.domain.patience import MOST_TRIES, Trouble, after, pause


@pytest.mark.parametrize(
    ("tries", "named", "roll", "seconds"),
    [
        (1, None, 0.5, 0.5),
        (2, None, 0.5, 1.0),
        (4, None, 0.5, 4.0),
        (1, None, 0.0, 0.375),
        (1, None, 1.0, 0.625),
        (1, 15.0, 0.5, 15.0),
        (3, 0.0, 0.5, 1.0),
    ],
)
def test_a_pause_grows_is_jittered_and_is_as_long_as_harvest_says(
    tries: int, named: float | None, roll: float, seconds: float
) -> None:
    """Never less than a second where Harvest named a wait."""
    assert pause(tries, named, roll) == pytest.approx(seconds)


def test_the_fifth_failure_is_the_last() -> None:
    """Four pauses, and then the error counts."""
    trouble: Trouble | None = None
    for tries in range(1, MOST_TRIES):
        trouble = after(trouble, named=None, roll=0.5, now=NOON)
        assert trouble is not None
        assert (trouble.tries, trouble.since) == (tries, NOON)
    assert after(trouble, named=None, roll=0.5, now=NOON) is None


@pytest.mark.parametrize(("named", "comes_back"), [(89.0, True), (91.0, False), (1e12, False)])
def test_a_wait_that_is_too_long_is_not_waited_for(named: float, comes_back: bool) -> None:
    """A minute and a half from the first failure to the last try."""
    assert (after(None, named=named, roll=0.5, now=NOON) is not None) == comes_back


def test_a_trouble_says_how_long_to_wait() -> None:
    """Nothing once it is time."""
    trouble = after(None, named=15.0, roll=0.5, now=NOON)
    assert trouble is not None
    assert trouble.pause(NOON + timedelta(seconds=5)) == 10.0
    assert trouble.pause(NOON + timedelta(seconds=20)) == 0.0
