"""The rows of the ledger in memory."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from workroom_harvest.domain.decisions import Import, Skip
from workroom_harvest.domain.entries import HarvestEntry, NewTimelog, UnreadableEntry
from workroom_harvest.domain.entry_record import EntryRecord, EntryState
from workroom_harvest.domain.entry_story import Standing
from workroom_harvest.domain.messages import Message
from workroom_harvest.domain.ports.store.ledger import Earlier, ImportedEntry, Source
from workroom_harvest.domain.skipped import SkipReason


@dataclass(frozen=True)
class EntryRow:
    """What is remembered of an entry: Harvest's last word, and the timelog that was written.

    `listed_at` is when Harvest listed it first (UTC).
    """

    record: EntryRecord
    harvest_account_id: int
    entry: HarvestEntry | UnreadableEntry
    listed_at: datetime
    timelog: NewTimelog | None = None
    cause: Message | None = None
    is_lasting: bool = False
    written_at: datetime | None = None
    written_by: str | None = None
    fell_back: bool = False
    title_hash: str = ""
    dismissed: str = ""

    @property
    def standing(self) -> Standing:
        """Return what the entry is, and why it waits."""
        return Standing(self.record.state, self.record.reason)

    @property
    def project_id(self) -> int | None:
        """Return the id of the entry's project in Harvest, where it can be read."""
        return self.entry.project_id if isinstance(self.entry, HarvestEntry) else None

    @property
    def task_id(self) -> int | None:
        """Return the id of the entry's task in Harvest, where it can be read."""
        return self.entry.task_id if isinstance(self.entry, HarvestEntry) else None

    @property
    def user_id(self) -> int | None:
        """Return the id of the entry's user in Harvest, where it can be read."""
        return self.entry.user_id if isinstance(self.entry, HarvestEntry) else None

    @property
    def minutes(self) -> int:
        """Return the minutes of the timelog, or none."""
        return self.timelog.duration.total_minutes if self.timelog else 0


def imported_entry(entry_id: int, row: EntryRow) -> ImportedEntry:
    """Return an entry that was imported, with what was written of it."""
    assert row.timelog is not None
    day, minutes = row.timelog.spent_on, row.minutes
    return ImportedEntry(
        entry_id,
        row.harvest_account_id,
        day,
        minutes,
        row.project_id,
        row.task_id,
        row.user_id,
    )


def found_before(rows: Mapping[tuple[str, int], EntryRow], earlier: Earlier) -> list[ImportedEntry]:
    """Return those of the rows that a run found imported before, by day and id."""
    found = [
        replace(
            imported_entry(entry_id, row), spent_on=row.entry.spent_on, minutes=row.entry.minutes
        )
        for (studio_id, entry_id), row in rows.items()
        if studio_id == earlier.studio_id
        and row.record.state.has_timelog
        and earlier.harvest_account_id in (None, row.harvest_account_id)
        and row.record.run_id != earlier.run_id
        and isinstance(row.entry, HarvestEntry)
        and earlier.days.first <= row.entry.spent_on <= earlier.days.last
        and row.written_at is not None
        and row.written_at <= earlier.until
    ]
    return sorted(found, key=lambda one: (one.spent_on, one.entry_id))


def entry_row(
    source: Source, decision: Import | Skip, now: datetime, listed_at: datetime
) -> EntryRow:
    """Return the row of an entry that was decided at that time (UTC)."""
    account, entry = source.harvest_account_id, decision.entry
    said = source.fingerprints.get(entry.id or 0)
    if isinstance(decision, Import):
        record = EntryRecord(EntryState.IMPORTED, source.run_id, said, said)
        return EntryRow(
            record,
            account,
            entry,
            listed_at,
            decision.timelog,
            written_at=now,
            written_by=source.member_id,
            fell_back=decision.fell_back is not None,
            title_hash=source.keyed_hash(decision.timelog.title),
        )
    if decision.reason is SkipReason.UNDONE:
        return EntryRow(EntryRecord(EntryState.UNDONE, said=said), account, entry, listed_at)
    record = EntryRecord(EntryState.WAITING, said=said, reason=decision.reason)
    cause, is_lasting = decision.cause, decision.is_lasting
    return EntryRow(record, account, entry, listed_at, cause=cause, is_lasting=is_lasting)
