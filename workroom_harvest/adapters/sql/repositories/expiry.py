"""The expiry of leases, claims and waits, as a condition of a statement."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa


def has_ended(
    end: sa.ColumnElement[Any], now: datetime | sa.ColumnElement[datetime], length: timedelta
) -> sa.ColumnElement[bool]:
    """Return the condition that something that lasts for `length` has ended, or never began.

    Its holder extends it while it lasts. An end that is more than twice the length ahead was
    written by a process whose clock is fast, and must not block the others. If that process is
    still alive, the fence or the version keeps it from writing.
    """
    return sa.or_(end.is_(None), end <= now, end > now + 2 * length)
