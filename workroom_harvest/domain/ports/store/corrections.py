"""The entries that differ from their timelogs, and what is written when they no longer do."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from workroom_harvest.domain.correction import CorrectionKind, Differing
from workroom_harvest.domain.decisions import Import
from workroom_harvest.domain.entries import HarvestEntry
from workroom_harvest.domain.ports.store.ledger import Source


class Corrections(Protocol):
    """The ledger's entries of one Harvest account whose timelogs are to be corrected.

    What somebody dismissed is left out, as long as Harvest says what it said then. `users` are
    those of Harvest's users who are known members by now; without any, no owner is to be changed.
    """

    def counts(
        self, studio_id: str, harvest_account_id: int, users: Collection[int] = ()
    ) -> Mapping[CorrectionKind, int]:
        """Return how many there are of each kind; kinds without any are left out."""

    def page(
        self,
        studio_id: str,
        harvest_account_id: int,
        users: Collection[int] = (),
        *,
        most: int,
        after: int = 0,
    ) -> Sequence[Differing]:
        """Return up to `most` of them by id, behind the id."""

    def among(
        self,
        studio_id: str,
        harvest_account_id: int,
        entry_ids: Collection[int],
        users: Collection[int] = (),
    ) -> Mapping[int, Differing]:
        """Return those of up to 2,000 entries that are to be corrected, by entry id."""

    def fallback_users(self, studio_id: str, harvest_account_id: int) -> Collection[int]:
        """Return the Harvest users whose entries went to the designer who connected."""

    def rewrite(self, source: Source, changes: Sequence[Import]) -> None:
        """Record that timelogs were changed to what these imports would write now.

        The run that imported an entry, and when, stay as they are.
        """

    def note_said(self, source: Source, entries: Sequence[HarvestEntry]) -> None:
        """Record what Harvest says now of entries whose timelogs were deleted."""

    def dismiss(self, studio_id: str, member_id: str, entry_ids: Collection[int]) -> None:
        """Record that the member dismissed what there is to correct of up to 2,000 entries."""
