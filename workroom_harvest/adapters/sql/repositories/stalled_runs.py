"""The query for the runs under way that no worker performs."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from workroom_harvest.adapters.sql.repositories.expiry import has_ended
from workroom_harvest.adapters.sql.utc_datetime import UtcDateTime
from workroom_harvest.domain.ports.store.runs import StalledRun
from workroom_harvest.domain.retry import DAY
from workroom_harvest.domain.run_status import UNDER_WAY


def stalled_runs(
    runs: sa.Table,
    leases: sa.Table,
    now: datetime,
    queue_timeout: timedelta,
    after: StalledRun | None,
) -> sa.Select[Any]:
    """Return the query of `Runs.stalled`, whose columns are the fields of `StalledRun`.

    `now` is the database's, in UTC.
    """
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
    query = (
        sa.select(runs.c.id, runs.c.created_at, runs.c.night.is_not(None).label("is_night"))
        .select_from(joined)
        .where(runs.c.status.in_(UNDER_WAY), due, sa.or_(killed, forgotten))
        .order_by(runs.c.created_at, runs.c.id)
    )
    if after is None:
        return query
    place = sa.tuple_(runs.c.created_at, runs.c.id)
    return query.where(place > sa.tuple_(sa.literal(after.created_at, UtcDateTime), after.id))
