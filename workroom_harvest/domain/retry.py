"""When a failed request to Harvest is tried again, and for how long.

A person waits for an import by hand: it gets five tries within some ten seconds, or within ten
minutes where Harvest names a wait. Nobody waits for a nightly import: it is tried again at growing
intervals until its slot is over.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_TRIES = 5
"""How often an import by hand is tried in a row."""

LONGEST = timedelta(minutes=10)
"""The longest time from the first failure to the last try of an import by hand."""

FURTHEST = timedelta(minutes=15)
"""The longest pause between two tries where Harvest named none."""

DAY = timedelta(days=1)
"""The longest wait. A night has a day; a later time was written by a clock that was wrong."""

SHORTEST_NAMED = 1.0
"""Seconds: the shortest wait, so that a `Retry-After: 0` does not lead to a tight loop."""


@dataclass(frozen=True, slots=True)
class RetryState:
    """Failed tries in a row: how many, since when, and when the next one is due. Times are UTC."""

    tries: int
    since: datetime
    next_try_at: datetime

    def pause(self, now: datetime) -> float:
        """Return the seconds from `now` (UTC) until the next try, or 0 if it is due."""
        left = self.next_try_at - now
        return max(left.total_seconds(), 0.0) if left <= DAY else 0.0


def pause(tries: int, named: float | None, jitter: float) -> float:
    """Return the seconds to wait after so many failed tries.

    That is `named`, the wait that Harvest asked for, or else about 0.5, 1, 2, 4 seconds and so on,
    up to a quarter of an hour. `jitter`, between 0 and 1, moves these by up to a quarter either
    way, so that many clients do not come back at the same moment.
    """
    if named is not None:
        return max(named, SHORTEST_NAMED)
    # The exponent is capped, because a power of two soon is too large for a float.
    return min(2.0 ** min(tries - 2, 32), FURTHEST.total_seconds()) * (0.75 + jitter / 2)


def after(
    retry_state: RetryState | None,
    *,
    named: float | None,
    jitter: float,
    now: datetime,
    until: datetime | None = None,
) -> RetryState | None:
    """Return the retry state after one more failed try at `now` (UTC), or None if no try is left.

    `named` is the wait in seconds that Harvest asked for, or None; `jitter` is between 0 and 1.
    `until` (UTC) is the end of a night's slot, or None for an import by hand. A night may try until
    then, and a shorter wait that Harvest named does not shorten its intervals.
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
