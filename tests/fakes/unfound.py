"""The entries that runs have not found, in memory."""

from collections.abc import Sequence

from tests.fakes.database import FakeDatabase
from workroom_harvest.domain.ports.store.unfound import Unfound, Where


class FakeUnfound(Unfound):
    """Entries that a run did not find, over a database in memory, by place in one row a run."""

    def __init__(self, database: FakeDatabase) -> None:
        self._database = database

    @property
    def _rows(self) -> dict[tuple[str, str], dict[Where, frozenset[int]]]:
        return self._database.table("unfound")

    def add_many(self, studio_id: str, run_id: str, where: Where, entry_ids: Sequence[int]) -> None:
        if entry_ids:
            self._put(studio_id, run_id, where, self._of(studio_id, run_id, where) | {*entry_ids})

    def first(
        self, studio_id: str, run_id: str, where: Where, *, most: int, after: int = 0
    ) -> Sequence[int]:
        found = sorted(one for one in self._of(studio_id, run_id, where) if one > after)
        return found[:most]

    def count(self, studio_id: str, run_id: str, where: Where) -> int:
        return len(self._of(studio_id, run_id, where))

    def settle(
        self, studio_id: str, run_id: str, asked: Sequence[int], missing: Sequence[int]
    ) -> None:
        left = self._of(studio_id, run_id, Where.LISTED) - {*asked}
        self._put(studio_id, run_id, Where.LISTED, left)
        self.add_many(studio_id, run_id, Where.IN_HARVEST, missing)

    def clear(self, studio_id: str, run_id: str) -> None:
        self._rows.pop((studio_id, run_id), None)

    def _of(self, studio_id: str, run_id: str, where: Where) -> frozenset[int]:
        return self._rows.get((studio_id, run_id), {}).get(where, frozenset())

    def _put(self, studio_id: str, run_id: str, where: Where, ids: frozenset[int]) -> None:
        # The row is made anew, since rows never change in place.
        row = self._rows.get((studio_id, run_id), {})
        self._rows[studio_id, run_id] = {**row, where: ids}
