"""The conversion between import runs and their rows."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from workroom_harvest.adapters.sql.repositories.connection_rows import sight
from workroom_harvest.adapters.sql.repositories.messages import (
    message_json,
    message_of,
    optional_message,
)
from workroom_harvest.domain.completeness import Announced
from workroom_harvest.domain.difference import Difference, What
from workroom_harvest.domain.errors import InvalidPeriod
from workroom_harvest.domain.fallback import Cause, FellBack
from workroom_harvest.domain.progress import Progress
from workroom_harvest.domain.retry import RetryState
from workroom_harvest.domain.run import ImportRun, Request, RunKind
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.waiting import GroupKind, WaitingGroup
from workroom_harvest.domain.window import ChangedSince, ChosenEntries, Days, Waiting, Window

log = logging.getLogger(__name__)


def request_columns(run: ImportRun) -> Mapping[str, Any]:
    """Return the columns that say what was asked for, which never change."""
    return {
        "id": run.id,
        "studio_id": run.studio_id,
        "connection_id": run.connection_id,
        "created_at": run.created_at,
        "kind": run.request.kind,
        "night": run.request.night,
        "started_by": run.request.started_by,
        "preview_id": run.request.preview_id,
        "undoes": run.request.undoes,
        "wanted_since": run.request.wanted_since,
        **_window_columns(run.request.window),
    }


def _window_columns(window: Window) -> Mapping[str, Any]:
    days: Days | None
    since = group = None
    match window:
        case Days():
            days = window
        case ChangedSince():
            days, since = window.reach, window.since
        case Waiting():
            days, group = window.days, window.group
        case ChosenEntries():
            days = window.days
    return {
        "first_day": days.first if days else None,
        "last_day": days.last if days else None,
        "changed_since": since,
        "group_kind": group.kind if group else None,
        "group_id": group.harvest_id if group else None,
        "group_reason": group.reason if group else None,
    }


def progress_columns(run: ImportRun) -> Mapping[str, Any]:
    """Return the columns that say how far the run came."""
    done = run.progress
    return {
        "status": run.status,
        "is_complete": run.is_complete,
        "imported": done.imported,
        "minutes": done.minutes,
        "skipped": _by_reason(done.skipped),
        "skipped_minutes": _by_reason(done.skipped_minutes),
        "lasting": _by_reason(done.lasting),
        "missing": done.missing,
        "changed": done.changed,
        "looked_up": done.looked_up,
        "deleted": done.deleted,
        "gone": done.gone,
        "unlisted": done.unlisted,
        "fell_back": [[one.user_id, one.name, one.cause, one.entries] for one in done.fell_back],
        "sees": done.sees,
        "saw": done.saw,
        "pages": done.pages,
        "listed": done.listed,
        "asked": done.asked,
        "announced_pages": done.announced.pages,
        "announced_entries": done.announced.entries,
        "attempts": run.attempts,
        "restarts": done.restarts,
        "failed_tries": run.retry_state.tries if run.retry_state else 0,
        "failing_since": run.retry_state.since if run.retry_state else None,
        "next_try_at": run.retry_state.next_try_at if run.retry_state else None,
        "cursor": done.cursor,
        "warnings": [message_json(warning) for warning in run.warnings],
        "failure": message_json(run.failure),
        "differs": _differs_json(run.differs),
        "started_at": run.started_at,
        "ended_at": run.ended_at,
        "continued_at": run.continued_at,
        "live_for": run.studio_id if run.status.holds_studio else None,
    }


def readable_runs(rows: Iterable[sa.RowMapping]) -> list[ImportRun]:
    """Return the runs that this version of the plugin can read; others are named in the log."""
    runs = []
    for row in rows:
        try:
            runs.append(_run(row))
        except (ValueError, TypeError, LookupError, AttributeError, InvalidPeriod):
            log.warning("run %s cannot be read by this version and is left out", row["id"])
    return runs


def _run(row: sa.RowMapping) -> ImportRun:
    return ImportRun(
        id=row["id"],
        studio_id=row["studio_id"],
        connection_id=row["connection_id"],
        created_at=row["created_at"],
        request=_request(row),
        status=RunStatus(row["status"]),
        progress=_progress(row),
        attempts=row["attempts"],
        retry_state=RetryState(row["failed_tries"], row["failing_since"], row["next_try_at"])
        if row["failed_tries"]
        else None,
        warnings=tuple(message_of(warning) for warning in row["warnings"]),
        failure=optional_message(row["failure"]),
        started_at=row["started_at"],
        ended_at=row["ended_at"],
        continued_at=row["continued_at"],
        differs=_differs(row["differs"]),
    )


def _request(row: sa.RowMapping) -> Request:
    return Request(
        RunKind(row["kind"]),
        _window(row),
        row["night"],
        row["started_by"],
        row["preview_id"],
        row["undoes"],
        row["wanted_since"],
    )


def _window(row: sa.RowMapping) -> Window:
    since, kind = row["changed_since"], row["group_kind"]
    if kind is not None:
        reason = row["group_reason"]
        group = WaitingGroup(
            GroupKind(kind), row["group_id"], SkipReason(reason) if reason else None
        )
        return Waiting(group, _days(row) if row["first_day"] else None)
    if row["kind"] == RunKind.CORRECTION:
        return ChosenEntries(_days(row) if row["first_day"] else None)
    return _days(row) if since is None else ChangedSince(since, _days(row))


def _days(row: sa.RowMapping) -> Days:
    return Days(row["first_day"], row["last_day"])


def _differs_json(differs: Sequence[Difference] | None) -> list[Any] | None:
    if differs is None:
        return None
    return [[one.what, one.entries, one.minutes, one.reason, one.shown_minutes] for one in differs]


def _differs(stored: list[Any] | None) -> tuple[Difference, ...] | None:
    if stored is None:
        return None
    return tuple(
        Difference(What(what), entries, minutes, SkipReason(reason) if reason else None, shown)
        for what, entries, minutes, reason, shown in stored
    )


def _progress(row: sa.RowMapping) -> Progress:
    return Progress(
        pages=row["pages"],
        cursor=row["cursor"],
        announced=Announced(row["announced_pages"], row["announced_entries"]),
        restarts=row["restarts"],
        imported=row["imported"],
        minutes=row["minutes"],
        skipped=_reasons(row["skipped"]),
        skipped_minutes=_reasons(row["skipped_minutes"]),
        lasting=_reasons(row["lasting"]),
        missing=row["missing"],
        changed=row["changed"],
        looked_up=row["looked_up"],
        deleted=row["deleted"],
        gone=row["gone"],
        unlisted=row["unlisted"],
        fell_back=tuple(
            FellBack(user_id, name, Cause(cause), entries)
            for user_id, name, cause, entries in row["fell_back"]
        ),
        sees=sight(row["sees"]),
        saw=sight(row["saw"]),
        listed=row["listed"],
        asked=row["asked"],
    )


def _by_reason(counts: Mapping[SkipReason, int]) -> dict[str, int]:
    return {str(reason): count for reason, count in counts.items()}


def _reasons(stored: Mapping[str, int]) -> dict[SkipReason, int]:
    return {SkipReason(reason): count for reason, count in stored.items()}
