"""The waiting entries that an import of what waits takes, in memory."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from tests.fakes.database import FakeDatabase
from tests.fakes.entry_rows import EntryRow
from tests.fakes.waiting import FakeWaiting
from workroom_harvest.domain.ports.store.waiting import WaitingEntry
from workroom_harvest.domain.ports.store.wanted import Click, Span, Wanted
from workroom_harvest.domain.skipped import SkippedEntry, SkipReason
from workroom_harvest.domain.waiting import WaitingKey


class FakeWanted(Wanted):
    """The rows of the ledger in memory that wait, without those that the run has skipped."""

    def __init__(self, database: FakeDatabase) -> None:
        self._database = database

    @property
    def _rows(self) -> dict[tuple[str, int], EntryRow]:
        return self._database.table("entries")

    def spans(self, click: Click) -> Mapping[WaitingKey, Span]:
        found: dict[WaitingKey, list[date | None]] = {}
        for one in self._mine(click):
            found.setdefault(one.key, []).append(one.spent_on)
        return {key: _span(days) for key, days in found.items()}

    def keys(self, click: Click, entry_ids: Collection[int]) -> Mapping[int, WaitingKey]:
        return {one.entry_id: one.key for one in self._mine(click) if one.entry_id in entry_ids}

    def first(
        self, click: Click, keys: Collection[WaitingKey], most: int
    ) -> Sequence[WaitingEntry]:
        runs: dict[tuple[str, str], tuple[SkippedEntry, ...]] = self._database.table(
            "skipped_entries"
        )
        missed = {
            one.entry_id
            for (studio, _), entries in runs.items()
            for one in entries
            if studio == click.studio_id and one.reason is SkipReason.GONE
        }
        found = [one for one in self._mine(click) if one.key in keys]
        return sorted(found, key=lambda one: (one.entry_id in missed, one.entry_id))[:most]

    def _mine(self, click: Click) -> Iterator[WaitingEntry]:
        decided = {one.entry_id for one in self._skipped(click.studio_id, click.run_id)}
        for one in FakeWaiting(self._database).all(click.studio_id, click.harvest_account_id):
            row = self._rows[click.studio_id, one.entry_id]
            if row.listed_at <= click.at and one.entry_id not in decided:
                yield one

    def _skipped(self, studio_id: str, run_id: str) -> Sequence[SkippedEntry]:
        found: Sequence[SkippedEntry] = self._database.table("skipped_entries").get(
            (studio_id, run_id), ()
        )
        return found


def _span(days: Sequence[date | None]) -> Span:
    known = [day for day in days if day is not None]
    return Span(len(days), min(known, default=None), max(known, default=None))
