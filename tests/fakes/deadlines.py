"""When a claim or a lease is over."""

from datetime import datetime, timedelta


def has_ended(end: datetime | None, now: datetime, length: timedelta) -> bool:
    """Return whether the `length` is over; an end further away was set by a wrong clock."""
    return end is None or not now < end <= now + 2 * length
