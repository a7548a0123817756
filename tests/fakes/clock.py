"""The ports Clock, Random and Ids, under the control of a test."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.support.factories import NOON
from workroom_harvest.domain.ports.clock import Clock, Ids, Random


class FakeClock(Clock):
    """A clock that stands still unless somebody sleeps or the test moves it."""

    def __init__(self, now: datetime = NOON) -> None:
        self._now = now
        self._elapsed = 0.0
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._elapsed

    def sleep(self, seconds: float) -> None:
        """Let the seconds pass at once, and remember them in `slept`."""
        self.slept.append(seconds)
        self.advance(timedelta(seconds=seconds))

    def advance(self, by: timedelta) -> None:
        """Let that time pass."""
        self._now += by
        self._elapsed += by.total_seconds()

    def jump(self, to: datetime) -> None:
        """Set the time of day, forward or back, without letting any time pass."""
        self._now = to


@dataclass(frozen=True)
class ClockAhead(Clock):
    """A process whose clock is `ahead` of the time or, if that is negative, behind it."""

    clock: FakeClock
    ahead: timedelta

    def now(self) -> datetime:
        return self.clock.now() + self.ahead

    def monotonic(self) -> float:
        return self.clock.monotonic()

    def sleep(self, seconds: float) -> None:
        self.clock.sleep(seconds)


class FakeRandom(Random):
    """A jitter that the test chooses, in the middle unless told otherwise."""

    def __init__(self, jitter: float = 0.5) -> None:
        self.next = jitter

    def jitter(self) -> float:
        return self.next


class CountingIds(Ids):
    """Ids and secrets that count up from 1."""

    def __init__(self) -> None:
        self._made = 0

    def new(self) -> str:
        self._made += 1
        return f"{self._made:032x}"

    def secret(self) -> str:
        return f"secret-{self.new()}"
