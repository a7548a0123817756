"""Settings of the whole process: its time zone, and how signals end it."""

import os
import signal
import time
from collections.abc import Callable
from types import FrameType


def end_on_signals() -> None:
    """Make TERM and INT end this process with `SystemExit`, so that it can clean up."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _end)


def _end(number: int, frame: FrameType | None) -> None:
    raise SystemExit


def pin_utc(tzset: Callable[[], None] = time.tzset) -> None:
    """Make UTC the time zone of this process, in which rq-scheduler reads cron strings."""
    os.environ["TZ"] = "UTC"
    tzset()
