"""What the plugin remembers of an entry that Harvest listed, as far as decisions need it."""

from dataclasses import dataclass
from enum import StrEnum

from workroom_harvest.domain.entries import HarvestEntry
from workroom_harvest.domain.keyed_hash import KeyedHash, differ
from workroom_harvest.domain.skipped import SkipReason


class EntryState(StrEnum):
    """What became of an entry. The values are stored.

    Each entry has exactly one state. A `CHANGED` entry was imported, and Harvest has other values
    of it by now. A `GONE` entry is no longer in Harvest and has no timelog; an `ORPHANED` one is no
    longer there either, and its timelog still stands. The timelog of a `DELETED` entry was deleted
    in Workroom, and that of an `UNDONE` one was removed when its import was undone.
    """

    IMPORTED = "imported"
    WAITING = "waiting"
    CHANGED = "changed"
    GONE = "gone"
    ORPHANED = "orphaned"
    DELETED = "deleted"
    UNDONE = "undone"

    @property
    def has_timelog(self) -> bool:
        """Return whether the entry was imported as a timelog that is still there."""
        return self in (EntryState.IMPORTED, EntryState.CHANGED, EntryState.ORPHANED)

    @property
    def is_in_harvest(self) -> bool:
        """Return whether Harvest has the entry, as far as it said last."""
        return self not in (EntryState.GONE, EntryState.ORPHANED)


@dataclass(frozen=True, slots=True)
class EntryRecord:
    """What is known of an entry before it is decided again.

    `run_id` is the run that imported it, or None if it waits. `said` is the fingerprint of
    Harvest's last word about it, or None if its values could not be read; `written_from` is that of
    the values which its timelog was made of, or None if it waits. `reason` is why it waits, or
    None. `harvest_account_id` is the Harvest account that listed it, or None where it is not told.
    """

    state: EntryState
    run_id: str | None = None
    said: str | None = None
    written_from: str | None = None
    reason: SkipReason | None = None
    harvest_account_id: int | None = None

    def is_of_other_than(self, harvest_account_id: int) -> bool:
        """Return whether it is known that another Harvest account has the entry."""
        return self.harvest_account_id not in (None, harvest_account_id)

    def differs(self, fingerprint: str) -> bool:
        """Return whether Harvest's values differ from those which the timelog was made of."""
        return self.written_from is not None and differ(self.written_from, fingerprint)


def fingerprint(entry: HarvestEntry, keyed_hash: KeyedHash) -> str:
    """Return the hash of all values of an entry that its timelog depends on.

    What else Harvest has of it, its status and its user, may change without a difference.
    """
    values = (
        entry.spent_on,
        entry.hundredths,
        entry.project_id,
        entry.task_id,
        entry.billable,
        entry.is_running,
        entry.notes or "",
    )
    return keyed_hash("\x1f".join(map(str, values)))
