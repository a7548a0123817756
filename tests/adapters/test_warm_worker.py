"""A worker's process is prepared before it begins its first job, and shares no connection."""

from datetime import UTC, datetime

import sqlalchemy as sa
from flask import Flask

from demo.workroom.models import db
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio
from workroom_harvest.current import use_cases, workers

TABLES = ("connections", "runs", "leases", "entries", "hash_keys")


def rows() -> list[int]:
    """Return how many rows each of the plugin's tables has."""
    tables = (db.metadata.tables[f"workroom_harvest_{name}"] for name in TABLES)
    found = [
        db.session.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
        for table in tables
    ]
    db.session.rollback()
    return found


def test_a_worker_opens_no_connection_that_its_jobs_would_share(either_app: Flask) -> None:
    """A worker without a job leaves no connection to the database open, and stores nothing."""
    with either_app.app_context():
        before = rows()
        workers().work(burst=True)
        assert isinstance(db.engine.pool, sa.pool.QueuePool)
        assert (db.engine.pool.checkedin(), db.engine.pool.checkedout()) == (0, 0)
        assert rows() == before


def test_a_worker_does_all_nights_that_are_due(
    either_app: Flask, harvest: LocalHarvest, redis_url: str
) -> None:
    """A worker performs each studio's night within the jobs of few, with a session for each."""
    people = {
        "elin@lindqvist.example": "Studio Lindqvist",
        "claire@moreau.example": "Atelier Moreau",
    }
    for email, account in people.items():
        studio = Studio(either_app, harvest, email, account)
        studio.connect()
        studio.map()
        studio.post("/automated-sync", {"on": "1"})
    with either_app.app_context():
        table = db.metadata.tables["workroom_harvest_connections"]
        db.session.execute(table.update().values(automated_since=datetime(2020, 1, 1, tzinfo=UTC)))
        db.session.commit()
        assert use_cases().dispatch_due().started == 2
        workers().work(burst=True)
        runs = db.metadata.tables["workroom_harvest_runs"]
        found = db.session.execute(sa.select(runs.c.studio_id, runs.c.status)).all()
    assert len(found) == 2
    assert {status for _, status in found} == {"finished"}
