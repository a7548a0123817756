"""The Clock, Random and Ids ports, in a test's hand."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.support.factories import NOON
from workroom_harvest.domain.ports.clock import Random


class FakeClock:
    """Stands still unless somebody sleeps or the test moves it."""

    def __init__(self, now: datetime = NOON) -> None:
        self._now = now
        self._elapsed = 0.0
        self.slept: list[float] = []

    def now(self) -> datetime:
        """See the port."""
        return self._now

    def monotonic(self) -> float:
        """See the port."""
        return self._elapsed

    def sleep(self, seconds: float) -> None:
        """See the port; remembered in `slept`, and over at once."""
        self.slept.append(seconds)
        self.advance(timedelta(seconds=seconds))

    def advance(self, by: timedelta) -> None:
        """Let time go by."""
        self._now += by
        self._elapsed += by.total_seconds()

    def jump(self, to: datetime) -> None:
        """Set the time of day, forward or back, without any time going by."""
        self._now = to


@dataclass(frozen=True)
class ClockAhead:
    """A process whose clock is `ahead` of the time or, negative, behind it."""

    clock: FakeClock
    ahead: timedelta

    def now(self) -> datetime:
        """What it takes for the current instant."""
        return self.clock.now() + self.ahead

    def monotonic(self) -> float:
        """Seconds that never jump."""
        return self.clock.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        self.clock.sleep(seconds)


class FakeRandom(Random):
    """Chance in a test's hand: the middle, unless told otherwise."""

    def __init__(self, jitter: float = 0.5) -> None:
        self.next = jitter

    def jitter(self) -> float:
        return self.next


class CountingIds:
    """Ids in the order of their making."""

    def __init__(self) -> None:
        self._made = 0

    def new(self) -> str:
        """See the port."""
        self._made += 1
        return f"{self._made:032x}"

    def secret(self) -> str:
        """See the port."""
        return f"secret-{self.new()}"
