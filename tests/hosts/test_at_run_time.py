"""A host that misuses the plugin's transaction is stopped without a lost or repeated timelog."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from flask import Flask

from demo.workroom.harvest_host import WorkroomTimelogs
from demo.workroom.models import db
from tests.hosts.demo import Demo
from tests.hosts.transactions import BESIDES, WRONG
from tests.hosts.unusual import RIGHT
from tests.support.apps import make_app
from tests.support.refusing_host import use_timelogs
from tests.support.servers import LocalHarvest, fresh_database
from tests.support.studio import Studio


@pytest.fixture
def studio(either_app: Flask, harvest: LocalHarvest) -> Studio:
    """Give Studio Lindqvist on either database, without a unique constraint on the stamp."""
    return careless(either_app, harvest)


@pytest.fixture
def on_postgres(harvest: LocalHarvest, redis_url: str, postgres_url: str) -> Iterator[Studio]:
    """Give Studio Lindqvist on PostgreSQL, without a unique constraint on the stamp."""
    for app in make_app(fresh_database(postgres_url), harvest, redis_url):
        yield careless(app, harvest)


def careless(app: Flask, harvest: LocalHarvest) -> Studio:
    """Return Studio Lindqvist, connected and mapped, without a unique constraint on the stamp."""
    with app.app_context():
        with db.engine.begin() as connection:
            operations = Operations(MigrationContext.configure(connection))
            with operations.batch_alter_table("timelog") as timelog:
                timelog.drop_constraint("uq_timelog_stamp", type_="unique")
        db.session.remove()
    elin = Studio(app, harvest, "elin@lindqvist.example", "Studio Lindqvist")
    elin.connect()
    elin.map()
    return elin


def window(today: date) -> tuple[date, date]:
    """Return the first and last day of all entries in the demo's Harvest."""
    return today - timedelta(days=60), today


def ledger(studio: Studio) -> list[int]:
    """Return the ids of the entries that the plugin takes for imported."""
    table = db.metadata.tables["workroom_harvest_entries"]
    with studio.app.app_context():
        return sorted(
            db.session.scalars(sa.select(table.c.entry_id).where(table.c.run_id.is_not(None)))
        )


def stopped_without_harm(studio: Studio, timelogs: Demo, today: date) -> None:
    """Check that the run fails, names the host's method and loses or repeats nothing.

    Once the host is repaired, a further import adds the rest, and each timelog is there once.
    """
    use_timelogs(studio.app, timelogs)
    run = studio.import_days(*window(today))
    assert run["status"] == "failed"
    assert run["failure"].startswith("Workroom's own Timelogs.add_many ")
    assert "tell whoever runs Workroom" in run["failure"]
    assert "Save failed" not in run["skipped"]
    assert studio.stamps() == ledger(studio)
    assert run["imported"] == len(studio.stamps())

    use_timelogs(studio.app, WorkroomTimelogs())
    again = studio.import_days(*window(today))
    assert again["status"] == "finished"
    assert set(Counter(studio.stamps()).values()) == {1}
    assert studio.stamps() == ledger(studio)
    assert len(studio.stamps()) == run["imported"] + again["imported"] > 1


@pytest.mark.parametrize("kind", WRONG, ids=lambda kind: kind.__name__)
def test_a_wrong_host_is_stopped_by_name(studio: Studio, kind: type[Demo], today: date) -> None:
    """A host that misuses the transaction fails the run with the name of its method."""
    stopped_without_harm(studio, kind(), today)


@pytest.mark.parametrize("kind", BESIDES, ids=lambda kind: kind.__name__)
def test_a_host_that_commits_beside_the_transaction_is_stopped_before(
    on_postgres: Studio, kind: type[Demo], today: date
) -> None:
    """A host that commits beside the transaction is stopped before its commit.

    What is committed there could not be undone.
    """
    stopped_without_harm(on_postgres, kind(), today)


@pytest.mark.parametrize("kind", RIGHT, ids=lambda kind: kind.__name__)
def test_a_host_that_adds_rows_in_another_way_finishes_the_run(
    studio: Studio, kind: type[Demo], today: date
) -> None:
    """A host that adds rows in any correct way finishes the run.

    It may use savepoints of its own, objects, bulk inserts or the driver's cursor.
    """
    use_timelogs(studio.app, kind())
    run = studio.import_days(*window(today))
    assert (run["status"], run["failure"]) == ("finished", None)
    assert "Save failed" not in run["skipped"]
    assert len(studio.stamps()) == run["imported"] > 1
    assert set(Counter(studio.stamps()).values()) == {1}
    assert studio.stamps() == ledger(studio)
