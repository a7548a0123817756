"""Written timelogs, and the marks by which entries lose them, in memory."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from tests.fakes.database import FakeDatabase
from tests.fakes.entry_rows import EntryRow
from tests.fakes.entry_stories import written
from workroom_harvest.domain.entry_record import EntryRecord, EntryState
from workroom_harvest.domain.entry_story import EntryEvent, Written
from workroom_harvest.domain.ports.store.timelog_marks import TimelogMarks


class FakeTimelogMarks(TimelogMarks):
    """The timelogs of the fake ledger."""

    def __init__(self, database: FakeDatabase) -> None:
        self._database = database

    @property
    def _rows(self) -> dict[tuple[str, int], EntryRow]:
        return self._database.table("entries")

    def written(self, studio_id: str, entry_ids: Sequence[int]) -> Mapping[int, Written]:
        rows = ((one, self._rows.get((studio_id, one))) for one in entry_ids)
        return {one: written(row) for one, row in rows if row and row.record.run_id}

    def written_page(
        self, studio_id: str, harvest_account_id: int, run_id: str, *, most: int, after: int = 0
    ) -> Mapping[int, Written]:
        mine = {
            entry_id: written(row)
            for (studio, entry_id), row in sorted(self._rows.items())
            if (studio, row.record.run_id) == (studio_id, run_id)
            and row.record.state is not EntryState.DELETED
            and row.harvest_account_id == harvest_account_id
            and entry_id > after
        }
        return dict(list(mine.items())[:most])

    def mark_gone(self, studio_id: str, run_id: str, entry_ids: Sequence[int]) -> None:
        for entry_id in entry_ids:
            self._mark(studio_id, run_id, entry_id, _after_gone)

    def mark_deleted(self, studio_id: str, run_id: str, entry_ids: Sequence[int]) -> None:
        self._lose(studio_id, run_id, entry_ids, EntryState.DELETED)

    def mark_found(self, studio_id: str, run_id: str, entry_ids: Sequence[int]) -> None:
        def after(before: EntryState) -> EntryState:
            return EntryState.ORPHANED if before is EntryState.DELETED else before

        for entry_id in entry_ids:
            self._mark(studio_id, run_id, entry_id, after)

    def mark_removed(self, studio_id: str, run_id: str, entry_ids: Sequence[int]) -> None:
        self._lose(studio_id, run_id, entry_ids, EntryState.UNDONE)

    def _lose(
        self, studio_id: str, run_id: str, entry_ids: Sequence[int], state: EntryState
    ) -> None:
        def after(before: EntryState) -> EntryState:
            if not before.has_timelog:
                return before
            return state if before.is_in_harvest else EntryState.GONE

        for entry_id in entry_ids:
            self._mark(studio_id, run_id, entry_id, after)

    def _mark(
        self,
        studio_id: str,
        run_id: str,
        entry_id: int,
        after: Callable[[EntryState], EntryState],
    ) -> None:
        row = self._rows.get((studio_id, entry_id))
        state = after(row.record.state) if row else None
        if row is None or state is None or state is row.record.state:
            return
        if state in (EntryState.GONE, EntryState.UNDONE):
            anew = EntryRow(
                EntryRecord(state, said=row.record.said),
                row.harvest_account_id,
                row.entry,
                row.listed_at,
            )
        else:
            anew = replace(row, record=replace(row.record, state=state))
        self._rows[studio_id, entry_id] = anew
        events: dict[tuple[str, int, datetime, str], EntryEvent]
        events = self._database.table("entry_events")
        at = self._database.clock.now()
        while (studio_id, entry_id, at, run_id) in events:
            # The run has read the same entry at this instant, and found it changed.
            at += timedelta(microseconds=1)
        event = EntryEvent(at, run_id, row.standing, anew.standing)
        events[studio_id, entry_id, at, run_id] = event


def _after_gone(before: EntryState) -> EntryState:
    return EntryState.ORPHANED if before.has_timelog else EntryState.GONE
