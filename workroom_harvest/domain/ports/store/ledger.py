"""What became of each Harvest entry of a studio."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol

from workroom_harvest.domain.decisions import Decision, Import, Skip
from workroom_harvest.domain.entry_record import EntryRecord
from workroom_harvest.domain.keyed_hash import KeyedHash
from workroom_harvest.domain.messages import Message
from workroom_harvest.domain.window import Days


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the host refused a timelog, and whether another try will not help."""

    cause: Message
    is_lasting: bool


class Imported(NamedTuple):
    """How many entries were imported, and the minutes of their timelogs."""

    entries: int
    minutes: int


@dataclass(frozen=True, slots=True)
class DayPlace:
    """A place in a list by day of work, then by id: behind the entry of that day and id."""

    spent_on: date
    entry_id: int


@dataclass(frozen=True, slots=True)
class Earlier:
    """The entries that a run found imported before: those of its days that other runs wrote.

    They were written before `until` (UTC), when the run ended, and are of one Harvest account, or
    of any with None.
    """

    studio_id: str
    harvest_account_id: int | None
    run_id: str
    days: Days
    until: datetime


@dataclass(frozen=True, slots=True)
class ImportedEntry:
    """An entry that was imported: the day and minutes of its timelog, and Harvest's ids.

    An id is None where Harvest's last word about the entry cannot be read.
    """

    entry_id: int
    harvest_account_id: int
    spent_on: date
    minutes: int
    project_id: int | None
    task_id: int | None
    user_id: int | None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a page's entries come from: a studio's run, and a Harvest account.

    `member_id` is who started the run, or None. `fingerprints` are those of the page's entries by
    entry id, and `keyed_hash` is the studio's own.
    """

    studio_id: str
    harvest_account_id: int
    run_id: str
    member_id: str | None
    keyed_hash: KeyedHash
    fingerprints: Mapping[int, str]


class Ledger(Protocol):
    """The record of every entry that Harvest ever listed for a studio. It outlives Disconnect.

    Each entry has one row, and so exactly one state.
    """

    def hash_key(self, studio_id: str) -> bytes | None:
        """Return the studio's key for keyed hashes.

        Return None if it has none yet, or one that no configured key opens.
        """

    def make_hash_key(self, studio_id: str) -> bytes:
        """Store a new key for the studio, sealed, and return it.

        If another process was faster, return the key that it stored.
        """

    def reseal_hash_keys(self) -> None:
        """Seal all studios' keys for keyed hashes under the newest key."""

    def known(self, studio_id: str, entry_ids: Sequence[int]) -> Mapping[int, EntryRecord]:
        """Return what is remembered of those of the entries that were listed before."""

    def imported_by(self, studio_id: str, run_id: str) -> Imported:
        """Return how many entries the studio's run has imported, and of how many minutes."""

    def imported_page(
        self, studio_id: str, run_id: str, *, most: int, after: int = 0
    ) -> Sequence[ImportedEntry]:
        """Return up to `most` entries that the studio's run imported, by id, behind the id."""

    def imported_among(self, studio_id: str, entry_ids: Collection[int]) -> Sequence[ImportedEntry]:
        """Return those of the studio's entries for which a timelog was written, in any order.

        Up to 2,000 entries are asked for; there may be none.
        """

    def fell_back(
        self, studio_id: str, harvest_account_id: int, known: Collection[int] = ()
    ) -> Mapping[int | None, int]:
        """Return how many entries of the account belong to the designer who connected, by user.

        They are those whose Harvest user was not known to be a member, but for the users `known`,
        who are members by now. Those of no user that Harvest names are under None.
        """

    def earlier_page(
        self, earlier: Earlier, *, most: int, after: DayPlace | None = None
    ) -> Sequence[ImportedEntry]:
        """Return up to `most` entries that were imported earlier, by day and id, behind a place.

        Their days and minutes are Harvest's, as it said last.
        """

    def count_earlier(self, earlier: Earlier) -> int:
        """Return how many such entries there are."""

    def add_many(self, source: Source, decisions: Sequence[Import | Skip]) -> None:
        """Record entries that were never listed before, as imported or waiting; there may be none.

        An entry that the studio has a record of breaks the primary key (studio, entry): the
        database's own error is raised, and none is recorded.
        """

    def update_many(self, source: Source, decisions: Sequence[Decision]) -> None:
        """Record what became of entries that were listed before; there may be none.

        One that waits, or was gone, may become imported, or wait for another reason. One that was
        imported may be found changed, or as it was, and so may one whose timelog had been deleted.
        Of one that is noted, Harvest's last word alone is recorded. Raise `LeaseLost`, which undoes
        the transaction, if one that is to be imported was imported already, because another process
        was faster.
        """

    def refuse(self, studio_id: str, run_id: str, refusals: Mapping[int, Refusal | None]) -> None:
        """Let entries wait as `SAVE_FAILED` that the run recorded as imported, and is not.

        Each entry id has the host's cause, or None where the host was never given the entry.
        """
