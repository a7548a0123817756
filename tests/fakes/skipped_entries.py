"""The entries that runs skipped, in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tests.fakes.database import FakeDatabase
from workroom_harvest.domain.ports.store.skipped_entries import (
    SkippedEntries,
    SkippedPage,
    SkippedPlace,
)
from workroom_harvest.domain.skipped import SkippedEntry, SkipReason


class FakeSkippedEntries(SkippedEntries):
    """Skipped entries over a database in memory, in one row for each run."""

    def __init__(self, database: FakeDatabase) -> None:
        self._database = database

    @property
    def _rows(self) -> dict[tuple[str, str], tuple[SkippedEntry, ...]]:
        return self._database.table("skipped_entries")

    def add_many(
        self,
        studio_id: str,
        run_id: str,
        entries: Sequence[SkippedEntry],
        after: Mapping[SkipReason, int],
    ) -> None:
        self._rows[studio_id, run_id] = (*self._rows.get((studio_id, run_id), ()), *entries)

    def first(
        self, studio_id: str, run_id: str, reason: SkipReason, most: int
    ) -> Sequence[SkippedEntry]:
        return self.page(studio_id, run_id, reason, most=most).entries

    def page(
        self,
        studio_id: str,
        run_id: str,
        reason: SkipReason | None,
        *,
        most: int,
        after: SkippedPlace | None = None,
    ) -> SkippedPage:
        behind = (after.reason, after.number) if after else ("", -1)
        found = [
            (place, entry)
            for place, entry in self._numbered(studio_id, run_id, reason)
            if (place.reason, place.number) > behind
        ]
        last = found[most - 1][0] if len(found) > most else None
        return SkippedPage([entry for _, entry in found[:most]], last)

    def count(self, studio_id: str, run_id: str, reason: SkipReason | None) -> int:
        return len(self._numbered(studio_id, run_id, reason))

    def remove(self, studio_id: str, run_id: str) -> None:
        self._rows.pop((studio_id, run_id), None)

    def forget_names(self, studio_id: str) -> None:
        for key, entries in list(self._rows.items()):
            if key[0] == studio_id:
                self._rows[key] = tuple(
                    replace(one, project="", task="", person="", note="") for one in entries
                )

    def _numbered(
        self, studio_id: str, run_id: str, reason: SkipReason | None
    ) -> list[tuple[SkippedPlace, SkippedEntry]]:
        rows = self._rows.get((studio_id, run_id), ())
        return [
            (SkippedPlace(kind, number), entry)
            for kind in sorted(SkipReason)
            if kind is reason or (reason is None and kind is not SkipReason.ALREADY_IMPORTED)
            for number, entry in enumerate(one for one in rows if one.reason is kind)
        ]
