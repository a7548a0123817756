"""Helpers that run a studio's nights and change when they happened."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from demo.workroom.models import db
from tests.support.studio import Studio
from workroom_harvest.current import use_cases


def backdate(studio: Studio, since: datetime) -> None:
    """Pretend that Automated sync was switched on at the given instant."""
    with studio.app.app_context():
        table = db.metadata.tables["workroom_harvest_connections"]
        db.session.execute(update(table).values(automated_since=since))
        db.session.commit()


def tick(studio: Studio) -> list[str]:
    """Run a tick and a worker, and return the ids of all runs, newest first."""
    with studio.app.app_context():
        use_cases().dispatch_due()
    ids = [row["id"] for row in runs(studio)]
    for run_id in ids:
        studio.work(run_id)
    return ids


def runs(studio: Studio) -> Sequence[Any]:
    """Return the rows of all runs, newest first."""
    with studio.app.app_context():
        table = db.metadata.tables["workroom_harvest_runs"]
        return (
            db.session.execute(select(table).order_by(table.c.created_at.desc())).mappings().all()
        )


def move_latest(studio: Studio, then: datetime) -> None:
    """Pretend that the newest run was that of the given night, and the last one."""
    newest = runs(studio)[0]["id"]
    with studio.app.app_context():
        table = db.metadata.tables["workroom_harvest_runs"]
        moved = {"night": then.date(), "started_at": then, "created_at": then}
        db.session.execute(update(table).where(table.c.id == newest).values(**moved))
        connections = db.metadata.tables["workroom_harvest_connections"]
        db.session.execute(update(connections).values(last_night=then.date()))
        db.session.commit()
