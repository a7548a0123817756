"""The conversion between import runs and their rows."""

import logging
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from workroom_harvest.adapters.sql.connection_rows import sight
from workroom_harvest.domain.entries import Period
from workroom_harvest.domain.fallback import Cause, FellBack
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.retry import RetryState
from workroom_harvest.domain.run import ImportRun, RunKind, RunStatus
from workroom_harvest.domain.skipped import SkippedEntry, SkipReason

UNDER_WAY = (RunStatus.QUEUED, RunStatus.RUNNING)
"""The statuses of a run that is not over."""

log = logging.getLogger(__name__)


def request_columns(run: ImportRun) -> Mapping[str, Any]:
    """Return the columns that say what was asked for, which never change."""
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


def progress_columns(run: ImportRun) -> Mapping[str, Any]:
    """Return the columns that say how far the run came."""
    return {
        "status": run.status,
        "imported": run.imported,
        "skipped": {str(reason): count for reason, count in run.skipped.items()},
        "lasting": {str(reason): count for reason, count in run.lasting.items()},
        "skipped_entries": [
            [
                str(entry.reason),
                entry.entry_id,
                entry.label,
                message_json(entry.cause),
                entry.is_lasting,
            ]
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
        "warnings": [message_json(warning) for warning in run.warnings],
        "failure": message_json(run.failure),
        "started_at": run.started_at,
        "ended_at": run.ended_at,
        "live_for": None if run.is_over or run.is_resting else run.studio_id,
    }


def readable_runs(rows: Iterable[sa.RowMapping]) -> list[ImportRun]:
    """Return the runs that this version of the plugin can read; others are named in the log."""
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
            SkippedEntry(SkipReason(reason), entry_id, label, _optional_message(cause), is_lasting)
            for reason, entry_id, label, cause, is_lasting in row["skipped_entries"]
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
        warnings=tuple(_message(warning) for warning in row["warnings"]),
        failure=_optional_message(row["failure"]),
        started_at=row["started_at"],
        ended_at=row["ended_at"],
    )


def message_json(message: Message | None) -> list[Any] | None:
    """Return the message as it is stored, `[code, {…}]`, or None for None."""
    return None if message is None else [str(message.code), dict(message.data)]


def _message(stored: list[Any]) -> Message:
    code, data = stored
    return Message(Code(code), data)


def _optional_message(stored: list[Any] | None) -> Message | None:
    return None if stored is None else _message(stored)
