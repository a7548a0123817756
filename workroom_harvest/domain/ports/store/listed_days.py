"""How many entries a run was shown of each day, against how many are known."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from workroom_harvest.domain.window import Days


class ListedDays(Protocol):
    """The numbers of entries by day: those that a run counts, and those that the ledger has.

    A run counts what Harvest lists to it, and afterwards what its list lacks of some days.
    """

    def add(self, studio_id: str, run_id: str, entries: Mapping[date, int]) -> None:
        """Add so many entries to those that the run has counted on these days; may be empty."""

    def of(self, studio_id: str, run_id: str) -> Mapping[date, int]:
        """Return how many entries the run has counted on each day, the latest day first."""

    def replace(self, studio_id: str, run_id: str, entries: Mapping[date, int]) -> None:
        """Forget what the run has counted, and store these numbers instead; may be empty."""

    def known(self, studio_id: str, harvest_account_id: int, days: Days) -> Mapping[date, int]:
        """Return how many entries of the account Harvest had on each day, as it said last."""

    def known_on(self, studio_id: str, harvest_account_id: int, day: date) -> Sequence[int]:
        """Return the ids of those that it had on the day."""

    def orphans(
        self, studio_id: str, harvest_account_id: int, days: Days, *, most: int
    ) -> Sequence[int]:
        """Return up to `most` ids of entries that were on these days, are gone, and have a timelog.

        They are the first by id.
        """

    def count_orphans(self, studio_id: str, harvest_account_id: int, days: Days) -> int:
        """Return how many such entries there are."""
