"""Whether what lasts for a while is over."""

from datetime import datetime, timedelta


def has_ended(end: datetime | None, now: datetime, length: timedelta) -> bool:
    """Whether what lasts for `length` is over; an end too far away is a wrong clock's."""
    return end is None or not now < end <= now + 2 * length
