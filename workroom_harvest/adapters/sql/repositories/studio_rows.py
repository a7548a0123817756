"""The repository of all that is kept of a studio, over every table of the plugin."""

from collections.abc import Iterator, Mapping

import sqlalchemy as sa

from workroom_harvest.adapters.sql.session import HostSession
from workroom_harvest.adapters.sql.tables import PREFIX, Tables
from workroom_harvest.domain.ports.store.studio_rows import RowKind, StudioRows


class SqlStudioRows(StudioRows):
    """The rows of a studio. A table that is added needs no code here, but a kind in `RowKind`."""

    def __init__(self, session: HostSession, tables: Tables) -> None:
        self._session = session
        self._tables = tables

    def count(self, studio_id: str) -> Mapping[RowKind, int]:
        found: dict[RowKind, int] = {}
        for kind, table, mine in self._conditions(studio_id):
            number = sa.func.count().label("number")
            row = self._session.one(sa.select(number).select_from(table).where(mine))
            found[kind] = row["number"] if row else 0
        return {kind: number for kind, number in found.items() if number}

    def delete(self, studio_id: str) -> Mapping[RowKind, int]:
        deleted = {
            kind: self._session.write(sa.delete(table).where(mine))
            for kind, table, mine in self._conditions(studio_id)
        }
        return {kind: number for kind, number in deleted.items() if number}

    def _conditions(
        self, studio_id: str
    ) -> Iterator[tuple[RowKind, sa.Table, sa.ColumnElement[bool]]]:
        """Yield each table with its kind and the condition for the studio's rows in it.

        Those that name a run instead of the studio come first, while the runs are there.
        """
        for table in sorted(self._tables.all(), key=lambda one: "studio_id" in one.c):
            kind = RowKind(table.name.removeprefix(PREFIX))
            yield kind, table, is_of_studio(table, self._tables.runs, studio_id)


def is_of_studio(table: sa.Table, runs: sa.Table, studio_id: str) -> sa.ColumnElement[bool]:
    """Return the condition for the studio's rows of a table, by their `studio_id` or `run_id`.

    Raise `LookupError` for a table with neither, of which nothing could be erased.
    """
    if "studio_id" in table.c:
        return table.c.studio_id == studio_id
    if "run_id" not in table.c:
        raise LookupError(f"{table.name} has no column that leads to a studio")
    return table.c.run_id.in_(sa.select(runs.c.id).where(runs.c.studio_id == studio_id))
