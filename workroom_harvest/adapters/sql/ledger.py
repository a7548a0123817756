"""Which Harvest entries a studio has imported: exactly once is a primary key."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from workroom_harvest.adapters.sql.database import HostSession
from workroom_harvest.domain.entries import NewTimelog


class SqlLedger:
    """The Ledger port."""

    def __init__(self, rows: HostSession, table: sa.Table) -> None:
        self._rows = rows
        self._table = table

    def known(self, studio_id: str, entry_ids: Sequence[int]) -> Mapping[int, str]:
        """See the port. Up to 2000 ids at once."""
        table = self._table
        found = self._rows.all(
            sa.select(table.c.entry_id, table.c.run_id).where(
                table.c.studio_id == studio_id, table.c.entry_id.in_(entry_ids)
            )
        )
        return {row["entry_id"]: row["run_id"] for row in found}

    def count(self, studio_id: str, run_id: str) -> int:
        """How many entries that run of the studio's imported."""
        table = self._table
        row = self._rows.one(
            sa.select(sa.func.count().label("entries")).where(
                table.c.studio_id == studio_id, table.c.run_id == run_id
            )
        )
        return int(row["entries"]) if row else 0

    def remove(self, studio_id: str, run_id: str, entry_ids: Sequence[int]) -> None:
        """Take out those that the run did not import after all; up to 2000 ids at once."""
        table = self._table
        mine = (table.c.studio_id == studio_id, table.c.run_id == run_id)
        if entry_ids:
            self._rows.write(sa.delete(table).where(*mine, table.c.entry_id.in_(entry_ids)))

    def add_many(self, studio_id: str, run_id: str, timelogs: Sequence[NewTimelog]) -> None:
        """See the port."""
        self._rows.insert(
            self._table,
            [
                {"studio_id": studio_id, "entry_id": log.entry_id, "run_id": run_id}
                for log in timelogs
            ],
        )
