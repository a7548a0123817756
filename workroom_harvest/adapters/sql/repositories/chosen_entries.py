"""The repository of the corrections that somebody chose for a run."""

from collections.abc import Collection, Mapping, Sequence

import sqlalchemy as sa

from workroom_harvest.adapters.sql.bulk import insert_rows, is_one_of
from workroom_harvest.adapters.sql.session import HostSession
from workroom_harvest.domain.correction import Chosen, CorrectionKind
from workroom_harvest.domain.ports.store.chosen_entries import ChosenEntries


class SqlChosenEntries(ChosenEntries):
    """Chosen corrections, one row each."""

    def __init__(self, session: HostSession, table: sa.Table) -> None:
        self._session = session
        self._table = table

    def add_many(self, studio_id: str, run_id: str, chosen: Sequence[Chosen]) -> None:
        rows = [
            {
                "studio_id": studio_id,
                "run_id": run_id,
                "entry_id": one.entry_id,
                "kind": one.kind,
                "shown": one.shown,
                "is_settled": False,
            }
            for one in chosen
        ]
        insert_rows(self._session, self._table, rows)

    def among(
        self, studio_id: str, run_id: str, entry_ids: Collection[int]
    ) -> Mapping[int, Chosen]:
        these = is_one_of(self._session, self._table.c.entry_id, entry_ids)
        rows = self._session.tuples(self._unsettled(studio_id, run_id).where(these))
        return {row.entry_id: _chosen(row) for row in rows}

    def left(self, studio_id: str, run_id: str) -> int:
        query = self._unsettled(studio_id, run_id).subquery()
        number = sa.func.count().label("number")
        row = self._session.one(sa.select(number).select_from(query))
        return int(row["number"]) if row else 0

    def first(self, studio_id: str, run_id: str, most: int) -> Sequence[Chosen]:
        query = self._unsettled(studio_id, run_id).order_by(self._table.c.entry_id).limit(most)
        return [_chosen(row) for row in self._session.tuples(query)]

    def settle(self, studio_id: str, run_id: str, entry_ids: Collection[int]) -> None:
        table = self._table
        if entry_ids:
            these = is_one_of(self._session, table.c.entry_id, entry_ids)
            mine = (table.c.studio_id == studio_id, table.c.run_id == run_id)
            self._session.write(sa.update(table).where(*mine, these).values(is_settled=True))

    def _unsettled(self, studio_id: str, run_id: str) -> sa.Select[tuple[int, str, str]]:
        table = self._table
        columns = (table.c.entry_id, table.c.kind, table.c.shown)
        mine = (table.c.studio_id == studio_id, table.c.run_id == run_id)
        return sa.select(*columns).where(*mine, table.c.is_settled.is_(sa.false()))


def _chosen(row: sa.Row[tuple[int, str, str]]) -> Chosen:
    return Chosen(row.entry_id, CorrectionKind(row.kind), row.shown)
