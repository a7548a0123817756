"""02:00 UTC is a slot, not a moment: which night is due, and what it asks Harvest for."""

from datetime import UTC, date, datetime, time, timedelta

from workroom_harvest.domain.entries import Period

NIGHT_HOUR = 2
CRON = f"0 {NIGHT_HOUR} * * *"
AT_LEAST = timedelta(hours=24)
OVERLAP = timedelta(minutes=30)
"""`updated_since` is exclusive and in whole seconds, and clocks differ by ten minutes either way:
between the one that notes when a night began, and Harvest's."""


def slot(night: date) -> datetime:
    """The instant at which `night` begins, in UTC."""
    return datetime.combine(night, time(NIGHT_HOUR), UTC)


def slot_end(night: date) -> datetime:
    """The instant at which the next night begins, in UTC: until then this one is tried again."""
    return slot(night + timedelta(days=1))


def latest_night(now: datetime) -> date:
    """The night whose slot is the last at or before `now`."""
    today = now.astimezone(UTC).date()
    return today if slot(today) <= now else today - timedelta(days=1)


def next_slot(now: datetime) -> datetime:
    """The first 02:00 UTC after `now`."""
    return slot(latest_night(now) + timedelta(days=1))


def reach(night: date, lookback_days: int) -> Period:
    """The days whose entries a night takes: so many back, and one ahead.

    What somebody touches of two years ago is not to come in as fresh work; nor what is planned. It
    is somebody's today where it is tomorrow in UTC, and later until the night is over.
    """
    return Period(night - timedelta(days=lookback_days), night + timedelta(days=1))


def updated_since(night: date, last_success: datetime | None) -> datetime:
    """From when on a night asks for changed entries.

    All since the start of the last night that succeeded (`last_success`, UTC), so that a missed
    night loses nothing, and at least the last 24 hours.
    """
    earliest = slot(night) - AT_LEAST
    if last_success is not None:
        earliest = min(earliest, last_success)
    return earliest - OVERLAP
