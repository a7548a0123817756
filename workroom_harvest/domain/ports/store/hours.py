"""The hours of entries, summed."""

from collections.abc import Sequence
from typing import Protocol

from workroom_harvest.domain.edited_hours import Handed
from workroom_harvest.domain.hours import Amount, EntryHours
from workroom_harvest.domain.ports.store.ledger import DayPlace
from workroom_harvest.domain.window import Days


class HoursLog(Protocol):
    """The sums over the entries of the ledger that Harvest or Workroom has on some days.

    Entries whose date cannot be read are on no day of Harvest's, and neither is what is gone from
    Harvest. A timelog that was deleted or undone is on no day of Workroom's.
    """

    def of_account(
        self, studio_id: str, harvest_account_id: int, days: Days
    ) -> Sequence[EntryHours]:
        """Return the entries of a Harvest account, those that are alike as one, in no order."""

    def timelogs_page(
        self,
        studio_id: str,
        harvest_account_id: int,
        days: Days,
        *,
        most: int,
        after: DayPlace | None = None,
        moved: bool = False,
    ) -> Sequence[Handed]:
        """Return up to `most` of the account's timelogs that were written on these days.

        They are in the order of Harvest's days and ids, behind the place `after`: those whose
        entries Harvest said last to be on these days, too, or with `moved` the others.
        """

    def of_others(self, studio_id: str, harvest_account_id: int, days: Days) -> Amount:
        """Return how many entries of the studio's other Harvest accounts Harvest has on these days.

        Their minutes are those that Harvest said last.
        """
