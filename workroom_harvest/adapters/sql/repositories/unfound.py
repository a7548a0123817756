"""The repository of the entries that runs have not found."""

from collections.abc import Sequence

import sqlalchemy as sa

from workroom_harvest.adapters.sql.bulk import insert_rows, is_one_of
from workroom_harvest.adapters.sql.session import HostSession
from workroom_harvest.domain.ports.store.unfound import Unfound, Where


class SqlUnfound(Unfound):
    """Entries that a run did not find, one row for each place where it did not."""

    def __init__(self, session: HostSession, table: sa.Table) -> None:
        self._session = session
        self._table = table

    def add_many(self, studio_id: str, run_id: str, where: Where, entry_ids: Sequence[int]) -> None:
        key = {"run_id": run_id, "place": where, "studio_id": studio_id}
        rows = [{**key, "entry_id": entry_id} for entry_id in entry_ids]
        insert_rows(self._session, self._table, rows, "ON CONFLICT DO NOTHING")

    def first(
        self, studio_id: str, run_id: str, where: Where, *, most: int, after: int = 0
    ) -> Sequence[int]:
        entry_id = self._table.c.entry_id
        query = sa.select(entry_id).where(self._are(studio_id, run_id, where), entry_id > after)
        return [row.entry_id for row in self._session.tuples(query.order_by(entry_id).limit(most))]

    def count(self, studio_id: str, run_id: str, where: Where) -> int:
        entries = sa.func.count().label("entries")
        query = sa.select(entries).select_from(self._table)
        row = self._session.one(query.where(self._are(studio_id, run_id, where)))
        return row["entries"] if row else 0

    def settle(
        self, studio_id: str, run_id: str, asked: Sequence[int], missing: Sequence[int]
    ) -> None:
        are_asked = is_one_of(self._session, self._table.c.entry_id, asked)
        mine = self._are(studio_id, run_id, Where.LISTED)
        self._session.write(sa.delete(self._table).where(mine, are_asked))
        self.add_many(studio_id, run_id, Where.IN_HARVEST, missing)

    def clear(self, studio_id: str, run_id: str) -> None:
        self._session.write(sa.delete(self._table).where(self._are(studio_id, run_id)))

    def _are(
        self, studio_id: str, run_id: str, where: Where | None = None
    ) -> sa.ColumnElement[bool]:
        table = self._table
        place = sa.true() if where is None else table.c.place == where
        return sa.and_(table.c.studio_id == studio_id, table.c.run_id == run_id, place)
