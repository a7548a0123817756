"""The repository of the days that were read in full."""

from collections.abc import Sequence

import sqlalchemy as sa

from workroom_harvest.adapters.sql.session import HostSession
from workroom_harvest.domain.ports.store.read_days import ReadDaysLog
from workroom_harvest.domain.read_days import ReadDays, replaced, unread, within
from workroom_harvest.domain.window import Days


class SqlReadDays(ReadDaysLog):
    """Ranges of days, one row each, which do not overlap."""

    def __init__(self, session: HostSession, table: sa.Table) -> None:
        self._session = session
        self._table = table

    def add(self, studio_id: str, harvest_account_id: int, new: ReadDays) -> None:
        overlapping = self._overlapping(studio_id, harvest_account_id, new.days)
        held = self._ranges(overlapping)
        if held:
            self._session.write(sa.delete(self._table).where(overlapping))
        key = {"studio_id": studio_id, "harvest_account_id": harvest_account_id}
        self._session.insert(
            self._table,
            [
                {
                    **key,
                    "first_day": one.days.first,
                    "last_day": one.days.last,
                    "read_at": one.at,
                }
                for one in replaced(held, new)
            ],
        )

    def within(self, studio_id: str, harvest_account_id: int, days: Days) -> Sequence[ReadDays]:
        return within(self._ranges(self._overlapping(studio_id, harvest_account_id, days)), days)

    def missing(self, studio_id: str, harvest_account_id: int, days: Days) -> Sequence[Days]:
        return unread(self.within(studio_id, harvest_account_id, days), days)

    def _overlapping(
        self, studio_id: str, harvest_account_id: int, days: Days
    ) -> sa.ColumnElement[bool]:
        table = self._table
        return sa.and_(
            table.c.studio_id == studio_id,
            table.c.harvest_account_id == harvest_account_id,
            table.c.first_day <= days.last,
            table.c.last_day >= days.first,
        )

    def _ranges(self, condition: sa.ColumnElement[bool]) -> Sequence[ReadDays]:
        rows = self._session.all(sa.select(self._table).where(condition))
        return [ReadDays(Days(row["first_day"], row["last_day"]), row["read_at"]) for row in rows]
