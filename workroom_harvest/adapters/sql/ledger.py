"""The repository of the ledger, whose primary key ensures that each entry is imported once."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from workroom_harvest.adapters.sql.session import HostSession
from workroom_harvest.domain.entries import NewTimelog
from workroom_harvest.domain.ports.store.ledger import Ledger


class SqlLedger(Ledger):
    """The ledger, one row per imported entry. Its methods take up to 2,000 ids at once."""

    def __init__(self, session: HostSession, table: sa.Table) -> None:
        self._session = session
        self._table = table

    def known(self, studio_id: str, entry_ids: Sequence[int]) -> Mapping[int, str]:
        table = self._table
        found = self._session.all(
            sa.select(table.c.entry_id, table.c.run_id).where(
                table.c.studio_id == studio_id, table.c.entry_id.in_(entry_ids)
            )
        )
        return {row["entry_id"]: row["run_id"] for row in found}

    def count(self, studio_id: str, run_id: str) -> int:
        table = self._table
        row = self._session.one(
            sa.select(sa.func.count().label("entries")).where(
                table.c.studio_id == studio_id, table.c.run_id == run_id
            )
        )
        return int(row["entries"]) if row else 0

    def remove(self, studio_id: str, run_id: str, entry_ids: Sequence[int]) -> None:
        table = self._table
        mine = (table.c.studio_id == studio_id, table.c.run_id == run_id)
        if entry_ids:
            self._session.write(sa.delete(table).where(*mine, table.c.entry_id.in_(entry_ids)))

    def add_many(self, studio_id: str, run_id: str, timelogs: Sequence[NewTimelog]) -> None:
        self._session.insert(
            self._table,
            [
                {"studio_id": studio_id, "entry_id": log.entry_id, "run_id": run_id}
                for log in timelogs
            ],
        )
