"""Ends of leases, claims and waits, as conditions of a statement."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa


def has_ended(
    end: sa.ColumnElement[Any], now: datetime, length: timedelta
) -> sa.ColumnElement[bool]:
    """Return the condition that something that lasts for `length` has ended, or never began.

    It is extended in time while it lasts. An end that is further away than twice the length was
    written by a clock that runs ahead, and must not block those that run well. Where that clock's
    process still lives, the fence or the version keeps it from writing.
    """
    return sa.or_(end.is_(None), end <= now, end > now + 2 * length)
