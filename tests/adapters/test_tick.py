"""The tick's job starts nights and deletes old runs, each whatever becomes of the other."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from demo.workroom.models import db
from tests.support.apps import make_app, rewire
from tests.support.servers import LocalHarvest, fresh_database
from tests.support.studio import Studio
from workroom_harvest.adapters.clock import SystemClock
from workroom_harvest.adapters.rq import jobs
from workroom_harvest.adapters.sql.old_runs import MOST_ENTRIES, old_previews, old_runs
from workroom_harvest.current import use_cases

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
PREFIX = "workroom_harvest_"


class BrokenClock(SystemClock):
    """A clock that cannot be read."""

    def now(self) -> datetime:
        raise OSError("no clock")


@pytest.fixture
def studio(either_app: Flask, harvest: LocalHarvest) -> Studio:
    """Give Studio Lindqvist, connected, with a night that is due and an import of long ago."""
    elin = Studio(either_app, harvest, "elin@lindqvist.example", "Studio Lindqvist")
    elin.connect()
    today = date(2026, 1, 1)
    assert elin.import_days(today, today)["status"] == "finished"
    elin.post("/automated-sync", {"on": "1"})
    with either_app.app_context():
        update("connections", automated_since=LONG_AGO)
        update("runs", ended_at=LONG_AGO)
        db.session.commit()
    return elin


def update(name: str, **values: object) -> None:
    """Write values into all rows of one of the plugin's tables."""
    db.session.execute(db.metadata.tables[PREFIX + name].update().values(**values))


def kinds(studio: Studio) -> list[str]:
    """Return the kind of each run that is stored."""
    with studio.app.app_context():
        return list(db.session.scalars(sa.select(db.metadata.tables[f"{PREFIX}runs"].c.kind)))


def tick(studio: Studio) -> None:
    """Do what a worker does with the job of a tick."""
    with studio.app.app_context():
        jobs.dispatch_due()


def test_a_tick_starts_the_night_and_deletes_old_runs(studio: Studio) -> None:
    """A tick starts the night that is due, and deletes the import that is over for long enough."""
    assert kinds(studio) == ["on demand"]
    tick(studio)
    assert kinds(studio) == ["nightly"]


def test_old_runs_are_deleted_though_no_night_can_be_started(studio: Studio) -> None:
    """Where starting nights fails, old runs are deleted, and the job fails all the same."""
    rewire(studio.app, clock=BrokenClock())
    with pytest.raises(OSError, match="no clock"):
        tick(studio)
    assert kinds(studio) == []


def test_nights_start_though_old_runs_cannot_be_deleted(studio: Studio) -> None:
    """Where deleting old runs fails, the night is started, and the job fails all the same."""
    rewire(studio.app, keep_runs_days=10_000_000)
    with pytest.raises(OverflowError):
        tick(studio)
    assert sorted(kinds(studio)) == ["nightly", "on demand"]


def test_a_tick_with_nothing_old_writes_nothing(studio: Studio) -> None:
    """Where no run is old, runs and previews are looked for once each, and nothing is locked."""
    statements: list[str] = []
    with studio.app.app_context():
        update("runs", ended_at=datetime.now(UTC))
        db.session.commit()

        @sa.event.listens_for(db.engine, "before_cursor_execute")
        def note(_: Any, __: Any, statement: str, *___: Any) -> None:
            statements.append(statement)

        assert use_cases().forget_old_runs() == 0
    of_runs = [one.split()[0] for one in statements if f"{PREFIX}runs" in one]
    assert of_runs == ["SELECT", "SELECT"]
    assert not [one for one in statements if one.startswith(("INSERT", "UPDATE", "DELETE"))]


def test_what_an_old_run_skipped_goes_in_several_ticks(studio: Studio) -> None:
    """A run that skipped more than can be deleted at once stays until all of that is gone."""
    with studio.app.app_context():
        runs, skipped = (db.metadata.tables[PREFIX + name] for name in ("runs", "skipped_entries"))
        (run_id,) = db.session.scalars(sa.select(runs.c.id))
        texts = dict.fromkeys(("project", "task", "person", "note"), "")
        row = {"run_id": run_id, "studio_id": "1", "reason": "too_old", "is_lasting": False}
        numbers = range(MOST_ENTRIES + 1_000)
        db.session.execute(
            sa.insert(skipped), [{**row, **texts, "number": number} for number in numbers]
        )
        db.session.commit()
        left = sa.select(sa.func.count()).select_from(skipped)
        before = db.session.scalar(left) or 0
        assert use_cases().forget_old_runs() == 0
        assert db.session.scalar(left) == before - MOST_ENTRIES
        assert use_cases().forget_old_runs() == 1
        assert db.session.scalar(left) == 0


def test_what_an_old_preview_shows_goes_in_several_ticks(studio: Studio) -> None:
    """A preview that shows more than can be deleted at once stays until all of that is gone."""
    with studio.app.app_context():
        update("runs", kind="preview")
        runs, shown = (db.metadata.tables[PREFIX + name] for name in ("runs", "previewed_entries"))
        (run_id,) = db.session.scalars(sa.select(runs.c.id))
        texts = ("project", "task", "person", "note", "project_id", "activity_type_id", "member_id")
        flags = {"billable": False, "is_billed": False, "fell_back": False}
        row = {"run_id": run_id, "studio_id": "1", "spent_on": date(2026, 1, 1), "minutes": 60}
        rows = [
            {**row, **flags, **dict.fromkeys(texts, ""), "entry_id": number}
            for number in range(1, MOST_ENTRIES + 1_001)
        ]
        db.session.execute(sa.insert(shown), rows)
        db.session.commit()
        left = sa.select(sa.func.count()).select_from(shown)
        assert use_cases().forget_old_runs() == 0
        assert db.session.scalar(left) == 1_000
        assert use_cases().forget_old_runs() == 1
        assert db.session.scalar(left) == 0


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
