"""The ledger, in memory."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from tests.fakes.database import FakeDatabase, NotUniqueError
from tests.fakes.entry_rows import EntryRow, entry_row, found_before, imported_entry
from workroom_harvest.domain.decisions import Changed, Decision, Import, Noted, Skip
from workroom_harvest.domain.entry_record import EntryRecord, EntryState
from workroom_harvest.domain.entry_story import EntryEvent, Standing
from workroom_harvest.domain.errors import LeaseLost
from workroom_harvest.domain.ports.store.ledger import (
    DayPlace,
    Earlier,
    Imported,
    ImportedEntry,
    Ledger,
    Refusal,
    Source,
)
from workroom_harvest.domain.skipped import SkipReason


class FakeLedger(Ledger):
    """The ledger over a database in memory."""

    def __init__(self, database: FakeDatabase) -> None:
        self._database = database

    @property
    def _rows(self) -> dict[tuple[str, int], EntryRow]:
        return self._database.table("entries")

    @property
    def _events(self) -> dict[tuple[str, int, datetime, str], EntryEvent]:
        return self._database.table("entry_events")

    @property
    def _now(self) -> datetime:
        return self._database.clock.now()

    def hash_key(self, studio_id: str) -> bytes | None:
        return self._database.table("hash_keys").get(studio_id)

    def make_hash_key(self, studio_id: str) -> bytes:
        made: bytes = self._database.table("hash_keys").setdefault(studio_id, studio_id.encode())
        return made

    def reseal_hash_keys(self) -> None:
        """Do nothing, since keys are not sealed in memory."""

    def known(self, studio_id: str, entry_ids: Sequence[int]) -> Mapping[int, EntryRecord]:
        found = {one: self._rows.get((studio_id, one)) for one in entry_ids}
        return {
            one: replace(row.record, harvest_account_id=row.harvest_account_id)
            for one, row in found.items()
            if row is not None
        }

    def imported_by(self, studio_id: str, run_id: str) -> Imported:
        rows = [row for (studio, _), row in self._rows.items() if studio == studio_id]
        mine = [row.minutes for row in rows if row.record.run_id == run_id]
        return Imported(len(mine), sum(mine))

    def imported_page(
        self, studio_id: str, run_id: str, *, most: int, after: int = 0
    ) -> Sequence[ImportedEntry]:
        found = [
            imported_entry(entry_id, row)
            for (studio, entry_id), row in sorted(self._rows.items())
            if (studio, row.record.run_id) == (studio_id, run_id) and entry_id > after
        ]
        return found[:most]

    def imported_among(self, studio_id: str, entry_ids: Collection[int]) -> Sequence[ImportedEntry]:
        found = ((one, self._rows.get((studio_id, one))) for one in entry_ids)
        return [imported_entry(one, row) for one, row in found if row and row.timelog]

    def fell_back(
        self, studio_id: str, harvest_account_id: int, known: Collection[int] = ()
    ) -> Mapping[int | None, int]:
        return Counter(
            row.user_id
            for (studio, _), row in self._rows.items()
            if row.fell_back
            and row.record.state.has_timelog
            and row.user_id not in known
            and (studio, row.harvest_account_id) == (studio_id, harvest_account_id)
        )

    def earlier_page(
        self, earlier: Earlier, *, most: int, after: DayPlace | None = None
    ) -> Sequence[ImportedEntry]:
        behind = (after.spent_on, after.entry_id) if after else (date.min, 0)
        found = [
            one
            for one in found_before(self._rows, earlier)
            if (one.spent_on, one.entry_id) > behind
        ]
        return found[:most]

    def count_earlier(self, earlier: Earlier) -> int:
        return len(found_before(self._rows, earlier))

    def add_many(self, source: Source, decisions: Sequence[Import | Skip]) -> None:
        for one in decisions:
            key = _key(source, one)
            if key in self._rows:
                raise NotUniqueError("entries")
            self._rows[key] = entry_row(source, one, self._now, self._now)

    def update_many(self, source: Source, decisions: Sequence[Decision]) -> None:
        for one in decisions:
            key = _key(source, one)
            row = self._rows[key]
            if isinstance(one, Import | Skip):
                if row.record.state.has_timelog:
                    raise LeaseLost
                anew = entry_row(source, one, self._now, row.listed_at)
            elif isinstance(one, Noted):
                if row.record.state.has_timelog:
                    continue
                record = replace(row.record, said=source.fingerprints[one.entry.id])
                anew = replace(row, record=record, entry=one.entry)
            elif row.record.state.has_timelog or row.record.state is EntryState.DELETED:
                state = EntryState.CHANGED if isinstance(one, Changed) else EntryState.IMPORTED
                record = replace(row.record, state=state, said=source.fingerprints[one.entry.id])
                anew = replace(row, record=record, entry=one.entry)
            else:
                continue
            self._rows[key] = anew
            if anew.standing != row.standing:
                event = EntryEvent(self._now, source.run_id, row.standing, anew.standing)
                self._events[*key, event.at, event.run_id] = event

    def refuse(self, studio_id: str, run_id: str, refusals: Mapping[int, Refusal | None]) -> None:
        for entry_id, refusal in refusals.items():
            row = self._rows.get((studio_id, entry_id))
            if row and row.record.run_id == run_id:
                said, why = row.record.said, SkipReason.SAVE_FAILED
                waits = EntryRecord(EntryState.WAITING, said=said, reason=why)
                self._rows[studio_id, entry_id] = anew = EntryRow(
                    waits,
                    row.harvest_account_id,
                    row.entry,
                    row.listed_at,
                    cause=refusal.cause if refusal else None,
                    is_lasting=refusal is not None and refusal.is_lasting,
                )
                self._refuse_event(studio_id, entry_id, run_id, anew.standing)

    def _refuse_event(self, studio_id: str, entry_id: int, run_id: str, after: Standing) -> None:
        for key, event in list(self._events.items()):
            was_imported = event.after.state is EntryState.IMPORTED
            if key[:2] == (studio_id, entry_id) and event.run_id == run_id and was_imported:
                self._events[key] = replace(event, after=after)
                if event.before == after:
                    del self._events[key]


def _key(source: Source, decision: Decision) -> tuple[str, int]:
    assert decision.entry.id is not None
    return source.studio_id, decision.entry.id
