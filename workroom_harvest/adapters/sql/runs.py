"""Import runs: what is to be done, and what was."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from workroom_harvest.adapters.sql.connections import sight
from workroom_harvest.adapters.sql.database import HostSession, has_ended
from workroom_harvest.domain.entries import Period
from workroom_harvest.domain.fallback import Cause, FellBack
from workroom_harvest.domain.retry import DAY, RetryState
from workroom_harvest.domain.run import (
    ImportRun,
    RunKind,
    RunStatus,
    SkippedEntry,
    SkipReason,
)

SEARCHED = 20
"""Of the newest rows, where the newest cannot be read: it hides no other."""

log = logging.getLogger(__name__)


UNDER_WAY = (RunStatus.QUEUED, RunStatus.RUNNING)


class SqlRuns:
    """The Runs port."""

    def __init__(
        self, rows: HostSession, table: sa.Table, leases: sa.Table, connections: sa.Table
    ) -> None:
        self._rows = rows
        self._table = table
        self._leases = leases
        self._connections = connections

    def add(self, run: ImportRun) -> bool:
        """See the port. The unique keys on `live_for` and on the night decide."""
        return self._rows.insert_unless_there(self._table, {**_asked(run), **_reached(run)})

    def of(self, studio_id: str, run_id: str) -> ImportRun | None:
        """See the port."""
        return self._first(self._table.c.studio_id == studio_id, self._table.c.id == run_id)

    def by_id(self, run_id: str) -> ImportRun | None:
        """See the port."""
        return self._first(self._table.c.id == run_id)

    def live(self, studio_id: str) -> ImportRun | None:
        """See the port."""
        return self._first(self._table.c.live_for == studio_id)

    def stop(self, studio_id: str, sentence: str, now: datetime) -> None:
        """In one statement, for a row need not be understood to be ended."""
        table = self._table
        under_way = table.c.status.not_in((RunStatus.FINISHED, RunStatus.FAILED))
        mine = sa.update(table).where(
            table.c.studio_id == studio_id, sa.or_(table.c.live_for.is_not(None), under_way)
        )
        over = {"status": RunStatus.FAILED, "failure": sentence, "ended_at": now}
        self._rows.write(mine.values(**over, live_for=None, cursor=None))

    def is_busy(self, studio_id: str) -> bool:
        """By the unique key that lets in no second one."""
        live = sa.select(self._table.c.id).where(self._table.c.live_for == studio_id)
        return self._rows.one(live) is not None

    def latest(self, studio_id: str) -> ImportRun | None:
        """See the port."""
        return self._first(self._table.c.studio_id == studio_id)

    def latest_nightly(self, studio_id: str) -> ImportRun | None:
        """See the port."""
        present = sa.select(self._connections.c.id).where(
            self._connections.c.studio_id == studio_id
        )
        return self._first(
            self._table.c.studio_id == studio_id,
            self._table.c.night.is_not(None),
            self._table.c.connection_id.in_(present),
        )

    def finished_nights(self, connection_id: str, most: int) -> Sequence[ImportRun]:
        """See the port."""
        table = self._table
        finished = self._newest(
            table.c.connection_id == connection_id,
            table.c.night.is_not(None),
            table.c.status == RunStatus.FINISHED,
        )
        return _readable(self._rows.all(finished.limit(most)))

    def had_night(self, connection_id: str, night: date) -> bool:
        """See the port."""
        table = self._table
        one = sa.select(table.c.id).where(
            table.c.connection_id == connection_id, table.c.night == night
        )
        return self._rows.one(one) is not None

    def stalled(self, patience: timedelta) -> Sequence[ImportRun]:
        """See the port. A killed worker's lease runs out; one that was given back is null.

        The queue is given as long as a lease lasts.
        """
        runs, leases, now = self._table, self._leases, self._rows.now()
        joined = runs.outerjoin(leases, leases.c.studio_id == runs.c.studio_id)
        killed = sa.and_(
            leases.c.expires_at <= now,
            # Unless it was handed over since: then it waits for its patience like others.
            sa.or_(runs.c.enqueued_at.is_(None), runs.c.enqueued_at <= leases.c.expires_at),
        )
        forgotten = sa.and_(
            has_ended(leases.c.expires_at, now, patience),
            has_ended(runs.c.enqueued_at, now - patience, patience),
        )
        due = has_ended(runs.c.next_try_at, now, DAY / 2)
        statement = (
            sa.select(runs)
            .select_from(joined)
            .where(runs.c.status.in_(UNDER_WAY), due, sa.or_(killed, forgotten))
            .order_by(runs.c.created_at)
        )
        return _readable(self._rows.all(statement))

    def mark_enqueued(self, run_id: str) -> None:
        """See the port."""
        mine = sa.update(self._table).where(self._table.c.id == run_id)
        self._rows.write(mine.values(enqueued_at=self._rows.now()))

    def save(self, run: ImportRun) -> None:
        """See the port."""
        self._rows.write(
            sa.update(self._table).where(self._table.c.id == run.id).values(**_reached(run))
        )

    def _first(self, *where: sa.ColumnElement[bool]) -> ImportRun | None:
        newest = self._newest(*where)
        rows = self._rows.all(newest.limit(1))
        found = _readable(rows)
        if rows and not found:
            found = _readable(self._rows.all(newest.limit(SEARCHED)))
        return found[0] if found else None

    def _newest(self, *where: sa.ColumnElement[bool]) -> sa.Select[Any]:
        table = self._table
        return sa.select(table).where(*where).order_by(table.c.created_at.desc(), table.c.id)


def _asked(run: ImportRun) -> Mapping[str, Any]:
    """The columns that never change."""
    return {
        "id": run.id,
        "studio_id": run.studio_id,
        "connection_id": run.connection_id,
        "kind": run.kind,
        "created_at": run.created_at,
        "first_day": run.period.first if run.period else None,
        "last_day": run.period.last if run.period else None,
        "night": run.night,
        "updated_since": run.updated_since,
        "earliest_day": run.reach.first if run.reach else None,
        "latest_day": run.reach.last if run.reach else None,
        "started_by": run.started_by,
    }


def _reached(run: ImportRun) -> Mapping[str, Any]:
    """The columns that say how far it came."""
    return {
        "status": run.status,
        "imported": run.imported,
        "skipped": {str(reason): count for reason, count in run.skipped.items()},
        "lasting": {str(reason): count for reason, count in run.lasting.items()},
        "skipped_entries": [
            [str(entry.reason), entry.entry_id, entry.label, entry.cause, entry.is_lasting]
            for entry in run.skipped_entries
        ],
        "fell_back": [[one.user_id, one.name, one.cause, one.entries] for one in run.fell_back],
        "sees": run.sees,
        "saw": run.saw,
        "pages": run.pages,
        "expected_pages": run.expected_pages,
        "expected": run.expected,
        "attempts": run.attempts,
        "restarts": run.restarts,
        "failed_tries": run.retry_state.tries if run.retry_state else 0,
        "failing_since": run.retry_state.since if run.retry_state else None,
        "next_try_at": run.retry_state.next_try_at if run.retry_state else None,
        "cursor": run.cursor,
        "remark": run.remark,
        "failure": run.failure,
        "started_at": run.started_at,
        "ended_at": run.ended_at,
        "live_for": None if run.is_over or run.is_resting else run.studio_id,
    }


def _readable(rows: Iterable[sa.RowMapping]) -> list[ImportRun]:
    """The runs that this version of the plugin understands; others are named in the log."""
    runs = []
    for row in rows:
        try:
            runs.append(_run(row))
        except (ValueError, TypeError, LookupError, AttributeError):
            log.warning("run %s cannot be read by this version and is left out", row["id"])
    return runs


def _run(row: sa.RowMapping) -> ImportRun:
    first, earliest = row["first_day"], row["earliest_day"]
    return ImportRun(
        id=row["id"],
        studio_id=row["studio_id"],
        connection_id=row["connection_id"],
        kind=RunKind(row["kind"]),
        created_at=row["created_at"],
        period=Period(first, row["last_day"]) if first else None,
        night=row["night"],
        updated_since=row["updated_since"],
        reach=Period(earliest, row["latest_day"]) if earliest else None,
        started_by=row["started_by"],
        status=RunStatus(row["status"]),
        imported=row["imported"],
        skipped={SkipReason(reason): count for reason, count in row["skipped"].items()},
        lasting={SkipReason(reason): count for reason, count in row["lasting"].items()},
        skipped_entries=tuple(
            SkippedEntry(SkipReason(reason), *entry) for reason, *entry in row["skipped_entries"]
        ),
        fell_back=tuple(
            FellBack(user_id, name, Cause(cause), entries)
            for user_id, name, cause, entries in row["fell_back"]
        ),
        sees=sight(row["sees"]),
        saw=sight(row["saw"]),
        pages=row["pages"],
        expected_pages=row["expected_pages"],
        expected=row["expected"],
        attempts=row["attempts"],
        restarts=row["restarts"],
        retry_state=RetryState(row["failed_tries"], row["failing_since"], row["next_try_at"])
        if row["failed_tries"]
        else None,
        is_resting=row["live_for"] is None and row["status"] in UNDER_WAY,
        cursor=row["cursor"],
        remark=row["remark"],
        failure=row["failure"],
        started_at=row["started_at"],
        ended_at=row["ended_at"],
    )
