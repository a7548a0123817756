"""How a run that failed or was cancelled goes on, and what keeps it from that."""

from dataclasses import replace
from datetime import datetime

from workroom_harvest.domain import run_status, schedule
from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.run_status import Event, RunStatus


def hindrance(run: ImportRun, connection: Connection, now: datetime) -> Code | None:
    """Return why a run that is over cannot be continued at `now` (UTC), or None if it can.

    `connection` is the studio's present one. A night can be continued within its slot, because the
    next night takes what it left.
    """
    if run.status is RunStatus.FINISHED:
        return Code.RUN_FINISHED
    if run.connection_id != connection.id:
        return Code.RUN_OF_FORMER_CONNECTION
    night = run.request.night
    if night is not None and schedule.slot_end(night) <= now:
        return Code.NIGHT_OVER
    return None


def continued(run: ImportRun, now: datetime) -> ImportRun:
    """Return the run as queued again at `now` (UTC), to go on at the page where it stopped.

    It keeps what it counted and its first start. If Harvest rejects its cursor by now, it begins
    again by itself.
    """
    return replace(
        run,
        status=run_status.after(run.status, Event.CONTINUE),
        progress=run.progress.resume(),
        attempts=0,
        retry_state=None,
        warnings=(),
        failure=None,
        ended_at=None,
        continued_at=now,
    )
