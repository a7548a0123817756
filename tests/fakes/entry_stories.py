"""Single entries and what happened to them, in memory."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from tests.fakes.database import FakeDatabase
from tests.fakes.entry_rows import EntryRow
from workroom_harvest.domain.entries import HarvestEntry
from workroom_harvest.domain.entry_story import EntryEvent, KnownEntry, Said, Written
from workroom_harvest.domain.ports.store.entry_stories import EntryStories


class FakeEntryStories(EntryStories):
    """The entries of the fake ledger, and the events that it writes."""

    def __init__(self, database: FakeDatabase) -> None:
        self._database = database

    @property
    def _rows(self) -> dict[tuple[str, int], EntryRow]:
        return self._database.table("entries")

    def entry(self, studio_id: str, entry_id: int) -> KnownEntry | None:
        row = self._rows.get((studio_id, entry_id))
        return None if row is None else known_entry(entry_id, row)

    def events(self, studio_id: str, entry_id: int) -> Sequence[EntryEvent]:
        rows: dict[tuple[str, int, datetime, str], EntryEvent] = self._database.table(
            "entry_events"
        )
        mine = [event for key, event in rows.items() if key[:2] == (studio_id, entry_id)]
        return sorted(mine, key=lambda event: (event.at, event.run_id))

    def users_on(self, studio_id: str, day: date) -> Mapping[int, Collection[int]]:
        found: dict[int, set[int]] = {}
        for (studio, _), row in self._rows.items():
            entry = row.entry
            if studio != studio_id or not isinstance(entry, HarvestEntry):
                continue
            if entry.spent_on == day and entry.user_id is not None:
                found.setdefault(row.harvest_account_id, set()).add(entry.user_id)
        return found

    def of_people(
        self,
        studio_id: str,
        day: date,
        user_ids: Collection[int],
        member_ids: Collection[str],
        *,
        most: int,
        after: int = 0,
    ) -> Sequence[KnownEntry]:
        found = self._of_people(studio_id, day, user_ids, member_ids)
        return [one for one in found if one.id > after][:most]

    def count_of_people(
        self, studio_id: str, day: date, user_ids: Collection[int], member_ids: Collection[str]
    ) -> int:
        return len(self._of_people(studio_id, day, user_ids, member_ids))

    def _of_people(
        self, studio_id: str, day: date, user_ids: Collection[int], member_ids: Collection[str]
    ) -> list[KnownEntry]:
        known = [
            known_entry(number, row)
            for (studio, number), row in sorted(self._rows.items())
            if studio == studio_id
        ]
        return [
            one
            for one in known
            if one.said is not None
            and one.said.spent_on == day
            and (
                one.said.user_id in user_ids
                or (one.written is not None and one.written.member_id in member_ids)
            )
        ]


def known_entry(entry_id: int, row: EntryRow) -> KnownEntry:
    """Return what is known of the entry of that row."""
    word = said(row.entry) if isinstance(row.entry, HarvestEntry) else None
    log = written(row) if row.timelog else None
    listed_at, account_id = row.listed_at, row.harvest_account_id
    return KnownEntry(entry_id, account_id, listed_at, row.standing, row.cause, word, log)


def said(entry: HarvestEntry) -> Said:
    """Return Harvest's last word about an entry."""
    return Said(
        entry.spent_on,
        entry.hundredths,
        entry.minutes,
        entry.project_id,
        entry.task_id,
        entry.user_id,
    )


def written(row: EntryRow) -> Written:
    """Return the timelog of a row that has one."""
    log = row.timelog
    assert log is not None
    assert row.record.run_id is not None
    assert row.written_at is not None
    return Written(
        row.record.run_id,
        row.written_at,
        row.written_by,
        log.project_id,
        log.activity_type_id,
        log.member_id,
        row.fell_back,
        log.spent_on,
        log.duration.total_minutes,
        log.billable,
        row.title_hash,
    )
