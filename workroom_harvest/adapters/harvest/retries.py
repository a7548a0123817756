"""How often one call to Harvest is tried, and how long a refusal asks to wait."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

import httpx

from workroom_harvest.domain import retry
from workroom_harvest.domain.errors import TransientHarvestError
from workroom_harvest.domain.ports.clock import Clock, Random

T = TypeVar("T")

DEFAULT_WAIT = 15.0
"""Seconds after a 429 that names none: as long as Harvest's window of 100 requests."""

MOST_WAIT = 900.0
"""Seconds: as long as Harvest's longest window, that of its reports. Whoever names a longer wait, a
proxy's maintenance page for instance, is asked again then."""


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """Bounds on one call: how often to try, how many seconds in all, and for each try."""

    tries: int
    seconds: float
    per_try: float


BACKGROUND = RetryPolicy(tries=1, seconds=20, per_try=20)
"""For a worker: the run itself remembers its tries, and others have the worker meanwhile."""

INTERACTIVE = RetryPolicy(tries=2, seconds=4, per_try=3)
"""For a page that somebody is looking at."""


@dataclass(frozen=True)
class Retries:
    """Tries again within bounds, with jitter, and as late as Harvest asks."""

    clock: Clock
    random: Random
    policy: RetryPolicy

    def call(self, attempt: Callable[[], T]) -> T:
        """Return the attempt's result; raises the last attempt's error at the policy's bounds."""
        ends = self.clock.monotonic() + self.policy.seconds
        tries = 1
        while True:
            try:
                return attempt()
            except TransientHarvestError as error:
                wait = retry.pause(tries, error.retry_after, self.random.jitter())
                if tries >= self.policy.tries or self.clock.monotonic() + wait >= ends:
                    raise
            self.clock.sleep(wait)
            tries += 1


def requested_wait(response: httpx.Response, now: datetime) -> float | None:
    """Return the seconds that a refusal asks for, `MOST_WAIT` at most; None where it names none."""
    named = retry_after(response.headers.get("Retry-After"), now)
    if named is None and response.status_code == httpx.codes.TOO_MANY_REQUESTS:
        return DEFAULT_WAIT
    return None if named is None else min(named, MOST_WAIT)


def retry_after(header: str | None, now: datetime) -> float | None:
    """Return the seconds that a `Retry-After` asks for, a number or a date; None for neither."""
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        then = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    return max((then.replace(tzinfo=then.tzinfo or UTC) - now).total_seconds(), 0.0)
