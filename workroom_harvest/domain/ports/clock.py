"""Time, ids and randomness come in by this door."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """The time of day, and waiting."""

    def now(self) -> datetime:
        """The current instant, in UTC; may jump."""

    def monotonic(self) -> float:
        """Seconds that never jump, to measure by."""

    def sleep(self, seconds: float) -> None:
        """Wait."""


class Random(Protocol):
    """Chance, where it is of no use to anyone who guesses it."""

    def jitter(self) -> float:
        """Evenly spread between 0 and 1."""


class Ids(Protocol):
    """Names that nobody guesses."""

    def new(self) -> str:
        """A random id of 32 hexadecimal digits."""

    def secret(self) -> str:
        """A random secret of 256 bits that is safe in an address."""
