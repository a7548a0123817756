"""Exactly the rows that PostgreSQL refuses, in ways of its own, are skipped as Save failed."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from demo.workroom.models import db
from tests.support.apps import make_app
from tests.support.servers import LocalHarvest, fresh_database
from tests.support.studio import Studio

CODED = """
CREATE TRIGGER closed BEFORE INSERT ON timelog FOR EACH ROW EXECUTE FUNCTION refuse()
"""
DEFERRED = """
CREATE CONSTRAINT TRIGGER closed AFTER INSERT ON timelog
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse()
"""
REFUSE = """
CREATE FUNCTION refuse() RETURNS trigger AS $$ BEGIN
IF NEW.harvest_entry_id = {} THEN
RAISE 'The month is closed.' USING ERRCODE = 'object_not_in_prerequisite_state';
END IF;
RETURN NEW; END $$ LANGUAGE plpgsql
"""


@pytest.fixture
def studio(harvest: LocalHarvest, postgres_url: str, redis_url: str) -> Iterator[Studio]:
    """Yield Studio Lindqvist on PostgreSQL, connected and mapped."""
    for app in make_app(fresh_database(postgres_url), harvest, redis_url):
        elin = Studio(app, harvest, "elin@lindqvist.example", "Studio Lindqvist")
        elin.connect()
        elin.map()
        yield elin


@pytest.mark.parametrize("trigger", [CODED, DEFERRED], ids=["coded", "deferred"])
def test_a_row_that_the_database_refuses_costs_no_other(
    studio: Studio, today: date, trigger: str
) -> None:
    """A row that a trigger refuses fails alone, also where its check is deferred.

    The trigger's error code makes the driver raise OperationalError.
    """
    days = (today - timedelta(days=14), today)
    wanted = studio.import_days(*days)["imported"]
    refused = studio.stamps()[0]
    with studio.app.app_context():
        for table in ("timelog", "workroom_harvest_entries"):
            db.session.execute(text(f"DELETE FROM {table}"))  # noqa: S608 because we name them
        db.session.execute(text(REFUSE.format(refused)))
        db.session.execute(text(trigger))
        db.session.commit()
    run = studio.import_days(*days)
    assert (run["status"], run["imported"]) == ("finished", wanted - 1)
    assert run["skipped"]["Save failed"] == 1
    assert refused not in studio.stamps()
    assert "The month is closed." in studio.page()
