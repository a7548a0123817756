"""Settings of the whole process: its time zone, its garbage, and how signals end it."""

import gc
import os
import signal
import time
from collections.abc import Callable
from types import FrameType

SELDOM = 50_000
"""The new objects after which the garbage collector looks at them: those of about two pages."""


def collect_seldom() -> None:
    """Let the garbage collector leave out all that is there now, and look seldom at what comes.

    What was loaded stays, and a page's objects stay until it is written. To look at both again and
    again took a sixth of an import's CPU time on PostgreSQL. Forked children inherit it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(SELDOM, *gc.get_threshold()[1:])


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
