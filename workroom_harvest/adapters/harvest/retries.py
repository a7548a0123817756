"""The retries of one call of Harvest, and the wait for which a refusal asks."""

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
"""Seconds to wait after a 429 that names no wait: as long as Harvest's rate limit window."""

MOST_WAIT = 900.0
"""The most seconds that a named wait is respected: as long as Harvest's longest window.

That is the window of its reports. A longer wait comes from something else, such as a proxy's
maintenance page, and Harvest is asked again after this time.
"""


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """The bounds of a call: how many tries, and how many seconds for all of them and for each."""

    tries: int
    seconds: float
    per_try: float


BACKGROUND = RetryPolicy(tries=1, seconds=20, per_try=20)
"""The policy of a worker, which has other runs to perform, and whose run counts its tries."""

INTERACTIVE = RetryPolicy(tries=2, seconds=4, per_try=3)
"""The policy of a page that somebody is looking at."""


@dataclass(frozen=True)
class Retries:
    """Retries of a call within the bounds of a policy, with jitter, and as late as Harvest asks."""

    clock: Clock
    random: Random
    policy: RetryPolicy

    def call(self, attempt: Callable[[], T]) -> T:
        """Return the attempt's result; raise the last attempt's error at the policy's bounds.

        Only a `TransientHarvestError` leads to another attempt.
        """
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
    """Return the seconds that a refusal asks to wait, or None if it names none.

    They are at most `MOST_WAIT`. `now` is the current instant in UTC.
    """
    named = retry_after(response.headers.get("Retry-After"), now)
    if named is None and response.status_code == httpx.codes.TOO_MANY_REQUESTS:
        return DEFAULT_WAIT
    return None if named is None else min(named, MOST_WAIT)


def retry_after(header: str | None, now: datetime) -> float | None:
    """Return the seconds that a `Retry-After` header names, as a number or a date, or None.

    `now` is the current instant in UTC.
    """
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        then = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    return max((then.replace(tzinfo=then.tzinfo or UTC) - now).total_seconds(), 0.0)
