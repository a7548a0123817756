"""The hours of entries, in memory."""

from collections.abc import Sequence
from datetime import date

from tests.fakes.database import FakeDatabase
from tests.fakes.entry_rows import EntryRow
from workroom_harvest.domain.edited_hours import Handed
from workroom_harvest.domain.entries import HarvestEntry
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.hours import Amount, EntryHours
from workroom_harvest.domain.ports.store.hours import HoursLog
from workroom_harvest.domain.ports.store.ledger import DayPlace
from workroom_harvest.domain.window import Days


class FakeHours(HoursLog):
    """The hours of the fake ledger's entries, each by itself."""

    def __init__(self, database: FakeDatabase) -> None:
        self._database = database

    def of_account(
        self, studio_id: str, harvest_account_id: int, days: Days
    ) -> Sequence[EntryHours]:
        rows: dict[tuple[str, int], EntryRow] = self._database.table("entries")
        mine = [
            _hours(row, row.entry, days)
            for (studio, _), row in rows.items()
            if studio == studio_id
            and row.harvest_account_id == harvest_account_id
            and isinstance(row.entry, HarvestEntry)
        ]
        return [one for one in mine if one.is_said or one.is_written]

    def timelogs_page(
        self,
        studio_id: str,
        harvest_account_id: int,
        days: Days,
        *,
        most: int,
        after: DayPlace | None = None,
        moved: bool = False,
    ) -> Sequence[Handed]:
        rows: dict[tuple[str, int], EntryRow] = self._database.table("entries")
        behind = (after.spent_on, after.entry_id) if after else (date.min, 0)
        found = [
            Handed(
                entry_id,
                row.entry.spent_on,
                row.timelog.project_id,
                row.timelog.member_id,
                row.minutes,
            )
            for (studio, entry_id), row in rows.items()
            if (studio, row.harvest_account_id) == (studio_id, harvest_account_id)
            and row.record.state.has_timelog
            and row.timelog is not None
            and isinstance(row.entry, HarvestEntry)
            and days.first <= row.timelog.spent_on <= days.last
            and moved is not (days.first <= row.entry.spent_on <= days.last)
            and (row.entry.spent_on, entry_id) > behind
        ]
        return sorted(found, key=lambda one: (one.said_on, one.entry_id))[:most]

    def of_others(self, studio_id: str, harvest_account_id: int, days: Days) -> Amount:
        rows: dict[tuple[str, int], EntryRow] = self._database.table("entries")
        others = [
            row.entry.minutes
            for (studio, _), row in rows.items()
            if studio == studio_id
            and row.harvest_account_id != harvest_account_id
            and isinstance(row.entry, HarvestEntry)
            and _is_said(row, row.entry, days)
        ]
        return Amount(len(others), sum(others))


def _hours(row: EntryRow, entry: HarvestEntry, days: Days) -> EntryHours:
    state = row.record.state
    log = row.timelog if state.has_timelog else None
    return EntryHours(
        state,
        row.record.reason,
        entry.project_id,
        entry.task_id if state is EntryState.WAITING else None,
        entry.user_id,
        log.project_id if log else None,
        log.member_id if log else None,
        log is not None and row.fell_back,
        _is_said(row, entry, days),
        log is not None and days.first <= log.spent_on <= days.last,
        1,
        int(log is not None and row.minutes != entry.minutes),
        entry.minutes,
        entry.hundredths,
        row.minutes if log else 0,
    )


def _is_said(row: EntryRow, entry: HarvestEntry, days: Days) -> bool:
    return row.record.state.is_in_harvest and days.first <= entry.spent_on <= days.last
