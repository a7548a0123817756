"""How often, and how long, to ask Harvest again."""

import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

from workroom_harvest.domain.errors import HarvestError, HarvestUnavailable
from workroom_harvest.domain.ports.clock import Clock

T = TypeVar("T")

DEFAULT_WAIT = 15.0
"""Seconds after a 429 that names none: as long as Harvest's window of 100 requests."""

NAP = 5.0
"""Waiting is cut in naps, so that a lease can be kept meanwhile."""


class Again(Exception):
    """A try that failed and may do better: the error to end with, and a wait if one was named."""

    def __init__(self, error: HarvestError, wait: float | None = None) -> None:
        super().__init__(str(error))
        self.error = error
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Patience:
    """Bounds on one call: how often to try, and how many seconds in all."""

    tries: int
    seconds: float
    per_try: float


PATIENT = Patience(tries=5, seconds=60, per_try=20)
HASTY = Patience(tries=2, seconds=4, per_try=3)


@dataclass
class Pace:
    """Keeps to Harvest's limit, 100 requests in 15 seconds, with room for somebody's clicks.

    Source: https://help.getharvest.com/api-v2/introduction/overview/general/ (rate limiting).
    """

    clock: Clock
    most: int = 90
    window: float = 15.0
    _sent: deque[float] = field(default_factory=deque)

    def wait(self) -> float:
        """Seconds until the next request may go; 0 counts it as sent."""
        now = self.clock.monotonic()
        while self._sent and now - self._sent[0] >= self.window:
            self._sent.popleft()
        if len(self._sent) >= self.most:
            return self.window - (now - self._sent[0])
        self._sent.append(now)
        return 0.0


@dataclass(frozen=True)
class Retries:
    """Tries again within bounds, with jitter, and as late as Harvest asks."""

    clock: Clock
    patience: Patience
    pace: Pace

    def call(self, attempt: Callable[[], T], keep_alive: Callable[[], None]) -> T:
        """The attempt's result; at the end of all patience the last attempt's error."""
        ends = self.clock.monotonic() + self.patience.seconds
        for number in range(1, self.patience.tries + 1):
            while (pause := self.pace.wait()) > 0:
                self._sleep(pause, keep_alive)
            keep_alive()
            try:
                return attempt()
            except Again as again:
                wait = _backoff(number) if again.wait is None else max(again.wait, 1.0)
                if number == self.patience.tries or self.clock.monotonic() + wait >= ends:
                    raise again.error from again
            self._sleep(wait, keep_alive)
        raise HarvestUnavailable("Harvest did not answer.")

    def _sleep(self, seconds: float, keep_alive: Callable[[], None]) -> None:
        until = self.clock.monotonic() + seconds
        while (left := until - self.clock.monotonic()) > 0:
            self.clock.sleep(min(left, NAP))
            keep_alive()


def _backoff(number: int) -> float:
    """About 0.5, 1, 2, 4 seconds; jittered, so that a crowd does not come back at once."""
    return float(2 ** (number - 2) * random.uniform(0.75, 1.25))  # noqa: S311 because no secret


def retry_after(header: str | None, now: datetime) -> float:
    """Seconds that a `Retry-After` asks for: a number, a date, or nothing that can be read."""
    if header is None:
        return DEFAULT_WAIT
    if header.strip().isascii() and header.strip().isdigit():
        return float(header.strip()[:9])
    try:
        then = parsedate_to_datetime(header)
    except (ValueError, TypeError, OverflowError):
        return DEFAULT_WAIT
    return max((then.replace(tzinfo=then.tzinfo or UTC) - now).total_seconds(), 0.0)
