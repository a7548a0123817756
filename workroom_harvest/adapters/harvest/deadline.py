"""The deadline of an exchange, for everything that waits in it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import httpcore

GRACE = 1.0
"""Seconds for reading what has already arrived, if the deadline is over when it is read.

A process may have been frozen while a reply arrived, and a token endpoint's reply comes only once.
"""

POLL = 0.01
"""Seconds for a read of what has already arrived."""


class Deadline:
    """A deadline for all waits of one exchange together, in seconds from its creation."""

    def __init__(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds
        self._late_ends: float | None = None

    def left(self, timeout: float | None) -> float:
        """Return the seconds that a wait may take, which are at most `timeout`.

        Raise `httpcore.ReadTimeout` if the deadline is over.
        """
        left = self._ends - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the exchange took longer than its deadline")
        return left if timeout is None else min(timeout, left)

    def left_to_read(self, timeout: float | None) -> float:
        """Return the same for a read, which after the deadline may just take what has arrived."""
        if time.monotonic() < self._ends:
            return self.left(timeout)
        return self.left(timeout) if self.is_over() else POLL

    def is_over(self) -> bool:
        """Return whether not even what has arrived may be read."""
        now = time.monotonic()
        if now < self._ends:
            return False
        self._late_ends = self._late_ends or now + GRACE
        return now >= self._late_ends


_current: ContextVar[Deadline] = ContextVar("deadline")


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """End all waits within the block, on this thread, after so many seconds at the latest."""
    token = _current.set(Deadline(seconds))
    try:
        yield
    finally:
        _current.reset(token)


def current() -> Deadline:
    """Return the deadline of the present exchange."""
    return _current.get()
