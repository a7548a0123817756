"""Languages: their sentences, days, times and numbers."""

from abc import ABC, abstractmethod
from datetime import date, time


class Language(ABC):
    """A language with what differs between languages."""

    code: str
    """The code for HTML's `lang`, such as `de` or `pt-BR`."""

    @abstractmethod
    def sentence(self, english: str) -> str:
        """Return the sentence in this language, or the English one where it has none."""

    @abstractmethod
    def plural(self, number: int) -> int:
        """Return which of the words for what is counted fits the number, from 0 on."""

    @abstractmethod
    def number(self, number: int) -> str:
        """Return a whole number."""

    @abstractmethod
    def numeral(self, decimal: str) -> str:
        """Return a decimal number, given with a point: `31.08`."""

    @abstractmethod
    def day(self, day: date) -> str:
        """Return a calendar day, with its year."""

    @abstractmethod
    def time(self, time: time, *, seconds: bool) -> str:
        """Return a time of day, with seconds or with minutes alone."""


class English(Language):
    """The language that the code is written in, which needs no library.

    Days are written as in the guide, which nobody misreads: `2026-06-01`.
    """

    code = "en"

    def sentence(self, english: str) -> str:
        """Return the sentence as it is."""
        return english

    def plural(self, number: int) -> int:
        """Return 0 for one and 1 for several."""
        return int(number != 1)

    def number(self, number: int) -> str:
        """Return the number in digits."""
        return str(number)

    def numeral(self, decimal: str) -> str:
        """Return the number as it is."""
        return decimal

    def day(self, day: date) -> str:
        """Return the day as `2026-06-01`."""
        return day.isoformat()

    def time(self, time: time, *, seconds: bool) -> str:
        """Return the time as `23:18`, or `23:18:04`."""
        return f"{time:%H:%M:%S}" if seconds else f"{time:%H:%M}"
