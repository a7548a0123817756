"""What became of entries otherwise than by an import."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from workroom_harvest.domain.entry_story import Written


class TimelogMarks(Protocol):
    """What the ledger knows of written timelogs, and the marks by which an entry loses its own.

    Each mark is an event of its run. The methods take up to 2,000 entries; there may be none. An
    entry that is not as a mark needs it stays as it is.
    """

    def written(self, studio_id: str, entry_ids: Sequence[int]) -> Mapping[int, Written]:
        """Return the last written values of the entries' timelogs, deleted ones included."""

    def written_page(
        self, studio_id: str, harvest_account_id: int, run_id: str, *, most: int, after: int = 0
    ) -> Mapping[int, Written]:
        """Return up to `most` timelogs of the account that the run wrote last, behind the id.

        They are in the order of their ids. Deleted ones are left out.
        """

    def mark_gone(self, studio_id: str, run_id: str, entry_ids: Sequence[int]) -> None:
        """Record entries as gone from Harvest, which the run did not find there.

        One with a timelog becomes orphaned.
        """

    def mark_deleted(self, studio_id: str, run_id: str, entry_ids: Sequence[int]) -> None:
        """Record that the entries' timelogs are no longer in Workroom.

        One that was orphaned becomes gone.
        """

    def mark_found(self, studio_id: str, run_id: str, entry_ids: Sequence[int]) -> None:
        """Record that deleted timelogs are there again, whose entries are no longer in Harvest.

        Each becomes orphaned.
        """

    def mark_removed(self, studio_id: str, run_id: str, entry_ids: Sequence[int]) -> None:
        """Record that the run removed the entries' timelogs, which undoes their import.

        One that was orphaned becomes gone.
        """
