"""The saved mappings."""

from collections.abc import Collection
from typing import Protocol

from workroom_harvest.domain.mapping import ProjectPair, TaskPair


class Pairs(Protocol):
    """The saved mappings.

    Two unique keys for each kind of pair enforce the 1:1 rule in the database, too.
    """

    def projects(self, studio_id: str) -> tuple[ProjectPair, ...]:
        """Return the studio's project pairs, ordered by the name of the Harvest project."""

    def tasks(self, studio_id: str) -> tuple[TaskPair, ...]:
        """Return the studio's task pairs, ordered by the name of the Harvest task."""

    def replace(
        self,
        studio_id: str,
        projects: Collection[ProjectPair],
        tasks: Collection[TaskPair],
    ) -> None:
        """Store these pairs as all pairs of the studio.

        Unchanged pairs are not written. Deletes come before inserts, so that two pairs may swap a
        side.
        """
