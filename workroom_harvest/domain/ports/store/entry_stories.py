"""What is known of single entries."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Protocol

from workroom_harvest.domain.entry_story import EntryEvent, KnownEntry


class EntryStories(Protocol):
    """The entries of the ledger one by one, and what happened to each since its first listing.

    The ledger writes the events: one for each change of an entry's state or of the reason for which
    it waits. They never expire.
    """

    def entry(self, studio_id: str, entry_id: int) -> KnownEntry | None:
        """Return the studio's entry of that Harvest id, or None if Harvest never listed it."""

    def events(self, studio_id: str, entry_id: int) -> Sequence[EntryEvent]:
        """Return what happened to the entry, in order; nothing for one that came in at once."""

    def users_on(self, studio_id: str, day: date) -> Mapping[int, Collection[int]]:
        """Return the Harvest users who have entries on a day, by Harvest account."""

    def of_people(
        self,
        studio_id: str,
        day: date,
        user_ids: Collection[int],
        member_ids: Collection[str],
        *,
        most: int,
        after: int = 0,
    ) -> Sequence[KnownEntry]:
        """Return the entries of these people on a day, by id: up to `most` of those beyond `after`.

        They are entries of these Harvest users, or timelogs of these members, whichever Harvest
        account they are of. The day is Harvest's.
        """

    def count_of_people(
        self, studio_id: str, day: date, user_ids: Collection[int], member_ids: Collection[str]
    ) -> int:
        """Return how many entries these people have on a day."""
