"""The repository of the saved mappings."""

from collections.abc import Collection
from typing import TypeVar

import sqlalchemy as sa

from workroom_harvest.adapters.sql.session import HostSession
from workroom_harvest.domain.mapping import Pair, ProjectPair, TaskPair
from workroom_harvest.domain.ports.store.pairs import Pairs

P = TypeVar("P", bound=Pair)


class SqlPairs(Pairs):
    """Saved mappings, in two tables of the same columns."""

    def __init__(self, session: HostSession, projects: sa.Table, tasks: sa.Table) -> None:
        self._session = session
        self._projects = projects
        self._tasks = tasks

    def projects(self, studio_id: str) -> tuple[ProjectPair, ...]:
        return self._pairs(self._projects, ProjectPair, studio_id)

    def tasks(self, studio_id: str) -> tuple[TaskPair, ...]:
        return self._pairs(self._tasks, TaskPair, studio_id)

    def replace(
        self,
        studio_id: str,
        projects: Collection[ProjectPair],
        tasks: Collection[TaskPair],
    ) -> None:
        self._replace(self._projects, studio_id, set(self.projects(studio_id)), set(projects))
        self._replace(self._tasks, studio_id, set(self.tasks(studio_id)), set(tasks))

    def _pairs(self, table: sa.Table, kind: type[P], studio_id: str) -> tuple[P, ...]:
        found = self._session.all(
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
            # Deletes come before inserts, as a swap would otherwise break the unique keys.
            self._session.write(
                sa.delete(table).where(table.c.studio_id == studio_id, table.c.harvest_id.in_(gone))
            )
        self._session.insert(
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
