"""The days that were read in full, in memory."""

from collections.abc import Sequence

from tests.fakes.database import FakeDatabase
from workroom_harvest.domain.ports.store.read_days import ReadDaysLog
from workroom_harvest.domain.read_days import ReadDays, replaced, unread, within
from workroom_harvest.domain.window import Days


class FakeReadDays(ReadDaysLog):
    """Ranges of days over a database in memory, those of each Harvest account in one row."""

    def __init__(self, database: FakeDatabase) -> None:
        self._database = database

    @property
    def _rows(self) -> dict[tuple[str, int], tuple[ReadDays, ...]]:
        return self._database.table("read_days")

    def add(self, studio_id: str, harvest_account_id: int, new: ReadDays) -> None:
        key = studio_id, harvest_account_id
        self._rows[key] = tuple(replaced(self._rows.get(key, ()), new))

    def within(self, studio_id: str, harvest_account_id: int, days: Days) -> Sequence[ReadDays]:
        return within(self._rows.get((studio_id, harvest_account_id), ()), days)

    def missing(self, studio_id: str, harvest_account_id: int, days: Days) -> Sequence[Days]:
        return unread(self.within(studio_id, harvest_account_id, days), days)
