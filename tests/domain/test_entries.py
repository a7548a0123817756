"""Durations, windows and titles of entries."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.factories import entry
from workroom_harvest.domain.entries import Duration
from workroom_harvest.domain.errors import InvalidPeriod
from workroom_harvest.domain.window import Days

TABLE = {
    "0": (0, 0),
    "0.01": (0, 1),
    "0.02": (0, 1),
    "0.33": (0, 20),
    "0.99": (0, 59),
    "1": (1, 0),
    "1.33": (1, 20),
    "1.66": (1, 40),
    "1.99": (1, 59),
    "7.98": (7, 59),
    "7.99": (7, 59),
    "7.995": (8, 0),
    "23.99": (23, 59),
    "0.025": (0, 2),
    "0.075": (0, 5),
    "120.5": (120, 30),
}


@pytest.mark.parametrize(("hours", "expected"), TABLE.items())
def test_hours_become_hours_and_minutes(hours: str, expected: tuple[int, int]) -> None:
    """Hours are rounded half up to the minute, and 60 minutes are carried into the hour."""
    duration = Duration.from_hours(Decimal(hours))
    assert (duration.hours, duration.minutes) == expected


@pytest.mark.parametrize(("hours", "expected"), [("0.02", 1), ("1.66", 100), ("23.99", 1439)])
def test_an_entry_has_the_minutes_of_its_timelog(hours: str, expected: int) -> None:
    """The minutes of an entry are those of the whole duration, rounded as for its timelog."""
    assert entry(hours=Decimal(hours)).minutes == expected
    assert Duration.from_hours(Decimal(hours)).total_minutes == expected


@pytest.mark.parametrize(
    ("hours", "expected"), [("0.01", 1), ("7.98", 798), ("1.004", 100), ("1.025", 103)]
)
def test_hours_are_counted_in_hundredths(hours: str, expected: int) -> None:
    """Hours are rounded half up to the hundredth, as they are kept of a skipped entry."""
    assert entry(hours=Decimal(hours)).hundredths == expected


@given(st.decimals(min_value=0, max_value=100_000, places=2))
def test_a_duration_is_within_half_a_minute_of_its_hours(hours: Decimal) -> None:
    """A duration differs from its hours by half a minute at most, and has fewer than 60 minutes."""
    duration = Duration.from_hours(hours)
    assert 0 <= duration.minutes < 60
    assert abs(duration.hours * 60 + duration.minutes - hours * 60) <= Decimal("0.5")


def test_a_window_ends_on_or_after_its_first_day() -> None:
    """A window of one day is valid; one that ends before it begins is refused at the field To."""
    assert str(Days(date(2026, 6, 1), date(2026, 6, 1))) == "2026-06-01 → 2026-06-01"
    with pytest.raises(InvalidPeriod) as caught:
        Days(date(2026, 6, 2), date(2026, 6, 1))
    assert caught.value.field == "to"


def test_the_default_window_is_the_last_14_days() -> None:
    """The default window begins 14 days before today and ends today."""
    assert Days.default(date(2026, 6, 15)) == Days(date(2026, 6, 1), date(2026, 6, 15))


@pytest.mark.parametrize(
    ("notes", "title"),
    [
        ("Plans", "Plans"),
        ("a\nb", "a\nb"),
        (None, "Drawings"),
        ("", "Drawings"),
        (" \n", "Drawings"),
        ("\u200b\u2060\u00a0", "Drawings"),
        ("\u200f\u05d0\u05d1", "\u200f\u05d0\u05d1"),
    ],
)
def test_the_title_is_the_notes_or_the_task(notes: str | None, title: str) -> None:
    """The title is the whole notes, or the task's name where the notes show nothing."""
    assert entry(notes=notes).title == title
