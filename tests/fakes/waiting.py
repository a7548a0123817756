"""The entries that wait, in memory."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from tests.fakes.database import FakeDatabase
from tests.fakes.entry_rows import EntryRow
from workroom_harvest.domain.entries import HarvestEntry
from workroom_harvest.domain.ports.store.waiting import Position, Waiting, WaitingEntry
from workroom_harvest.domain.skipped import SkippedEntry
from workroom_harvest.domain.waiting import Tally, WaitingKey


class FakeWaiting(Waiting):
    """The rows of the ledger in memory that wait."""

    def __init__(self, database: FakeDatabase) -> None:
        self._database = database

    def tallies(self, studio_id: str, harvest_account_id: int) -> Mapping[WaitingKey, Tally]:
        found: dict[WaitingKey, Tally] = {}
        rows: dict[tuple[str, int], EntryRow] = self._database.table("entries")
        for one in self.all(studio_id, harvest_account_id):
            lasting = rows[studio_id, one.entry_id].is_lasting
            tally = Tally(1, one.minutes or 0, one.spent_on, int(lasting))
            found[one.key] = found.get(one.key, Tally()) + tally
        return found

    def skipped_by(
        self, studio_id: str, harvest_account_id: int, run_id: str
    ) -> Mapping[WaitingKey, Tally]:
        found: dict[WaitingKey, Tally] = {}
        rows: dict[tuple[str, int], EntryRow] = self._database.table("entries")
        skipped: dict[tuple[str, str], Sequence[SkippedEntry]]
        skipped = self._database.table("skipped_entries")
        for one in skipped.get((studio_id, run_id), ()):
            row = rows.get((studio_id, one.entry_id)) if one.entry_id is not None else None
            if row is not None and row.harvest_account_id == harvest_account_id:
                key = WaitingKey(row.project_id, row.task_id, one.reason)
                found[key] = found.get(key, Tally()) + Tally(1, one.minutes or 0)
        return found

    def entries(
        self,
        studio_id: str,
        harvest_account_id: int,
        keys: Collection[WaitingKey],
        *,
        most: int,
        after: Position | None = None,
    ) -> Sequence[WaitingEntry]:
        waiting = self.all(studio_id, harvest_account_id)
        found = sorted(
            (one for one in waiting if one.key in keys), key=lambda one: _place(one.position)
        )
        return [one for one in found if after is None or _place(one.position) > _place(after)][
            :most
        ]

    def all(self, studio_id: str, harvest_account_id: int) -> Iterator[WaitingEntry]:
        """Yield every entry of the studio and the account that waits."""
        rows: dict[tuple[str, int], EntryRow] = self._database.table("entries")
        notes: dict[tuple[str, int], str] = self._database.table("entry_notes")
        for (studio, entry_id), row in rows.items():
            mine = studio == studio_id and row.harvest_account_id == harvest_account_id
            reason = row.record.reason
            if mine and reason is not None:
                said = row.entry if isinstance(row.entry, HarvestEntry) else None
                yield WaitingEntry(
                    entry_id,
                    WaitingKey(row.project_id, row.task_id, reason),
                    said.spent_on if said else None,
                    said.minutes if said else None,
                    said.user_id if said else None,
                    notes.get((studio, entry_id), ""),
                    row.cause,
                )


def _place(position: Position) -> tuple[date, int]:
    return position.spent_on or date.max, position.entry_id
