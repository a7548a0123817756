"""The repository of the hours of entries, which the database sums."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from workroom_harvest.adapters.sql.repositories.entry_states import STATES, WITH_TIMELOG
from workroom_harvest.adapters.sql.repositories.ledger import REASONS
from workroom_harvest.adapters.sql.session import HostSession
from workroom_harvest.adapters.sql.tables.entries import APART
from workroom_harvest.domain.edited_hours import Handed
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.hours import Amount, EntryHours
from workroom_harvest.domain.ports.store.hours import HoursLog
from workroom_harvest.domain.ports.store.ledger import DayPlace
from workroom_harvest.domain.window import Days

NOT_IN_HARVEST = [str(state) for state in EntryState if not state.is_in_harvest]
"""The states of an entry that Harvest does not have any more."""

SUMS = ("entries", "differing", "said_minutes", "hundredths", "minutes")
"""The columns of the sums, in the order of `EntryHours`."""


class SqlHours(HoursLog):
    """Sums over the ledger: two statements, each of which finds its days by an index."""

    def __init__(self, session: HostSession, entries: sa.Table) -> None:
        self._session = session
        self._entries = entries

    def of_account(
        self, studio_id: str, harvest_account_id: int, days: Days
    ) -> Sequence[EntryHours]:
        table = self._entries.c
        mine = sa.and_(table.studio_id == studio_id, table.harvest_account_id == harvest_account_id)
        is_said = self._is_said(days)
        stands = table.state.in_(WITH_TIMELOG)
        is_written = sa.and_(table.written_on.between(days.first, days.last), stands)
        # Few timelogs stand on a day on which Harvest does not have their entry, and these have an
        # index of their own.
        moved = sa.and_(sa.text(APART), is_written, sa.not_(is_said))
        return [
            *self._summed(sa.and_(mine, is_said), is_written, is_said=True),
            *self._summed(sa.and_(mine, moved), is_written, is_said=False),
        ]

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
        table = self._entries.c
        is_said = table.spent_on.between(days.first, days.last)
        query = sa.select(
            table.entry_id,
            table.spent_on.label("said_on"),
            table.project_id,
            table.member_id,
            table.minutes,
        ).where(
            table.studio_id == studio_id,
            table.harvest_account_id == harvest_account_id,
            table.written_on.between(days.first, days.last),
            table.state.in_(WITH_TIMELOG),
            sa.and_(sa.text(APART), sa.not_(is_said)) if moved else is_said,
        )
        if after is not None:
            place = sa.tuple_(table.spent_on, table.entry_id)
            behind = (sa.literal(after.spent_on), sa.literal(after.entry_id, sa.BigInteger))
            query = query.where(place > sa.tuple_(*behind))
        rows = self._session.all(query.order_by(table.spent_on, table.entry_id).limit(most))
        return [Handed(**row) for row in rows]

    def of_others(self, studio_id: str, harvest_account_id: int, days: Days) -> Amount:
        table = self._entries.c
        row = self._session.one(
            sa.select(
                sa.func.count().label("entries"),
                sa.func.sum(table.said_minutes).label("minutes"),
            ).where(
                table.studio_id == studio_id,
                table.harvest_account_id != harvest_account_id,
                self._is_said(days),
            )
        )
        return Amount(row["entries"], int(row["minutes"] or 0)) if row else Amount()

    def _is_said(self, days: Days) -> sa.ColumnElement[bool]:
        table = self._entries.c
        is_there = table.state.not_in(NOT_IN_HARVEST)
        return sa.and_(table.spent_on.between(days.first, days.last), is_there)

    def _summed(
        self, wanted: sa.ColumnElement[bool], is_written: sa.ColumnElement[bool], *, is_said: bool
    ) -> Sequence[EntryHours]:
        table = self._entries.c
        waits = table.state == str(EntryState.WAITING)
        stands = table.state.in_(WITH_TIMELOG)

        def ours(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
            """Return a column of the timelog, where that still stands."""
            return sa.case((stands, column)).label(column.name)

        # What is grouped by an expression with parameters is no column to PostgreSQL.
        one = (
            sa.select(
                table.state,
                table.reason,
                table.harvest_project_id,
                # What was imported is not told apart by its task.
                sa.case((waits, table.harvest_task_id)).label("task_id"),
                table.harvest_user_id,
                ours(table.project_id),
                ours(table.member_id),
                ours(table.fell_back),
                sa.func.coalesce(is_written, sa.false()).label("is_written"),
                ours(table.minutes),
                table.said_minutes,
                table.hundredths,
            )
            .where(wanted)
            .subquery()
        )
        alike = [column for column in one.c if column.name not in SUMS]
        differs = sa.case((one.c.minutes != one.c.said_minutes, 1), else_=0)
        sums = (
            sa.func.count().label("entries"),
            sa.func.sum(differs).label("differing"),
            *(sa.func.sum(one.c[name]).label(name) for name in SUMS[2:]),
        )
        rows = self._session.all(sa.select(*alike, *sums).group_by(*alike))
        return [_hours(row, is_said=is_said) for row in rows]


def _hours(row: sa.RowMapping, *, is_said: bool) -> EntryHours:
    return EntryHours(
        STATES.get(row["state"], EntryState.IMPORTED),
        REASONS.get(row["reason"] or ""),
        row["harvest_project_id"],
        row["task_id"],
        row["harvest_user_id"],
        row["project_id"],
        row["member_id"],
        bool(row["fell_back"]),
        is_said,
        bool(row["is_written"]),
        *(int(row[name] or 0) for name in SUMS),
    )
