"""Saved mappings."""

from collections.abc import Collection
from typing import TypeVar

import sqlalchemy as sa

from workroom_harvest.adapters.sql.database import HostSession
from workroom_harvest.domain.mapping import Pair, ProjectPair, TaskPair

P = TypeVar("P", bound=Pair)


class SqlPairs:
    """The Pairs port over two tables of one shape."""

    def __init__(self, rows: HostSession, projects: sa.Table, tasks: sa.Table) -> None:
        self._rows = rows
        self._projects = projects
        self._tasks = tasks

    def projects(self, studio_id: str) -> tuple[ProjectPair, ...]:
        """See the port."""
        return self._pairs(self._projects, ProjectPair, studio_id)

    def tasks(self, studio_id: str) -> tuple[TaskPair, ...]:
        """See the port."""
        return self._pairs(self._tasks, TaskPair, studio_id)

    def replace(
        self,
        studio_id: str,
        projects: Collection[ProjectPair],
        tasks: Collection[TaskPair],
    ) -> None:
        """See the port."""
        self._replace(self._projects, studio_id, set(self.projects(studio_id)), set(projects))
        self._replace(self._tasks, studio_id, set(self.tasks(studio_id)), set(tasks))

    def _pairs(self, table: sa.Table, kind: type[P], studio_id: str) -> tuple[P, ...]:
        found = self._rows.all(
            sa.select(table)
            .where(table.c.studio_id == studio_id)
            .order_by(table.c.harvest_name, table.c.harvest_id)
        )
        return tuple(
            kind(row["harvest_id"], row["harvest_name"], row["target_id"]) for row in found
        )

    def _replace(self, table: sa.Table, studio_id: str, held: set[P], wanted: set[P]) -> None:
        gone = [pair.harvest_id for pair in held - wanted]
        if gone:
            # Before the inserts: a swap breaks the unique keys the other way round.
            self._rows.write(
                sa.delete(table).where(table.c.studio_id == studio_id, table.c.harvest_id.in_(gone))
            )
        self._rows.insert(
            table,
            [
                {
                    "studio_id": studio_id,
                    "harvest_id": pair.harvest_id,
                    "harvest_name": pair.harvest_name,
                    "target_id": pair.target_id,
                }
                for pair in wanted - held
            ],
        )
