"""Saved mappings in memory, with the unique keys of the real tables."""

from collections.abc import Collection, Iterable, Sequence
from typing import TypeVar

from tests.fakes.database import FakeDatabase, NotUniqueError
from workroom_harvest.domain.mapping import Pair, ProjectPair, TaskPair
from workroom_harvest.domain.ports.store.pairs import Pairs

P = TypeVar("P", bound=Pair)


class FakePairs(Pairs):
    """Pairs over a database in memory, which refuses a side that occurs twice."""

    def __init__(self, database: FakeDatabase) -> None:
        self._database = database

    def projects(self, studio_id: str) -> tuple[ProjectPair, ...]:
        return _by_name(self._database.table("project_pairs").get(studio_id, ()))

    def tasks(self, studio_id: str) -> tuple[TaskPair, ...]:
        return _by_name(self._database.table("task_pairs").get(studio_id, ()))

    def replace(
        self,
        studio_id: str,
        projects: Collection[ProjectPair],
        tasks: Collection[TaskPair],
    ) -> None:
        for name, pairs in (("project_pairs", projects), ("task_pairs", tasks)):
            _refuse_twice(name, [pair.harvest_id for pair in pairs])
            _refuse_twice(name, [pair.target_id for pair in pairs])
            self._database.table(name)[studio_id] = tuple(pairs)


def _by_name(pairs: Iterable[P]) -> tuple[P, ...]:
    return tuple(sorted(pairs, key=lambda pair: (pair.harvest_name, pair.harvest_id)))


def _refuse_twice(name: str, sides: Sequence[object]) -> None:
    if len(set(sides)) < len(sides):
        raise NotUniqueError(name)
