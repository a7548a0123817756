"""All that is kept of a studio, in memory."""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.fakes.database import FakeDatabase
from workroom_harvest.domain.ports.store.studio_rows import RowKind, StudioRows

LISTS = (
    RowKind.PROJECT_PAIRS,
    RowKind.TASK_PAIRS,
    RowKind.SKIPPED_ENTRIES,
    RowKind.PREVIEWED_ENTRIES,
    RowKind.CHOSEN_ENTRIES,
    RowKind.READ_DAYS,
)
"""The kinds of which several rows are kept under one key."""


class FakeStudioRows(StudioRows):
    """The rows of a studio over a database in memory, which has a table for each kind."""

    def __init__(self, database: FakeDatabase) -> None:
        self._database = database

    def count(self, studio_id: str) -> Mapping[RowKind, int]:
        counted = {kind: self._count(kind, studio_id) for kind in RowKind}
        return {kind: number for kind, number in counted.items() if number}

    def delete(self, studio_id: str) -> Mapping[RowKind, int]:
        counted = self.count(studio_id)
        for kind in RowKind:
            for key in list(self._keys(kind, studio_id)):
                del self._database.table(kind)[key]
        return counted

    def _count(self, kind: RowKind, studio_id: str) -> int:
        table, keys = self._database.table(kind), self._keys(kind, studio_id)
        return sum(len(table[key]) if kind in LISTS else 1 for key in keys)

    def _keys(self, kind: RowKind, studio_id: str) -> Iterator[Any]:
        rows = self._database.table(kind).items()
        return (key for key, row in rows if _studio_of(kind, key, row) == studio_id)


def _studio_of(kind: RowKind, key: Any, row: Any) -> str:
    """Return the studio of a row of that kind, which is its key, or begins it."""
    match kind:
        case RowKind.RUNS:
            studio: str = row.run.studio_id
        case RowKind.AUTHORIZATION_REQUESTS:
            studio = row[0].studio_id
        case _:
            studio = key if isinstance(key, str) else key[0]
    return studio
