"""What people do with the timelogs of a host in SQL."""

import sqlalchemy as sa

from tests.fakes.crash_points import Moments
from tests.fakes.timesheet import Timesheet
from tests.support.door import Door
from tests.support.sql_timelogs import new_timelog, timelog_row
from workroom_harvest.domain.entries import NewTimelog


class StoredTimesheet(Timesheet):
    """The table of timelogs, outside of the plugin's session; its commits are moments, too."""

    def __init__(self, door: Door, moments: Moments) -> None:
        self._door = door
        self._moments = moments
        self._table = door.timelogs.table

    def put(self, studio_id: str, log: NewTimelog) -> None:
        values = timelog_row(studio_id, log)
        if not self._execute(self._table.update().where(self._is(studio_id, log.entry_id)), values):
            self._execute(self._table.insert(), values)

    def remove(self, studio_id: str, stamp: int) -> None:
        self._execute(self._table.delete().where(self._is(studio_id, stamp)))

    def lock(self, studio_id: str, stamp: int, sentence: str | None) -> None:
        mine = self._table.update().where(self._is(studio_id, stamp))
        self._execute(mine, {"locked": sentence})

    def of(self, studio_id: str) -> dict[int, NewTimelog]:
        query = sa.select(self._table).where(self._table.c.studio_id == studio_id)
        with self._door.engine.connect() as connection:
            rows = connection.execute(query).mappings().all()
        return {row["entry_id"]: new_timelog(row) for row in rows}

    def _is(self, studio_id: str, stamp: int) -> sa.ColumnElement[bool]:
        return sa.and_(self._table.c.studio_id == studio_id, self._table.c.entry_id == stamp)

    def _execute(self, statement: sa.UpdateBase, values: dict[str, object] | None = None) -> int:
        with self._door.engine.begin() as connection:
            written = connection.execute(statement, values).rowcount
        self._moments("committed")
        return written
