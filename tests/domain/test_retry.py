"""How often, and after which pauses, Harvest is asked again."""

from datetime import timedelta

import pytest

from tests.support.factories import NOON
from workroom_harvest.domain.retry import DAY, FURTHEST, MOST_TRIES, RetryState, after, pause


@pytest.mark.parametrize(
    ("tries", "named", "jitter", "seconds"),
    [
        (1, None, 0.5, 0.5),
        (2, None, 0.5, 1.0),
        (4, None, 0.5, 4.0),
        (1, None, 0.0, 0.375),
        (1, None, 1.0, 0.625),
        (1, 15.0, 0.5, 15.0),
        (3, 0.0, 0.5, 1.0),
        (11, None, 0.5, 512.0),
        (12, None, 0.5, 900.0),
        (10_000, None, 1.0, 1125.0),
    ],
)
def test_a_pause_grows_is_jittered_and_is_as_long_as_harvest_says(
    tries: int, named: float | None, jitter: float, seconds: float
) -> None:
    """A pause doubles up to a quarter of an hour, varies by a quarter, and keeps a named wait."""
    assert pause(tries, named, jitter) == pytest.approx(seconds)


def test_the_fifth_failure_is_the_last() -> None:
    """There are four pauses for an import by hand, and the fifth failure counts."""
    retry_state: RetryState | None = None
    for tries in range(1, MOST_TRIES):
        retry_state = after(retry_state, named=None, jitter=0.5, now=NOON)
        assert retry_state is not None
        assert (retry_state.tries, retry_state.since) == (tries, NOON)
    assert after(retry_state, named=None, jitter=0.5, now=NOON) is None


@pytest.mark.parametrize(("named", "comes_back"), [(600.0, True), (601.0, False), (1e12, False)])
def test_a_wait_that_is_too_long_is_not_waited_for(named: float, comes_back: bool) -> None:
    """An import by hand waits ten minutes at most from the first failure to the last try."""
    assert (after(None, named=named, jitter=0.5, now=NOON) is not None) == comes_back


def test_a_trouble_says_how_long_to_wait() -> None:
    """The pause is what is left until the next try, and zero once that is due."""
    retry_state = after(None, named=15.0, jitter=0.5, now=NOON)
    assert retry_state is not None
    assert retry_state.pause(NOON + timedelta(seconds=5)) == 10.0
    assert retry_state.pause(NOON + timedelta(seconds=20)) == 0.0


def test_a_night_is_tried_further_and_further_apart_until_its_slot_is_over() -> None:
    """A night's pauses grow up to a quarter of an hour, and no try comes after its slot."""
    until, now, retry_state = NOON + DAY, NOON, None
    pauses: list[float] = []
    while (
        retry_state := after(retry_state, named=None, jitter=0.5, now=now, until=until)
    ) is not None:
        pauses.append(retry_state.pause(now))
        assert retry_state.since == NOON
        now = retry_state.next_try_at
        assert now < until
    assert pauses[:4] == [0.5, 1.0, 2.0, 4.0]
    assert pauses == sorted(pauses)
    assert set(pauses[11:]) == {FURTHEST.total_seconds()}
    assert until - now <= FURTHEST


@pytest.mark.parametrize(
    ("named", "hours_left", "seconds"),
    [(7200.0, 3, 7200.0), (7200.0, 2, None), (7200.0, 1, None), (1e12, 23, None), (0.0, 3, 16.0)],
)
def test_a_night_waits_as_long_as_harvest_says_if_its_slot_is_not_over_then(
    named: float, hours_left: int, seconds: float | None
) -> None:
    """A night keeps a named wait that ends within its slot, and is never hurried by a short one."""
    before = RetryState(5, NOON - timedelta(hours=1), NOON)
    until = NOON + timedelta(hours=hours_left)
    retry_state = after(before, named=named, jitter=0.5, now=NOON, until=until)
    assert (retry_state.pause(NOON) if retry_state else None) == seconds


def test_a_night_whose_slot_is_over_has_as_many_tries_as_an_import_by_hand() -> None:
    """A night that no worker took up within its slot is tried as often as an import by hand."""
    retry_state: RetryState | None = None
    for _ in range(1, MOST_TRIES):
        retry_state = after(retry_state, named=None, jitter=0.5, now=NOON, until=NOON)
        assert retry_state is not None
    assert after(retry_state, named=None, jitter=0.5, now=NOON, until=NOON) is None


def test_a_next_try_that_a_wrong_clock_wrote_is_due_at_once() -> None:
    """A next try that is more than a day away is due at once."""
    assert RetryState(1, NOON, NOON + DAY).pause(NOON) == DAY.total_seconds()
    assert RetryState(1, NOON, NOON + DAY + timedelta(seconds=1)).pause(NOON) == 0.0
