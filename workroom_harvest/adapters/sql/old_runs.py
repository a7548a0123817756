"""The runs that have been kept for long enough: which they are, and how they go."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from workroom_harvest.adapters.sql.session import HostSession

MOST_SKIPPED = 10_000
"""How many skipped entries are deleted at once. A single run may have skipped a million."""


def old_runs(runs: sa.Table, connections: sa.Table, before: datetime) -> sa.Select[Any]:
    """Return the query for the ids of runs that were over before `before`, the oldest first.

    A run that is not over has no end, and so is none of them. Nor is the last complete night of a
    connection that exists. Those that are old are passed over each time: at most one row for each
    connection, and each by two look-ups in an index.
    """
    nights = runs.alias()
    last_complete = (
        sa.select(nights.c.id)
        .where(nights.c.connection_id == runs.c.connection_id, nights.c.is_complete)
        .where(nights.c.night.is_not(None))
        .order_by(nights.c.night.desc())
        .limit(1)
        .scalar_subquery()
    )
    is_connected = sa.exists().where(connections.c.id == runs.c.connection_id)
    is_needed = sa.and_(
        runs.c.is_complete, runs.c.night.is_not(None), is_connected, runs.c.id == last_complete
    )
    is_old = runs.c.ended_at < before
    return sa.select(runs.c.id).where(is_old, sa.not_(is_needed)).order_by(runs.c.ended_at)


def delete_old(
    session: HostSession, runs: sa.Table, skipped_entries: sa.Table, ids: Sequence[str]
) -> int:
    """Delete runs of these ids with the entries that they skipped; return how many runs are gone.

    At most `MOST_SKIPPED` of the entries go, and a run stays until all of its entries are gone.
    """
    key = sa.tuple_(*skipped_entries.primary_key)
    some = sa.select(*skipped_entries.primary_key).where(skipped_entries.c.run_id.in_(ids))
    session.write(sa.delete(skipped_entries).where(key.in_(some.limit(MOST_SKIPPED))))
    has_more = sa.exists().where(skipped_entries.c.run_id == runs.c.id)
    return session.write(sa.delete(runs).where(runs.c.id.in_(ids), ~has_more))
