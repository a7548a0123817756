"""The repository of import runs."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from workroom_harvest.adapters.sql.repositories.messages import message_json
from workroom_harvest.adapters.sql.repositories.old_runs import delete_runs, old_previews, old_runs
from workroom_harvest.adapters.sql.repositories.run_rows import (
    progress_columns,
    readable_runs,
    request_columns,
)
from workroom_harvest.adapters.sql.repositories.stalled_runs import stalled_runs
from workroom_harvest.adapters.sql.session import HostSession
from workroom_harvest.adapters.sql.utc_datetime import UtcDateTime
from workroom_harvest.domain.messages import Message
from workroom_harvest.domain.ports.store.runs import RunPage, RunPlace, Runs, StalledRun
from workroom_harvest.domain.run import ImportRun, RunKind
from workroom_harvest.domain.run_status import RunStatus

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
        previewed_entries: sa.Table,
        chosen_entries: sa.Table,
        unended: Sequence[sa.Table],
    ) -> None:
        self._session = session
        self._table = table
        self._leases = leases
        self._connections = connections
        self._skipped_entries = skipped_entries
        self._previewed_entries = previewed_entries
        self._chosen_entries = chosen_entries
        # What a run keeps until it ends, and a failed one for as long as it may be continued.
        self._unended = unended

    def add(self, run: ImportRun) -> bool:
        return self._session.insert_unless_there(
            self._table, {**request_columns(run), **progress_columns(run)}
        )

    def add_many(self, runs: Sequence[ImportRun]) -> Collection[str]:
        table = self._table
        rows = [{**request_columns(run), **progress_columns(run)} for run in runs]
        self._session.insert_those_not_there(table, rows)
        # With many rows at once the drivers do not tell which of them were inserted.
        there = sa.select(table.c.id).where(table.c.id.in_([run.id for run in runs]))
        return [row["id"] for row in self._session.all(there)] if runs else []

    def of(self, studio_id: str, run_id: str) -> ImportRun | None:
        return self._first(self._table.c.studio_id == studio_id, self._table.c.id == run_id)

    def by_id(self, run_id: str) -> ImportRun | None:
        found = readable_runs(self._session.all(_select(self._table), {"run_id": run_id}))
        return found[0] if found else None

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
        self._session.write(mine.values(**over, live_for=None))

    def is_busy(self, studio_id: str) -> bool:
        table = self._table
        live = sa.select(table.c.id).where(
            table.c.live_for == studio_id, table.c.kind != RunKind.PREVIEW
        )
        return self._session.one(live) is not None

    def previewing(self, studio_ids: Collection[str]) -> Sequence[str]:
        table = self._table
        live = sa.select(table.c.live_for).where(self._is_live_preview(studio_ids))
        return [row["live_for"] for row in self._session.all(live.order_by(table.c.live_for))]

    def cancel_previews(self, studio_ids: Collection[str], now: datetime) -> None:
        over = {"status": RunStatus.CANCELLED, "ended_at": now, "live_for": None, "cursor": None}
        mine = self._is_live_preview(studio_ids)
        self._session.write(sa.update(self._table).where(mine).values(**over))

    def _is_live_preview(self, studio_ids: Collection[str]) -> sa.ColumnElement[bool]:
        table = self._table
        return sa.and_(table.c.live_for.in_(studio_ids), table.c.kind == RunKind.PREVIEW)

    def latest(self, studio_id: str) -> ImportRun | None:
        table = self._table
        return self._first(table.c.studio_id == studio_id, table.c.kind != RunKind.PREVIEW)

    def page(self, studio_id: str, *, most: int, after: RunPlace | None = None) -> RunPage:
        table = self._table
        order = (table.c.created_at.desc(), table.c.id.desc())
        query = sa.select(table).where(table.c.studio_id == studio_id).order_by(*order)
        if after is not None:
            place = sa.tuple_(table.c.created_at, table.c.id)
            behind = sa.tuple_(sa.literal(after.created_at, UtcDateTime), after.id)
            query = query.where(place < behind)
        rows = self._session.all(query.limit(most + 1))
        last = rows[most - 1] if len(rows) > most else None
        place_of_last = RunPlace(last["created_at"], last["id"]) if last else None
        return RunPage(readable_runs(rows[:most]), place_of_last)

    def latest_nightly(self, studio_id: str) -> ImportRun | None:
        connections = self._connections
        present = sa.select(connections.c.id).where(connections.c.studio_id == studio_id)
        table = self._table
        return self._first(
            table.c.connection_id == present.scalar_subquery(),
            table.c.night.is_not(None),
            newest_by=table.c.night,
        )

    def failing_since(self, studio_id: str) -> date | None:
        table, connections = self._table, self._connections
        present = sa.select(connections.c.id).where(connections.c.studio_id == studio_id)
        mine = table.c.connection_id == present.scalar_subquery()
        finished = sa.select(sa.func.max(table.c.night)).where(
            mine, table.c.status == RunStatus.FINISHED
        )
        failed = sa.select(sa.func.min(table.c.night).label("night")).where(
            mine,
            table.c.status == RunStatus.FAILED,
            table.c.night > sa.func.coalesce(finished.scalar_subquery(), date.min),
        )
        found: date | None = self._session.tuples(failed)[0].night
        return found

    def stalled(
        self, queue_timeout: timedelta, *, most: int, after: StalledRun | None = None
    ) -> Sequence[StalledRun]:
        query = stalled_runs(
            self._table, self._leases, self._session.now(), queue_timeout, after
        ).limit(most)
        return [StalledRun(**row) for row in self._session.all(query)]

    def mark_enqueued(self, run_ids: Collection[str]) -> None:
        table = self._table
        mine = table.c.id.in_(run_ids)
        free = sa.select(table.c.id).where(mine).order_by(table.c.id)
        # The ids are named twice, as PostgreSQL would read the whole table for the inner ones.
        update = sa.update(table).where(
            mine, table.c.id.in_(free.with_for_update(skip_locked=True))
        )
        self._session.write(update.values(enqueued_at=self._session.now()))

    def forget_names(self, studio_id: str) -> None:
        table = self._table
        names_somebody = sa.cast(table.c.fell_back, sa.Text) != "[]"
        rows = self._session.all(
            sa.select(table).where(table.c.studio_id == studio_id, names_somebody)
        )
        for run in readable_runs(rows):
            self.save(replace(run, progress=run.progress.forget_names()))

    def remove(self, run_id: str) -> None:
        runs = self._table
        for table in (self._skipped_entries, *self._unended):
            self._session.write(sa.delete(table).where(table.c.run_id == run_id))
        self._session.write(sa.delete(runs).where(runs.c.id == run_id))

    def save(self, run: ImportRun) -> None:
        self._session.write(_update(self._table), {"run_id": run.id, **progress_columns(run)})

    def delete_old(self, before: datetime, most: int) -> int:
        old = old_runs(self._table, self._connections, before).limit(most)
        ids = [row["id"] for row in self._session.all(old)]
        tables = [self._skipped_entries, self._chosen_entries, *self._unended]
        return delete_runs(self._session, self._table, tables, ids) if ids else 0

    def delete_old_previews(self, before: datetime, most: int) -> int:
        old = old_previews(self._table, before).limit(most)
        ids = [row["id"] for row in self._session.all(old)]
        tables = [self._skipped_entries, self._previewed_entries]
        return delete_runs(self._session, self._table, tables, ids) if ids else 0

    def _first(
        self, *where: sa.ColumnElement[bool], newest_by: sa.Column[Any] | None = None
    ) -> ImportRun | None:
        newest = self._newest(*where, newest_by=newest_by)
        rows = self._session.all(newest.limit(1))
        found = readable_runs(rows)
        if rows and not found:
            found = readable_runs(self._session.all(newest.limit(SEARCHED)))
        return found[0] if found else None

    def _newest(
        self, *where: sa.ColumnElement[bool], newest_by: sa.Column[Any] | None = None
    ) -> sa.Select[Any]:
        table = self._table
        order = table.c.created_at if newest_by is None else newest_by
        return sa.select(table).where(*where).order_by(order.desc(), table.c.id)


# A worker reads and saves a run again and again, and would take longer to build these statements
# anew, with forty columns, than to execute them.


@lru_cache(maxsize=16)
def _select(table: sa.Table) -> sa.Select[Any]:
    return sa.select(table).where(table.c.id == sa.bindparam("run_id"))


@lru_cache(maxsize=16)
def _update(table: sa.Table) -> sa.Update:
    """Return the statement that updates the columns that it is given with a `run_id`."""
    return sa.update(table).where(table.c.id == sa.bindparam("run_id"))
