"""PostgreSQL finds the runs that are old by their indexes, among many that are not."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from demo.workroom.models import db
from tests.support.apps import make_app
from tests.support.servers import LocalHarvest, fresh_database
from workroom_harvest.adapters.sql.repositories.old_runs import old_previews, old_runs

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
PREFIX = "workroom_harvest_"


@pytest.fixture
def on_postgres(harvest: LocalHarvest, redis_url: str, postgres_url: str) -> Iterator[Flask]:
    """Give Workroom on PostgreSQL."""
    yield from make_app(fresh_database(postgres_url), harvest, redis_url)


@pytest.mark.parametrize("old", [0, 3_000])
def test_postgres_finds_old_runs_by_their_index(on_postgres: Flask, old: int) -> None:
    """PostgreSQL reads no table as a whole to find old runs, whether none is old or all are."""
    now = datetime.now(UTC)
    with on_postgres.app_context():
        add_runs(now, old, kind="nightly", is_complete=True)
        runs, connections = (db.metadata.tables[PREFIX + name] for name in ("runs", "connections"))
        plan = explained(old_runs(runs, connections, now - timedelta(days=400)).limit(300))
    assert f"ix_{PREFIX}runs_ended" in plan
    assert f"Seq Scan on {PREFIX}runs" not in plan


@pytest.mark.parametrize("old", [0, 300])
def test_postgres_finds_old_previews_by_their_index(on_postgres: Flask, old: int) -> None:
    """PostgreSQL reads no table as a whole to find old previews among many imports."""
    now = datetime.now(UTC)
    with on_postgres.app_context():
        add_runs(now, 0, kind="nightly", is_complete=True)
        add_runs(now, old, kind="preview", is_complete=False, count=300)
        runs = db.metadata.tables[f"{PREFIX}runs"]
        plan = explained(old_previews(runs, now - timedelta(days=7)).limit(300))
    assert f"ix_{PREFIX}runs_previews" in plan
    assert f"Seq Scan on {PREFIX}runs" not in plan


def explained(query: sa.Select[Any]) -> str:
    """Return PostgreSQL's plan of a query, with its statistics as of now."""
    db.session.execute(sa.text("ANALYZE"))
    text = query.compile(db.engine, compile_kwargs={"literal_binds": True})
    return "\n".join(db.session.scalars(sa.text(f"EXPLAIN {text}")))


def add_runs(now: datetime, old: int, *, kind: str, is_complete: bool, count: int = 3_000) -> None:
    """Add runs of a kind that are over, so many of which were long ago."""
    counts = (
        *("imported", "minutes", "listed", "asked", "changed", "missing"),
        *("looked_up", "deleted", "gone"),
        *("pages", "attempts", "restarts", "failed_tries"),
    )
    night: dict[str, object] = {
        **{name: [] for name in ("lasting", "fell_back", "warnings")},
        **dict.fromkeys(counts, 0),
        "skipped": {},
        "skipped_minutes": {},
        "studio_id": "1",
        "kind": kind,
        "status": "finished",
        "is_complete": is_complete,
        "first_day": now.date(),
        "last_day": now.date(),
    }
    rows = [
        {
            **night,
            "id": f"{kind[0].encode().hex()}{number:030x}",
            "connection_id": f"{number % 30:032x}",
            "night": date(2026, 1, 1) + timedelta(days=number // 30) if is_complete else None,
            "created_at": now,
            "ended_at": LONG_AGO if number < old else now,
        }
        for number in range(count)
    ]
    db.session.execute(sa.insert(db.metadata.tables[f"{PREFIX}runs"]), rows)
