"""A worker whose clock is days ahead, `python -m tests.resilience.wrong_clock DAYS RUN_ID`.

It reads Workroom's settings from its environment, and performs the run until it is over.
"""

import sys
from datetime import datetime, timedelta

from flask import Flask

from demo.workroom import create_app
from tests.support.apps import rewire
from workroom_harvest.adapters.clock import SystemClock
from workroom_harvest.current import use_cases


class WrongClock(SystemClock):
    """The system's clock, shifted by `ahead`, which is negative for a clock that runs behind."""

    def __init__(self, ahead: timedelta) -> None:
        self.ahead = ahead

    def now(self) -> datetime:
        """Return the shifted time."""
        return super().now() + self.ahead


def use_clock(app: Flask, clock: SystemClock) -> None:
    """Let the app's imports and its tick use another clock."""
    rewire(app, clock=clock)


if __name__ == "__main__":
    app = create_app()
    use_clock(app, WrongClock(timedelta(days=float(sys.argv[1]))))
    with app.app_context():
        while True:
            run = use_cases().perform_import(sys.argv[2])
            if run is None or run.is_over:
                break
