"""When Harvest's lists of projects and tasks were read last."""

from dataclasses import dataclass
from datetime import datetime, timedelta

REFRESH_PAUSE = timedelta(minutes=1)
"""How long after Harvest was asked for its lists it is not asked for them again.

So reloading a page costs a Harvest that is slow or at its limit nothing.
"""


@dataclass(frozen=True, slots=True)
class ReadLists:
    """When the lists of a connection were asked for last, and when they were read last (UTC).

    Both are None before the first time. `are_partial` says that they are only what is assigned to
    the connected user, because the full lists are forbidden.
    """

    asked_at: datetime | None = None
    read_at: datetime | None = None
    are_partial: bool = False

    @property
    def unanswered_since(self) -> datetime | None:
        """Return when Harvest was asked last, if it has not answered, and None if it has."""
        if self.asked_at is None or self.read_at is None or self.asked_at <= self.read_at:
            return None
        return self.asked_at
