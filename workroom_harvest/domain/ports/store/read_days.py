"""The days of Harvest accounts that were read in full."""

from collections.abc import Sequence
from typing import Protocol

from workroom_harvest.domain.read_days import ReadDays
from workroom_harvest.domain.window import Days


class ReadDaysLog(Protocol):
    """The days of each studio's Harvest accounts that were read in full, each range with when.

    They hold no names, and outlive Disconnect.
    """

    def add(self, studio_id: str, harvest_account_id: int, new: ReadDays) -> None:
        """Record days as read. Where days were read before, the new instant replaces theirs."""

    def within(self, studio_id: str, harvest_account_id: int, days: Days) -> Sequence[ReadDays]:
        """Return what was read of these days, cut to them: in order, without overlaps."""

    def missing(self, studio_id: str, harvest_account_id: int, days: Days) -> Sequence[Days]:
        """Return the ranges of these days that were never read in full, in order."""
