"""The entries that differ from their timelogs, in memory."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from tests.fakes.database import FakeDatabase
from tests.fakes.entry_rows import EntryRow
from tests.fakes.entry_stories import said, written
from workroom_harvest.domain.correction import KINDS, CorrectionKind, Differing
from workroom_harvest.domain.decisions import Import
from workroom_harvest.domain.entries import HarvestEntry
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.entry_story import EntryEvent
from workroom_harvest.domain.ports.store.corrections import Corrections
from workroom_harvest.domain.ports.store.ledger import Source


class FakeCorrections(Corrections):
    """The rows of the fake ledger whose timelogs are to be corrected."""

    def __init__(self, database: FakeDatabase) -> None:
        self._database = database

    @property
    def _rows(self) -> dict[tuple[str, int], EntryRow]:
        return self._database.table("entries")

    def counts(
        self, studio_id: str, harvest_account_id: int, users: Collection[int] = ()
    ) -> Mapping[CorrectionKind, int]:
        found: dict[CorrectionKind, int] = {}
        for one in self._all(studio_id, harvest_account_id, users):
            found[one.kind] = found.get(one.kind, 0) + 1
        return found

    def page(
        self,
        studio_id: str,
        harvest_account_id: int,
        users: Collection[int] = (),
        *,
        most: int,
        after: int = 0,
    ) -> Sequence[Differing]:
        found = self._all(studio_id, harvest_account_id, users)
        return [one for one in found if one.entry_id > after][:most]

    def among(
        self,
        studio_id: str,
        harvest_account_id: int,
        entry_ids: Collection[int],
        users: Collection[int] = (),
    ) -> Mapping[int, Differing]:
        found = self._all(studio_id, harvest_account_id, users)
        return {one.entry_id: one for one in found if one.entry_id in entry_ids}

    def fallback_users(self, studio_id: str, harvest_account_id: int) -> Collection[int]:
        return {
            row.user_id
            for (studio, _), row in self._rows.items()
            if (studio, row.harvest_account_id) == (studio_id, harvest_account_id)
            and row.fell_back
            and row.user_id is not None
        }

    def rewrite(self, source: Source, changes: Sequence[Import]) -> None:
        for one in changes:
            key = source.studio_id, one.entry.id
            row, said_now = self._rows[key], source.fingerprints[one.entry.id]
            if row.record.state not in (EntryState.CHANGED, EntryState.IMPORTED):
                continue
            record = replace(
                row.record, state=EntryState.IMPORTED, said=said_now, written_from=said_now
            )
            self._rows[key] = anew = replace(
                row,
                record=record,
                entry=one.entry,
                timelog=one.timelog,
                fell_back=one.fell_back is not None,
                title_hash=source.keyed_hash(one.timelog.title),
            )
            if anew.standing != row.standing:
                event = EntryEvent(
                    self._database.clock.now(), source.run_id, row.standing, anew.standing
                )
                self._database.table("entry_events")[*key, event.at, event.run_id] = event

    def note_said(self, source: Source, entries: Sequence[HarvestEntry]) -> None:
        for entry in entries:
            key = source.studio_id, entry.id
            row = self._rows[key]
            if row.record.state is EntryState.DELETED:
                record = replace(row.record, said=source.fingerprints[entry.id])
                self._rows[key] = replace(row, record=record, entry=entry)

    def dismiss(self, studio_id: str, member_id: str, entry_ids: Collection[int]) -> None:
        for entry_id in entry_ids:
            row = self._rows[studio_id, entry_id]
            self._rows[studio_id, entry_id] = replace(row, dismissed=_values(row))

    def _all(
        self, studio_id: str, harvest_account_id: int, users: Collection[int]
    ) -> Iterator[Differing]:
        notes = self._database.table("entry_notes")
        for (studio, entry_id), row in sorted(self._rows.items()):
            kind = _kind(row, users)
            is_mine = (studio, row.harvest_account_id) == (studio_id, harvest_account_id)
            if is_mine and kind is not None and row.dismissed != _values(row):
                yield _differing(entry_id, kind, row, notes.get((studio, entry_id), ""))


def _kind(row: EntryRow, users: Collection[int]) -> CorrectionKind | None:
    if row.record.state is EntryState.IMPORTED and row.fell_back and row.user_id in users:
        return CorrectionKind.OWNER
    return KINDS.get(row.record.state)


def _values(row: EntryRow) -> str:
    return f"{row.record.state}:{row.record.said or ''}"


def _differing(entry_id: int, kind: CorrectionKind, row: EntryRow, note: str) -> Differing:
    entry = row.entry if isinstance(row.entry, HarvestEntry) else None
    return Differing(
        entry_id,
        kind,
        said(entry) if entry else None,
        entry.billable if entry else None,
        entry.is_running if entry else None,
        row.record.said,
        written(row),
        row.record.written_from,
        note,
    )
