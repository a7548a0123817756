"""The repository of written timelogs, and of the marks by which entries lose them."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from workroom_harvest.adapters.sql.bulk import read_rows, update_rows
from workroom_harvest.adapters.sql.repositories.entry_events import EntryEvents
from workroom_harvest.adapters.sql.repositories.entry_rows import NO_REASON, NOT_WRITTEN
from workroom_harvest.adapters.sql.repositories.entry_states import WITHOUT_TIMELOG
from workroom_harvest.adapters.sql.repositories.entry_stories import written
from workroom_harvest.adapters.sql.session import HostSession
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.entry_story import Written
from workroom_harvest.domain.ports.store.timelog_marks import TimelogMarks

IN_HARVEST = [state for state in EntryState if state.has_timelog and state.is_in_harvest]
"""The states of an entry that Harvest has, and Workroom too."""

NO_TIMELOG = {**NOT_WRITTEN, **NO_REASON}
"""The columns of an entry that has no timelog and does not wait for one."""


class SqlTimelogMarks(TimelogMarks):
    """The written columns of the rows of the ledger."""

    def __init__(self, session: HostSession, table: sa.Table, events: EntryEvents) -> None:
        self._session = session
        self._table = table
        self._events = events

    def written(self, studio_id: str, entry_ids: Sequence[int]) -> Mapping[int, Written]:
        mine = self._table.c.studio_id == studio_id
        rows = read_rows(self._session, self._table, tuple(NOT_WRITTEN), mine, entry_ids)
        return {row.entry_id: written(row._mapping) for row in rows if row.run_id is not None}

    def written_page(
        self, studio_id: str, harvest_account_id: int, run_id: str, *, most: int, after: int = 0
    ) -> Mapping[int, Written]:
        table = self._table
        columns = (table.c.entry_id, *(table.c[name] for name in NOT_WRITTEN))
        query = sa.select(*columns).where(
            table.c.studio_id == studio_id,
            table.c.run_id == run_id,
            table.c.entry_id > after,
            table.c.harvest_account_id == harvest_account_id,
            table.c.state != str(EntryState.DELETED),
        )
        rows = self._session.all(query.order_by(table.c.entry_id).limit(most))
        return {row["entry_id"]: written(row) for row in rows}

    def mark_gone(self, studio_id: str, run_id: str, entry_ids: Sequence[int]) -> None:
        there = [state for state in WITHOUT_TIMELOG if state is not EntryState.GONE]
        self._mark(studio_id, run_id, entry_ids, there, EntryState.GONE)
        self._mark(studio_id, run_id, entry_ids, IN_HARVEST, EntryState.ORPHANED)

    def mark_deleted(self, studio_id: str, run_id: str, entry_ids: Sequence[int]) -> None:
        self._mark(studio_id, run_id, entry_ids, [EntryState.ORPHANED], EntryState.GONE)
        self._mark(studio_id, run_id, entry_ids, IN_HARVEST, EntryState.DELETED)

    def mark_found(self, studio_id: str, run_id: str, entry_ids: Sequence[int]) -> None:
        self._mark(studio_id, run_id, entry_ids, [EntryState.DELETED], EntryState.ORPHANED)

    def mark_removed(self, studio_id: str, run_id: str, entry_ids: Sequence[int]) -> None:
        self._mark(studio_id, run_id, entry_ids, [EntryState.ORPHANED], EntryState.GONE)
        self._mark(studio_id, run_id, entry_ids, IN_HARVEST, EntryState.UNDONE)

    def _mark(
        self,
        studio_id: str,
        run_id: str,
        entry_ids: Sequence[int],
        before: Sequence[EntryState],
        state: EntryState,
    ) -> None:
        """Give the entries that have one of the states before the other one."""
        loses = state in (EntryState.GONE, EntryState.UNDONE)
        mark = {**(NO_TIMELOG if loses else {}), "studio_id": studio_id, "state": state}
        rows = [{**mark, "entry_id": entry_id} for entry_id in entry_ids]
        # The run may have read the same entry, and found it changed.
        self._events.add(studio_id, run_id, rows, before, again=True)
        update_rows(self._session, self._table, rows, "state", before)
