"""The repository of import runs."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from workroom_harvest.adapters.sql.expiry import has_ended
from workroom_harvest.adapters.sql.messages import message_json
from workroom_harvest.adapters.sql.old_runs import delete_old, old_runs
from workroom_harvest.adapters.sql.run_rows import (
    progress_columns,
    readable_runs,
    request_columns,
)
from workroom_harvest.adapters.sql.session import HostSession
from workroom_harvest.domain.messages import Message
from workroom_harvest.domain.ports.store.runs import Runs
from workroom_harvest.domain.retry import DAY
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.run_status import UNDER_WAY, RunStatus

SEARCHED = 20
"""How many of the newest rows are searched if the newest one cannot be read."""


class SqlRuns(Runs):
    """Import runs, one row each. The unique keys on `live_for` and on the night limit them."""

    def __init__(
        self,
        session: HostSession,
        table: sa.Table,
        leases: sa.Table,
        connections: sa.Table,
        skipped_entries: sa.Table,
    ) -> None:
        self._session = session
        self._table = table
        self._leases = leases
        self._connections = connections
        self._skipped_entries = skipped_entries

    def add(self, run: ImportRun) -> bool:
        return self._session.insert_unless_there(
            self._table, {**request_columns(run), **progress_columns(run)}
        )

    def of(self, studio_id: str, run_id: str) -> ImportRun | None:
        return self._first(self._table.c.studio_id == studio_id, self._table.c.id == run_id)

    def by_id(self, run_id: str) -> ImportRun | None:
        return self._first(self._table.c.id == run_id)

    def live(self, studio_id: str) -> ImportRun | None:
        return self._first(self._table.c.live_for == studio_id)

    def stop(self, studio_id: str, why: Message, now: datetime) -> None:
        table = self._table
        # It is one UPDATE, so that rows which this version cannot read are ended, too.
        under_way = table.c.status.not_in([status for status in RunStatus if status.is_over])
        mine = sa.update(table).where(
            table.c.studio_id == studio_id, sa.or_(table.c.live_for.is_not(None), under_way)
        )
        over = {"status": RunStatus.FAILED, "failure": message_json(why), "ended_at": now}
        self._session.write(mine.values(**over, live_for=None, cursor=None))

    def is_busy(self, studio_id: str) -> bool:
        live = sa.select(self._table.c.id).where(self._table.c.live_for == studio_id)
        return self._session.one(live) is not None

    def latest(self, studio_id: str) -> ImportRun | None:
        return self._first(self._table.c.studio_id == studio_id)

    def latest_nightly(self, studio_id: str) -> ImportRun | None:
        present = sa.select(self._connections.c.id).where(
            self._connections.c.studio_id == studio_id
        )
        return self._first(
            self._table.c.studio_id == studio_id,
            self._table.c.night.is_not(None),
            self._table.c.connection_id.in_(present),
        )

    def finished_nights(self, connection_id: str, most: int) -> Sequence[ImportRun]:
        table = self._table
        finished = self._newest(
            table.c.connection_id == connection_id,
            table.c.night.is_not(None),
            table.c.status == RunStatus.FINISHED,
        )
        return readable_runs(self._session.all(finished.limit(most)))

    def had_night(self, connection_id: str, night: date) -> bool:
        table = self._table
        one = sa.select(table.c.id).where(
            table.c.connection_id == connection_id, table.c.night == night
        )
        return self._session.one(one) is not None

    def stalled(self, queue_timeout: timedelta) -> Sequence[ImportRun]:
        runs, leases, now = self._table, self._leases, self._session.now()
        # The lease of a killed worker expires; one that was given back is null.
        joined = runs.outerjoin(leases, leases.c.studio_id == runs.c.studio_id)
        killed = sa.and_(
            leases.c.expires_at <= now,
            # If it was enqueued since then, it waits for the time-out like other runs.
            sa.or_(runs.c.enqueued_at.is_(None), runs.c.enqueued_at <= leases.c.expires_at),
        )
        forgotten = sa.and_(
            has_ended(leases.c.expires_at, now, queue_timeout),
            has_ended(runs.c.enqueued_at, now - queue_timeout, queue_timeout),
        )
        due = has_ended(runs.c.next_try_at, now, DAY / 2)
        statement = (
            sa.select(runs)
            .select_from(joined)
            .where(runs.c.status.in_(UNDER_WAY), due, sa.or_(killed, forgotten))
            .order_by(runs.c.created_at)
        )
        return readable_runs(self._session.all(statement))

    def mark_enqueued(self, run_id: str) -> None:
        mine = sa.update(self._table).where(self._table.c.id == run_id)
        self._session.write(mine.values(enqueued_at=self._session.now()))

    def save(self, run: ImportRun) -> None:
        self._session.write(
            sa.update(self._table).where(self._table.c.id == run.id).values(**progress_columns(run))
        )

    def delete_old(self, before: datetime, most: int) -> int:
        old = old_runs(self._table, self._connections, before).limit(most)
        ids = [row["id"] for row in self._session.all(old)]
        return delete_old(self._session, self._table, self._skipped_entries, ids) if ids else 0

    def _first(self, *where: sa.ColumnElement[bool]) -> ImportRun | None:
        newest = self._newest(*where)
        rows = self._session.all(newest.limit(1))
        found = readable_runs(rows)
        if rows and not found:
            found = readable_runs(self._session.all(newest.limit(SEARCHED)))
        return found[0] if found else None

    def _newest(self, *where: sa.ColumnElement[bool]) -> sa.Select[Any]:
        table = self._table
        return sa.select(table).where(*where).order_by(table.c.created_at.desc(), table.c.id)
