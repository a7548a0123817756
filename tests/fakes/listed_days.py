"""The numbers of entries by day, in memory."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from tests.fakes.database import FakeDatabase
from tests.fakes.entry_rows import EntryRow
from workroom_harvest.domain.entries import HarvestEntry
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.ports.store.listed_days import ListedDays
from workroom_harvest.domain.window import Days


class FakeListedDays(ListedDays):
    """Days over a database in memory, those of each run in one row."""

    def __init__(self, database: FakeDatabase) -> None:
        self._database = database

    @property
    def _rows(self) -> dict[tuple[str, str], Mapping[date, int]]:
        return self._database.table("listed_days")

    def add(self, studio_id: str, run_id: str, entries: Mapping[date, int]) -> None:
        if entries:
            self._rows[studio_id, run_id] = Counter(self.of(studio_id, run_id)) + Counter(entries)

    def of(self, studio_id: str, run_id: str) -> Mapping[date, int]:
        return dict(sorted(self._rows.get((studio_id, run_id), {}).items(), reverse=True))

    def replace(self, studio_id: str, run_id: str, entries: Mapping[date, int]) -> None:
        self._rows.pop((studio_id, run_id), None)
        self.add(studio_id, run_id, entries)

    def known(self, studio_id: str, harvest_account_id: int, days: Days) -> Mapping[date, int]:
        found = self._of(studio_id, harvest_account_id, days).values()
        there = [
            row.entry.spent_on
            for row in found
            if row.record.state.is_in_harvest and isinstance(row.entry, HarvestEntry)
        ]
        return Counter(there)

    def known_on(self, studio_id: str, harvest_account_id: int, day: date) -> Sequence[int]:
        found = self._of(studio_id, harvest_account_id, Days(day, day))
        return [one for one, row in found.items() if row.record.state.is_in_harvest]

    def orphans(
        self, studio_id: str, harvest_account_id: int, days: Days, *, most: int
    ) -> Sequence[int]:
        return self._orphans(studio_id, harvest_account_id, days)[:most]

    def count_orphans(self, studio_id: str, harvest_account_id: int, days: Days) -> int:
        return len(self._orphans(studio_id, harvest_account_id, days))

    def _orphans(self, studio_id: str, harvest_account_id: int, days: Days) -> list[int]:
        found = self._of(studio_id, harvest_account_id, days)
        return sorted(one for one, row in found.items() if row.record.state is EntryState.ORPHANED)

    def _of(self, studio_id: str, harvest_account_id: int, days: Days) -> dict[int, EntryRow]:
        rows: dict[tuple[str, int], EntryRow] = self._database.table("entries")
        return {
            entry_id: row
            for (studio, entry_id), row in rows.items()
            if (studio, row.harvest_account_id) == (studio_id, harvest_account_id)
            and isinstance(row.entry, HarvestEntry)
            and days.first <= row.entry.spent_on <= days.last
        }
