"""The slots of the nightly import at 02:00 UTC: which night is due, and which entries it reads."""

from datetime import UTC, date, datetime, time, timedelta
from zlib import crc32

from workroom_harvest.domain.window import Days

NIGHT_HOUR = 2
"""The hour of the slot, in UTC."""

AT_LEAST = timedelta(hours=24)
"""The shortest time span whose changes a night asks for."""

MOST_NIGHTS = 14
"""How many finished nights of a connection are searched for a complete one."""

FULL_EVERY = 7
"""After how many nights one reads all entries of its days."""

OVERLAP = timedelta(minutes=30)
"""How far a night's window overlaps the night before.

Harvest's `updated_since` is exclusive and in whole seconds, and Harvest's clock may differ by up to
ten minutes, either way, from the clock that recorded when the last night began.
"""


def slot(night: date) -> datetime:
    """Return the instant at which `night` begins, in UTC."""
    return datetime.combine(night, time(NIGHT_HOUR), UTC)


def slot_end(night: date) -> datetime:
    """Return the instant at which the next night begins, in UTC.

    Until then `night` is tried again.
    """
    return slot(night + timedelta(days=1))


def latest_night(now: datetime) -> date:
    """Return the date of the last night whose slot is at or before `now`."""
    today = now.astimezone(UTC).date()
    return today if slot(today) <= now else today - timedelta(days=1)


def next_slot(now: datetime) -> datetime:
    """Return the first 02:00 UTC after `now`."""
    return slot(latest_night(now) + timedelta(days=1))


def reach(night: date, lookback_days: int) -> Days:
    """Return the days whose entries `night` takes: `lookback_days` back, and one ahead.

    An entry of two years ago that somebody edits must not come in as new work, nor must planned
    entries. One day ahead is allowed because, in time zones ahead of UTC, that day begins before
    the night is over.
    """
    return Days(night - timedelta(days=lookback_days), night + timedelta(days=1))


def changed_since(night: date, last_success: datetime | None) -> datetime:
    """Return the instant, in UTC, after which `night` asks for changed entries.

    It is the start of the last night that succeeded (`last_success`, UTC), so that a missed night
    loses nothing, and at least 24 hours before the slot; in both cases less `OVERLAP`.
    """
    earliest = slot(night) - AT_LEAST
    if last_success is not None:
        earliest = min(earliest, last_success)
    return earliest - OVERLAP


def is_full(night: date, connection_id: str, last_full: date) -> bool:
    """Return whether `night` reads all entries of its days, in place of those that were changed.

    Each connection has a weekday of its own for that, so that each night has a seventh of them.
    `last_full` is the last night that did so, or had not to. One that was missed, or did not read
    all, is made up by the next night.
    """
    days_since = (night.toordinal() - crc32(connection_id.encode())) % FULL_EVERY
    return last_full < night - timedelta(days=days_since)
