"""The repository of the numbers of entries by day, as runs and the ledger count them."""

from collections.abc import Mapping, Sequence
from datetime import date

import sqlalchemy as sa

from workroom_harvest.adapters.sql.bulk import insert_rows
from workroom_harvest.adapters.sql.session import HostSession
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.ports.store.listed_days import ListedDays
from workroom_harvest.domain.window import Days

IN_HARVEST = [state for state in EntryState if state.is_in_harvest]
"""The states of an entry that Harvest has."""


class SqlListedDays(ListedDays):
    """Days of runs, one row each, beside the rows of the ledger."""

    def __init__(self, session: HostSession, table: sa.Table, entries: sa.Table) -> None:
        self._session = session
        self._table = table
        self._entries = entries

    def add(self, studio_id: str, run_id: str, entries: Mapping[date, int]) -> None:
        rows = [
            {"run_id": run_id, "day": day.isoformat(), "studio_id": studio_id, "entries": number}
            for day, number in entries.items()
        ]
        added = f"entries = {self._table.name}.entries + excluded.entries"
        insert_rows(
            self._session, self._table, rows, f"ON CONFLICT (run_id, day) DO UPDATE SET {added}"
        )

    def of(self, studio_id: str, run_id: str) -> Mapping[date, int]:
        table = self._table
        query = sa.select(table.c.day, table.c.entries).where(self._mine(studio_id, run_id))
        rows = self._session.tuples(query.order_by(table.c.day.desc()))
        return {row.day: row.entries for row in rows}

    def replace(self, studio_id: str, run_id: str, entries: Mapping[date, int]) -> None:
        self._session.write(sa.delete(self._table).where(self._mine(studio_id, run_id)))
        self.add(studio_id, run_id, entries)

    def known(self, studio_id: str, harvest_account_id: int, days: Days) -> Mapping[date, int]:
        day, count = self._entries.c.spent_on, sa.func.count().label("entries")
        are_there = self._known(studio_id, harvest_account_id, days)
        rows = self._session.tuples(sa.select(day, count).where(are_there).group_by(day))
        return {row.spent_on: row.entries for row in rows}

    def known_on(self, studio_id: str, harvest_account_id: int, day: date) -> Sequence[int]:
        are_there = self._known(studio_id, harvest_account_id, Days(day, day))
        rows = self._session.tuples(sa.select(self._entries.c.entry_id).where(are_there))
        return [row.entry_id for row in rows]

    def orphans(
        self, studio_id: str, harvest_account_id: int, days: Days, *, most: int
    ) -> Sequence[int]:
        entry_id = self._entries.c.entry_id
        query = sa.select(entry_id).where(self._orphaned(studio_id, harvest_account_id, days))
        return [row.entry_id for row in self._session.tuples(query.order_by(entry_id).limit(most))]

    def count_orphans(self, studio_id: str, harvest_account_id: int, days: Days) -> int:
        query = sa.select(sa.func.count().label("entries")).select_from(self._entries)
        orphaned = self._orphaned(studio_id, harvest_account_id, days)
        row = self._session.one(query.where(orphaned))
        return row["entries"] if row else 0

    def _mine(self, studio_id: str, run_id: str) -> sa.ColumnElement[bool]:
        return sa.and_(self._table.c.studio_id == studio_id, self._table.c.run_id == run_id)

    def _known(self, studio_id: str, account_id: int, days: Days) -> sa.ColumnElement[bool]:
        entries = self._entries.c
        return sa.and_(
            entries.studio_id == studio_id,
            entries.harvest_account_id == account_id,
            entries.spent_on.between(days.first, days.last),
            entries.state.in_(IN_HARVEST),
        )

    def _orphaned(self, studio_id: str, account_id: int, days: Days) -> sa.ColumnElement[bool]:
        entries = self._entries.c
        return sa.and_(
            entries.studio_id == studio_id,
            entries.harvest_account_id == account_id,
            entries.spent_on.between(days.first, days.last),
            # Word for word, as only then a partial index is used for sure.
            sa.text("state = 'orphaned'"),
        )
