"""The ledger of imported entries, in memory."""

from collections.abc import Mapping, Sequence

from tests.fakes.database import FakeDatabase, NotUniqueError
from workroom_harvest.domain.entries import NewTimelog
from workroom_harvest.domain.ports.store.ledger import Ledger


class FakeLedger(Ledger):
    """The ledger over a database in memory."""

    def __init__(self, database: FakeDatabase) -> None:
        self._database = database

    @property
    def _rows(self) -> dict[tuple[str, int], str]:
        return self._database.table("ledger")

    def known(self, studio_id: str, entry_ids: Sequence[int]) -> Mapping[int, str]:
        rows = self._rows
        return {one: rows[studio_id, one] for one in entry_ids if (studio_id, one) in rows}

    def count(self, studio_id: str, run_id: str) -> int:
        return [one for (studio, _), one in self._rows.items() if studio == studio_id].count(run_id)

    def remove(self, studio_id: str, run_id: str, entry_ids: Sequence[int]) -> None:
        for one in entry_ids:
            if self._rows.get((studio_id, one)) == run_id:
                del self._rows[studio_id, one]

    def add_many(self, studio_id: str, run_id: str, timelogs: Sequence[NewTimelog]) -> None:
        for log in timelogs:
            if (studio_id, log.entry_id) in self._rows:
                raise NotUniqueError("ledger")
            self._rows[studio_id, log.entry_id] = run_id
