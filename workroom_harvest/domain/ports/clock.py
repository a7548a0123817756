"""The ports for time, random numbers and ids."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """The clock of this process."""

    def now(self) -> datetime:
        """Return the current instant in UTC.

        The clock may be set meanwhile, so a later call may return an earlier instant.
        """

    def monotonic(self) -> float:
        """Return a number of seconds that never goes backwards, to measure durations by."""

    def sleep(self, seconds: float) -> None:
        """Return after so many seconds."""


class Random(Protocol):
    """A source of random numbers for purposes that need no secrecy."""

    def jitter(self) -> float:
        """Return a number that is evenly distributed between 0 and 1."""


class Ids(Protocol):
    """A source of ids and secrets that nobody can guess."""

    def new(self) -> str:
        """Return a random id of 32 lower-case hexadecimal digits."""

    def secret(self) -> str:
        """Return a random secret of 256 bits, of characters that are safe in a URL."""
