"""The tick's job starts nights and deletes old runs, each whatever becomes of the other."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from demo.workroom.models import db
from tests.support.apps import rewire
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio
from workroom_harvest.adapters.clock import SystemClock
from workroom_harvest.adapters.rq import jobs
from workroom_harvest.adapters.sql.repositories.old_runs import MOST_ENTRIES
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
