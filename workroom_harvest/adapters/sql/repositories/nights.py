"""The repository of the nights that are due, in a few statements however many studios there are."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from workroom_harvest.adapters.sql.session import HostSession
from workroom_harvest.domain.ports.store.nights import DueNight, Nights
from workroom_harvest.domain.run import RunKind
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.schedule import MOST_NIGHTS


class SqlNights(Nights):
    """The due nights, over the tables of connections and runs."""

    def __init__(self, session: HostSession, connections: sa.Table, runs: sa.Table) -> None:
        self._session = session
        self._connections = connections
        self._runs = runs

    def due(self, night: date, before: datetime | None, *, after: str, most: int) -> Sequence[str]:
        found = self._session.all(self._due(night, before, after=after, most=most))
        return [row["studio_id"] for row in found]

    def take(
        self, studio_ids: Sequence[str], night: date, before: datetime | None
    ) -> Sequence[DueNight]:
        table = self._connections
        # Under the lock nobody can click, switch, disconnect or connect again, and the statement
        # after it sees what was committed until then.
        locked = self._session.lock_rows(table.c.studio_id, studio_ids)
        found = self._session.all(self._taken(locked, night, before))
        due = [DueNight(**row) for row in found]
        taken = table.c.studio_id.in_([one.studio_id for one in due])
        if due:
            self._session.write(sa.update(table).where(taken).values(last_night=night))
        return due

    def _due(
        self, night: date, before: datetime | None, *, after: str, most: int
    ) -> sa.Select[Any]:
        """Return the query of `due`."""
        table = self._connections
        return (
            sa.select(table.c.studio_id)
            .where(table.c.studio_id > after, self._is_due(night, before))
            .order_by(table.c.studio_id)
            .limit(most)
        )

    def _taken(
        self, studio_ids: Sequence[str], night: date, before: datetime | None
    ) -> sa.Select[Any]:
        """Return the query of `take`, whose columns are the fields of `DueNight`.

        Each of its parts reads a connection's nights backward in the unique key of connection and
        night, until it has enough of them.
        """
        table = self._connections
        runs = self._runs.alias("oldest")
        oldest = self._nights(runs).where(runs.c.status == RunStatus.FINISHED)
        oldest = oldest.offset(MOST_NIGHTS - 1)
        first = sa.func.coalesce(
            oldest.with_only_columns(runs.c.night).scalar_subquery(), sa.literal(date.min)
        )
        late = self._runs.alias("complete")
        # A night that read all its days did not ask for older or later entries that were changed.
        complete = self._nights(late).where(
            late.c.is_complete, late.c.changed_since.is_not(None), late.c.night >= first
        )
        return (
            sa.select(
                table.c.studio_id,
                table.c.id.label("connection_id"),
                table.c.connected_at,
                table.c.automated_since,
                complete.scalar_subquery().label("complete_start"),
                oldest.scalar_subquery().label("oldest_start"),
                table.c.full_night,
            )
            .where(table.c.studio_id.in_(studio_ids), self._is_due(night, before))
            .order_by(table.c.studio_id)
        )

    def _nights(self, runs: sa.FromClause) -> sa.Select[Any]:
        """Return the query for when the newest night of a connection began."""
        return (
            sa.select(runs.c.started_at)
            .where(runs.c.connection_id == self._connections.c.id, runs.c.night.is_not(None))
            .order_by(runs.c.night.desc())
            .limit(1)
            .correlate(self._connections)
        )

    def _is_due(self, night: date, before: datetime | None) -> sa.ColumnElement[bool]:
        table, runs = self._connections, self._runs
        # Three conditions that an index answers, where `<>` would read each row.
        has_not_had_it = sa.or_(
            table.c.last_night.is_(None), table.c.last_night < night, table.c.last_night > night
        )
        is_busy = sa.exists().where(
            runs.c.live_for == table.c.studio_id, runs.c.kind != RunKind.PREVIEW
        )
        due = sa.and_(
            has_not_had_it,
            table.c.automated_since.is_not(None),
            table.c.reconnect_reason.is_(None),
            ~is_busy,
        )
        return due if before is None else sa.and_(due, table.c.automated_since < before)
