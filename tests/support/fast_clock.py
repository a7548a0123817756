"""A clock by which a minute is over in less than a second."""

from datetime import datetime, timedelta

from flask import Flask

from tests.support.apps import rewire
from workroom_harvest.adapters.clock import SystemClock

TIMES = 100


class FastClock(SystemClock):
    """Runs a hundred times as fast as the system's, so that what waits for Harvest ends soon."""

    def __init__(self) -> None:
        self._begun = super().now(), super().monotonic()

    def now(self) -> datetime:
        """Return the current instant of this clock, in UTC."""
        first, then = self._begun
        return first + timedelta(seconds=TIMES * (super().monotonic() - then))

    def monotonic(self) -> float:
        """Return seconds of this clock."""
        return super().monotonic() * TIMES

    def sleep(self, seconds: float) -> None:
        """Wait for so many seconds of this clock."""
        super().sleep(seconds / TIMES)


def speed_up(app: Flask) -> None:
    """Let the app's use cases run by a fast clock."""
    rewire(app, clock=FastClock())
