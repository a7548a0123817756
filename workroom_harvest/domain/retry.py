"""Harvest in trouble: how often, and how late, it is asked again. Pure.

Somebody waits for an import by hand: it has five tries in some eight seconds, and ten minutes where
Harvest names a wait. Nobody is awake for a night's: it is tried again, further and further apart,
until its slot is over.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_TRIES = 5
LONGEST = timedelta(minutes=10)
"""By hand, from the first failure to the last try."""

FURTHEST = timedelta(minutes=15)
"""The longest pause that Harvest did not ask for."""

DAY = timedelta(days=1)
"""No wait is longer: a night has a day. What lies further ahead was written by a wrong clock."""

SHORTEST_NAMED = 1.0
"""Seconds: a `Retry-After: 0` is no invitation to hammer."""


@dataclass(frozen=True, slots=True)
class RetryState:
    """Failed tries in a row: how many, since when, and when the next may be. Times are UTC."""

    tries: int
    since: datetime
    next_try_at: datetime

    def pause(self, now: datetime) -> float:
        """Seconds until the next try, 0 when it is time."""
        left = self.next_try_at - now
        return max(left.total_seconds(), 0.0) if left <= DAY else 0.0


def pause(tries: int, named: float | None, jitter: float) -> float:
    """Seconds to wait after so many failed tries.

    As many as Harvest `named`, else about 0.5, 1, 2, 4 and so on up to a quarter of an hour;
    `jitter`, between 0 and 1, spreads these by a quarter either way, so that a crowd does not come
    back at once.
    """
    if named is not None:
        return max(named, SHORTEST_NAMED)
    # Capped before it is raised: a power of two has no end.
    return min(2.0 ** min(tries - 2, 32), FURTHEST.total_seconds()) * (0.75 + jitter / 2)


def after(
    retry_state: RetryState | None,
    *,
    named: float | None,
    jitter: float,
    now: datetime,
    until: datetime | None = None,
) -> RetryState | None:
    """The trouble with one more failed try in it; None where patience is at its end.

    A night has until then to try again, and is never hurried by a short wait that Harvest named.
    """
    tries = retry_state.tries + 1 if retry_state else 1
    since = retry_state.since if retry_state else now
    seconds = pause(tries, named, jitter)
    if until is not None:
        seconds = max(seconds, pause(tries, None, jitter))
    next_try_at = now + timedelta(seconds=min(seconds, DAY.total_seconds()))
    by_hand = tries < MOST_TRIES and next_try_at - since <= LONGEST
    at_night = until is not None and next_try_at < until
    return RetryState(tries, since, next_try_at) if by_hand or at_night else None
