"""A worker for whom a minute is over in less than a second."""

from datetime import datetime, timedelta

from flask import Flask

from tests.support.apps import rewire
from workroom_harvest.adapters.clock import SystemClock

TIMES = 100


class HurriedClock(SystemClock):
    """Runs a hundred times as fast, so that what waits for Harvest ends soon."""

    def __init__(self) -> None:
        self._begun = super().now(), super().monotonic()

    def now(self) -> datetime:
        """The current instant, hurried."""
        first, then = self._begun
        return first + timedelta(seconds=TIMES * (super().monotonic() - then))

    def monotonic(self) -> float:
        """Seconds, hurried."""
        return super().monotonic() * TIMES

    def sleep(self, seconds: float) -> None:
        """Wait, hurried."""
        super().sleep(seconds / TIMES)


def hurry(app: Flask) -> None:
    """Let the app's imports run by the hurried clock."""
    rewire(app, clock=HurriedClock())
