"""The plugin works on PostgreSQL with the older driver, psycopg2."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from demo.workroom.config import database_url as with_driver
from demo.workroom.models import db
from tests.support.apps import make_app
from tests.support.refusing_host import RefusingTimelogs, use_timelogs
from tests.support.servers import LocalHarvest, fresh_database
from tests.support.studio import Studio, text_of
from tests.web.databases import assert_imports, connected


@pytest.fixture
def on_psycopg2(harvest: LocalHarvest, redis_url: str, postgres_url: str) -> Iterator[Studio]:
    """Return Studio Lindqvist on PostgreSQL with psycopg2, connected and mapped."""
    url = with_driver(fresh_database(postgres_url)).replace("+psycopg:", "+psycopg2:")
    for app in make_app(url, harvest, redis_url):
        with app.app_context():
            assert db.engine.driver == "psycopg2"
        yield connected(app, harvest)


def test_an_import_works_with_psycopg2(on_psycopg2: Studio, today: date) -> None:
    """An import saves every entry once."""
    assert_imports(on_psycopg2, today)


def test_psycopg2s_missing_table_is_a_sentence(on_psycopg2: Studio) -> None:
    """A missing table is answered with a 503 and its remedy, not with the driver's error."""
    with on_psycopg2.app.app_context():
        db.metadata.tables["workroom_harvest_runs"].drop(db.engine)
    answer = on_psycopg2.browser.get("/settings/integrations/harvest")
    assert answer.status_code == 503
    assert "Ask whoever runs Workroom to run the migrations" in text_of(answer.text)


def test_what_psycopg2s_triggers_refuse_costs_no_other_row(
    on_psycopg2: Studio, today: date
) -> None:
    """A row that a trigger refuses fails alone, though psycopg2 raises OperationalError."""
    days = (today - timedelta(days=14), today)
    wanted = on_psycopg2.import_days(*days)["imported"]
    refused = on_psycopg2.stamps()[0]
    with on_psycopg2.app.app_context():
        for table in ("timelog", "workroom_harvest_entries"):
            db.session.execute(sa.text(f"DELETE FROM {table}"))  # noqa: S608 because we name them
        db.session.execute(sa.text(REFUSE.format(refused)))
        db.session.commit()
    run = on_psycopg2.import_days(*days)
    assert (run["status"], run["imported"]) == ("finished", wanted - 1)
    assert run["skipped"]["Save failed"] == 1


REFUSE = """
CREATE FUNCTION refuse() RETURNS trigger AS $$ BEGIN
IF NEW.harvest_entry_id = {} THEN
RAISE 'The month is closed.' USING ERRCODE = 'object_not_in_prerequisite_state';
END IF;
RETURN NEW; END $$ LANGUAGE plpgsql;
CREATE TRIGGER closed BEFORE INSERT ON timelog FOR EACH ROW EXECUTE FUNCTION refuse()
"""


def test_rows_that_a_host_refuses_are_found_with_psycopg2(on_psycopg2: Studio, today: date) -> None:
    """Rows that the host refuses are found by halving the page, within savepoints."""
    timelogs = RefusingTimelogs()
    timelogs.by_name = False
    use_timelogs(on_psycopg2.app, timelogs)
    days = (today - timedelta(days=14), today)
    on_psycopg2.import_days(*days)
    timelogs.refused = {stamp or 0 for stamp in on_psycopg2.stamps()[:2]}
    with on_psycopg2.app.app_context():
        for table in ("timelog", "workroom_harvest_entries"):
            db.session.execute(sa.text(f"DELETE FROM {table}"))  # noqa: S608 because we name them
        db.session.commit()
    assert on_psycopg2.import_days(*days)["skipped"]["Save failed"] == 2
