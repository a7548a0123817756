"""The entries that wait."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from workroom_harvest.domain.messages import Message
from workroom_harvest.domain.waiting import Tally, WaitingKey


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a list of waiting entries, which is ordered by day of work, then by id.

    Entries without a day, because they cannot be read, come last.
    """

    spent_on: date | None
    entry_id: int


@dataclass(frozen=True, slots=True)
class WaitingEntry:
    """An entry that waits, as Harvest listed it last.

    What cannot be read is None. `note` is the start of its notes, and empty after Disconnect.
    `cause` says more than the reason does, where there is more to say.
    """

    entry_id: int
    key: WaitingKey
    spent_on: date | None
    minutes: int | None
    user_id: int | None
    note: str = ""
    cause: Message | None = None

    @property
    def position(self) -> Position:
        """Return where the entry stands in its list."""
        return Position(self.spent_on, self.entry_id)


class Waiting(Protocol):
    """The entries of a studio that wait, of one Harvest account.

    Those that wait for a reason that this version of the plugin does not know are left out.
    """

    def tallies(self, studio_id: str, harvest_account_id: int) -> Mapping[WaitingKey, Tally]:
        """Return how much waits under each key that entries have."""

    def skipped_by(
        self, studio_id: str, harvest_account_id: int, run_id: str
    ) -> Mapping[WaitingKey, Tally]:
        """Return how much the run skipped under each key, whatever became of it since.

        A key has the reason that the run had, and the project and task that the entry has by now.
        Of the tallies the entries and minutes are known alone. Entries without an id are not in it.
        """

    def entries(
        self,
        studio_id: str,
        harvest_account_id: int,
        keys: Collection[WaitingKey],
        *,
        most: int,
        after: Position | None = None,
    ) -> Sequence[WaitingEntry]:
        """Return up to `most` of the entries with one of the keys, in their order, after a place.

        There may be no keys, and then there are no entries.
        """
