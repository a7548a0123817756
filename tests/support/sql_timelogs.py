"""The timelogs of a host in SQL, which the plugin adds, finds, changes and removes."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import scoped_session

from workroom_harvest.domain.entries import Duration, FoundTimelog, NewTimelog
from workroom_harvest.domain.errors import TimelogsRefused
from workroom_harvest.domain.ports.correctable_timelogs import CorrectableTimelogs
from workroom_harvest.domain.ports.host import Timelogs


class SqlTimelogs(Timelogs, CorrectableTimelogs):
    """A table of timelogs, each of which may be locked for a reason.

    `refuses` are the stamps that it does not take, with the causes.
    """

    def __init__(self, metadata: sa.MetaData, session: scoped_session[Any]) -> None:
        self._session = session
        self.refuses: dict[int, str] = {}
        self.table = sa.Table(
            "timelogs",
            metadata,
            sa.Column("studio_id", sa.Text, primary_key=True),
            sa.Column("entry_id", sa.BigInteger, primary_key=True, autoincrement=False),
            sa.Column("project_id", sa.Text, nullable=False),
            sa.Column("activity_type_id", sa.Text, nullable=False),
            sa.Column("member_id", sa.Text, nullable=False),
            sa.Column("spent_on", sa.Date, nullable=False),
            sa.Column("minutes", sa.Integer, nullable=False),
            sa.Column("title", sa.Text, nullable=False),
            sa.Column("billable", sa.Boolean, nullable=False),
            sa.Column("locked", sa.Text),
        )

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        if refused := self.refuses.keys() & {log.entry_id for log in timelogs}:
            raise TimelogsRefused({stamp: self.refuses[stamp] for stamp in refused})
        self._session.execute(
            self.table.insert(), [timelog_row(studio_id, log) for log in timelogs]
        )
        return len(timelogs)

    def find_many(
        self, studio_id: str, entry_ids: Sequence[int], for_update: bool
    ) -> Sequence[FoundTimelog]:
        query = sa.select(self.table).where(self._these(studio_id, entry_ids))
        rows = self._session.execute(query.with_for_update() if for_update else query)
        return [_found(row) for row in rows.mappings()]

    def change_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        self._demand_free(studio_id, [log.entry_id for log in timelogs])
        for log in timelogs:
            mine = self._these(studio_id, [log.entry_id])
            self._session.execute(
                self.table.update().where(mine).values(timelog_row(studio_id, log))
            )
        return len(timelogs)

    def remove_many(self, studio_id: str, entry_ids: Sequence[int]) -> int:
        self._demand_free(studio_id, entry_ids)
        self._session.execute(self.table.delete().where(self._these(studio_id, entry_ids)))
        return len(entry_ids)

    def _these(self, studio_id: str, entry_ids: Sequence[int]) -> sa.ColumnElement[bool]:
        table = self.table.c
        return sa.and_(table.studio_id == studio_id, table.entry_id.in_(entry_ids))

    def _demand_free(self, studio_id: str, entry_ids: Sequence[int]) -> None:
        locks = {one.entry_id: one.locked for one in self.find_many(studio_id, entry_ids, True)}
        causes = {stamp: locks.get(stamp, "It is not there.") for stamp in entry_ids}
        if refused := {stamp: cause for stamp, cause in causes.items() if cause}:
            raise TimelogsRefused(refused)


def _found(row: sa.RowMapping) -> FoundTimelog:
    return FoundTimelog(
        row["entry_id"],
        row["project_id"],
        row["activity_type_id"],
        row["member_id"],
        row["spent_on"],
        Duration(*divmod(row["minutes"], 60)),
        row["title"],
        row["billable"],
        row["locked"],
    )


def new_timelog(row: sa.RowMapping) -> NewTimelog:
    """Return what the host was given for a row, but for what it does not keep."""
    return NewTimelog(
        row["entry_id"],
        row["project_id"],
        row["activity_type_id"],
        row["member_id"],
        row["spent_on"],
        Duration(*divmod(row["minutes"], 60)),
        row["title"],
        row["billable"],
    )


def timelog_row(studio_id: str, log: NewTimelog) -> dict[str, Any]:
    """Return the row of a timelog, but for its lock."""
    return {
        "studio_id": studio_id,
        "entry_id": log.entry_id,
        "project_id": log.project_id,
        "activity_type_id": log.activity_type_id,
        "member_id": log.member_id,
        "spent_on": log.spent_on,
        "minutes": log.duration.total_minutes,
        "title": log.title,
        "billable": log.billable,
    }
