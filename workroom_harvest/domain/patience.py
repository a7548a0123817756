"""Harvest in trouble: how often, and how late, it is asked again. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_TRIES = 5
LONGEST = timedelta(seconds=90)
"""From the first failure to the last try."""

SHORTEST_NAMED = 1.0
"""Seconds: a `Retry-After: 0` is no invitation to hammer."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Failed tries in a row: how many, since when, and when the next may be. Times are UTC."""

    tries: int
    since: datetime
    next_try_at: datetime

    def pause(self, now: datetime) -> float:
        """Seconds until the next try, 0 when it is time.

        No clock that runs well names one further away than `LONGEST`.
        """
        left = self.next_try_at - now
        return max(left.total_seconds(), 0.0) if left <= LONGEST else 0.0


def pause(tries: int, named: float | None, roll: float) -> float:
    """Seconds to wait after so many failed tries.

    As many as Harvest `named`, else about 0.5, 1, 2, 4; `roll`, between 0 and 1, spreads these by
    a quarter either way, so that a crowd does not come back at once.
    """
    if named is not None:
        return max(named, SHORTEST_NAMED)
    return float(2 ** (tries - 2)) * (0.75 + roll / 2)


def after(
    trouble: Trouble | None, *, named: float | None, roll: float, now: datetime
) -> Trouble | None:
    """The trouble with one more failed try in it; None where patience is at its end."""
    tries = trouble.tries + 1 if trouble else 1
    since = trouble.since if trouble else now
    next_try_at = now + timedelta(seconds=min(pause(tries, named, roll), 86_400))
    if tries >= MOST_TRIES or next_try_at - since > LONGEST:
        return None
    return Trouble(tries, since, next_try_at)
