"""The slot of a night begins at 02:00 UTC and lasts until the next one."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workroom_harvest.domain import schedule
from workroom_harvest.domain.window import Days

TWO = datetime(2026, 6, 15, 2, tzinfo=UTC)


@pytest.fixture
def west(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the machine's own time be eleven hours behind UTC."""
    with monkeypatch.context() as patched:
        patched.setenv("TZ", "WEST+11")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.parametrize(
    ("now", "night"),
    [
        (TWO, date(2026, 6, 15)),
        (TWO - timedelta(seconds=1), date(2026, 6, 14)),
        (TWO + timedelta(hours=21, minutes=59), date(2026, 6, 15)),
        (datetime(2026, 3, 29, 2, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 10, 25, 1, 59, tzinfo=UTC), date(2026, 10, 24)),
    ],
)
def test_the_latest_night_is_the_one_whose_slot_was_last(now: datetime, night: date) -> None:
    """The latest night is the one whose slot began last, also where clocks change elsewhere."""
    assert schedule.latest_night(now) == night


def test_the_next_slot_is_after_now() -> None:
    """At two o'clock sharp the next slot is tomorrow's."""
    assert schedule.next_slot(TWO) == TWO + timedelta(days=1)
    assert schedule.next_slot(TWO - timedelta(seconds=1)) == TWO


def test_the_latest_night_is_the_same_wherever_the_machine_is(west: None) -> None:
    """The night begins at 02:00 UTC, also where the machine's own day is still the one before."""
    assert schedule.latest_night(TWO) == TWO.date()


def test_a_slot_lasts_until_the_next_night() -> None:
    """A night may be tried until the next one begins."""
    assert schedule.slot_end(TWO.date()) == TWO + timedelta(days=1)


def test_a_night_reaches_back_and_one_day_ahead() -> None:
    """A night takes entries of so many days before it, and of the day after it."""
    assert schedule.reach(date(2026, 6, 15), 60) == Days(date(2026, 4, 16), date(2026, 6, 16))


@pytest.mark.parametrize(
    ("last_success", "since"),
    [
        (None, TWO - timedelta(hours=24, minutes=30)),
        (TWO - timedelta(hours=3), TWO - timedelta(hours=24, minutes=30)),
        (TWO - timedelta(days=3), TWO - timedelta(days=3, minutes=30)),
    ],
)
def test_a_night_asks_for_all_since_the_last_that_succeeded(
    last_success: datetime | None, since: datetime
) -> None:
    """A night asks for all since the last success, at least 24 hours, with half an hour more."""
    assert schedule.changed_since(TWO.date(), last_success) == since


NIGHTS = [date(2026, 6, 1) + timedelta(days=number) for number in range(28)]


@given(st.text("0123456789abcdef", min_size=32, max_size=32))
def test_one_night_of_seven_reads_all_its_days(connection_id: str) -> None:
    """Each connection has a weekday on which its night reads all, from its first week on."""
    last, full = NIGHTS[0] - timedelta(days=1), []
    for night in NIGHTS:
        if schedule.is_full(night, connection_id, last):
            full.append(night)
            last = night
    assert full[0] <= NIGHTS[6]
    assert {later - night for night, later in pairwise(full)} == {timedelta(days=7)}


@given(st.text("0123456789abcdef", min_size=32, max_size=32))
def test_a_night_that_read_nothing_is_made_up_the_next_night(connection_id: str) -> None:
    """A night that was to read all and did not is followed by others that are, until one does.

    The next one after that comes on the connection's own weekday again.
    """
    day = timedelta(days=1)
    (own,) = [one for one in NIGHTS[:7] if schedule.is_full(one, connection_id, one - day)]
    before = own - 7 * day
    assert all(schedule.is_full(own + number * day, connection_id, before) for number in range(6))
    made_up = own + 2 * day
    assert not any(
        schedule.is_full(own + number * day, connection_id, made_up) for number in range(3, 7)
    )
    assert schedule.is_full(own + 7 * day, connection_id, made_up)


def test_the_nights_that_read_all_are_spread_over_the_week() -> None:
    """Of many connections about a seventh reads all in each night."""
    ids = [f"{number * 7919:032x}" for number in range(7000)]
    for night in NIGHTS[:7]:
        before = night - timedelta(days=1)
        assert 800 < sum(schedule.is_full(night, one, before) for one in ids) < 1200
