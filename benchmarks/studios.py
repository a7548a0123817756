"""Very many studios with a connection each, whose rows are inserted without clicks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

import sqlalchemy as sa
from flask import Flask

from benchmarks.grant import LIFETIME, Grant
from demo.workroom.models import ActivityType, Member, Project, Studio, db
from workroom_harvest.adapters.sql.tables import define
from workroom_harvest.current import EXTENSION, State
from workroom_harvest.domain.connection import Connection, HarvestAccount, Sight, Tokens
from workroom_harvest.domain.mapping import ProjectPair, TaskPair
from workroom_harvest.domain.ports import Ports

FIRST = 1_000
"""The id of the first of these studios."""

PAIRS = 5
"""How many projects, and how many tasks, each studio has mapped."""

BATCH = 5_000


def ports(app: Flask) -> Ports:
    """Return the plugin's ports."""
    state: State = app.extensions[EXTENSION]
    return state.ports


def add_studios(count: int) -> Sequence[str]:
    """Add so many studios on Pro, with a member, projects and activity types; return their ids."""
    numbers = range(FIRST, FIRST + count)
    insert(Studio, ({"id": n, "name": f"Studio {n}", "plan": "pro"} for n in numbers))
    insert(Member, (_member(number) for number in numbers))
    work = [(n, {"studio_id": n, "name": f"Work {i}"}) for n in numbers for i in range(PAIRS)]
    insert(Project, ({**row, "is_archived": False} for _, row in work))
    kind = {"hourly_rate": 100, "is_billable": True, "is_archived": False}
    insert(ActivityType, ({**row, **kind} for _, row in work))
    db.session.commit()
    return [str(number) for number in numbers]


def _member(studio_id: int) -> dict[str, Any]:
    return {
        "id": studio_id,
        "studio_id": studio_id,
        "name": "Ada Admin",
        "email": f"admin@{studio_id}.example",
        "password_hash": "",
        "role": "admin",
        "is_active": True,
    }


def connect(app: Flask, studio_ids: Sequence[str], grant: Grant, accounts: Sequence[int]) -> None:
    """Connect each studio to an account of its own, with everything mapped and nights on.

    Its tokens are those of `grant`, sealed for the studio.
    """
    now = datetime.now(UTC)
    tokens = Tokens.issued(grant.access, grant.refresh, timedelta(seconds=LIFETIME), now)
    with ports(app).store.transaction() as tx:
        for studio_id, account in zip(studio_ids, accounts, strict=True):
            connection = replace(_connection(studio_id, now), harvest_account=_account(account))
            tx.connections.put(connection)
            tx.connections.put_tokens(connection, tokens, None)
            tx.pairs.replace(
                studio_id,
                [ProjectPair(n, f"Project {n}", str(n)) for n in range(PAIRS)],
                [TaskPair(n, f"Task {n}", str(n)) for n in range(PAIRS)],
            )
        tx.commit()


def connect_without_tokens(app: Flask, studio_ids: Sequence[str]) -> None:
    """Connect each studio as far as a tick can see, with the nightly import on."""
    with ports(app).store.transaction() as tx:
        tx.connections.put(_connection(studio_ids[0], datetime.now(UTC)))
        tx.commit()
    table = define(db.metadata).connections
    changes = ({"studio_id": one, "id": connection_id(one)} for one in studio_ids[1:])
    copy_row(table, changes, studio_id=studio_ids[0])


def copy_row(table: sa.Table, changes: Iterator[Mapping[str, Any]], **which: Any) -> None:
    """Insert a copy of a row for each of these `changes` of its columns.

    `which` are values of columns that tell the row from others.
    """
    row = dict(db.session.execute(sa.select(table).filter_by(**which)).mappings().one())
    insert(table, ({**row, **change} for change in changes))
    db.session.commit()


def insert(target: Any, rows: Iterator[Mapping[str, Any]]) -> None:
    """Insert very many rows into a table or the table of a model, in batches."""
    while batch := list(islice(rows, BATCH)):
        db.session.execute(sa.insert(target), batch)


def vacuum() -> None:
    """Let PostgreSQL do now what its autovacuum does by itself a minute later."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT")
            connection.execute(sa.text("VACUUM ANALYZE"))


def connection_id(studio_id: str) -> str:
    """Return the id of the connection of one of these studios."""
    return f"{int(studio_id):032x}"


def _connection(studio_id: str, now: datetime) -> Connection:
    days_ago = now - timedelta(days=30)
    return Connection(
        id=connection_id(studio_id),
        studio_id=studio_id,
        harvest_account=_account(1),
        connected_by=studio_id,
        connected_at=days_ago,
        automated_since=days_ago,
        sees=Sight.EVERYONE,
        saw=Sight.EVERYONE,
    )


def _account(number: int) -> HarvestAccount:
    return HarvestAccount(number, f"Account {number}")
