"""The runs that have been kept for long enough: which they are, and how they go."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from workroom_harvest.adapters.sql.session import HostSession
from workroom_harvest.domain.run import RunKind
from workroom_harvest.domain.run_status import UNDER_WAY

MOST_ENTRIES = 10_000
"""How many rows of entries are deleted at once. A single run may have skipped a million."""


def old_runs(runs: sa.Table, connections: sa.Table, before: datetime) -> sa.Select[Any]:
    """Return the query for the ids of runs that were over before `before`, the oldest first.

    A run that is not over has no end, and so is none of them. Nor are previews, nor is the last
    complete night of a connection that exists and asked for what was changed. Those that are old
    are passed over each time: at most one row for each connection, and each by two look-ups in an
    index.
    """
    nights = runs.alias()
    last_complete = (
        sa.select(nights.c.id)
        .where(nights.c.connection_id == runs.c.connection_id, nights.c.is_complete)
        .where(nights.c.night.is_not(None), nights.c.changed_since.is_not(None))
        .order_by(nights.c.night.desc())
        .limit(1)
        .scalar_subquery()
    )
    is_connected = sa.exists().where(connections.c.id == runs.c.connection_id)
    is_needed = sa.and_(
        runs.c.is_complete, runs.c.night.is_not(None), is_connected, runs.c.id == last_complete
    )
    is_old = runs.c.ended_at < before
    return (
        sa.select(runs.c.id)
        .where(is_old, runs.c.kind != RunKind.PREVIEW, sa.not_(is_needed))
        .order_by(runs.c.ended_at)
    )


def old_previews(runs: sa.Table, before: datetime) -> sa.Select[Any]:
    """Return the query for the ids of previews that were over before `before`, the oldest first.

    A preview with which an import under way will be compared is none of them.
    """
    imports = runs.alias()
    is_needed = sa.exists().where(
        imports.c.preview_id == runs.c.id, imports.c.status.in_(UNDER_WAY)
    )
    # Only with the word itself, in place of a parameter, SQLite uses the index of the previews.
    is_preview = runs.c.kind == sa.literal_column(f"'{RunKind.PREVIEW}'")
    is_old = runs.c.ended_at < before
    return sa.select(runs.c.id).where(is_preview, is_old, ~is_needed).order_by(runs.c.ended_at)


def delete_runs(
    session: HostSession, runs: sa.Table, entries: Sequence[sa.Table], ids: Sequence[str]
) -> int:
    """Delete runs of these ids with their rows in the tables `entries`; return how many are gone.

    At most `MOST_ENTRIES` rows of each table go, and a run stays until all of its rows are gone.
    """
    left = []
    for table in entries:
        key = sa.tuple_(*table.primary_key)
        some = sa.select(*table.primary_key).where(table.c.run_id.in_(ids))
        session.write(sa.delete(table).where(key.in_(some.limit(MOST_ENTRIES))))
        left.append(sa.exists().where(table.c.run_id == runs.c.id))
    return session.write(sa.delete(runs).where(runs.c.id.in_(ids), ~sa.or_(*left)))
