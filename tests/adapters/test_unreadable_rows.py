"""Rows of runs that a newer version of the plugin wrote before it was rolled back.

One such row keeps nobody else from working.
"""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from demo.workroom.models import db
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio, text_of
from workroom_harvest.current import use_cases

RUNS = "workroom_harvest_runs"


@pytest.fixture
def studio(either_app: Flask, harvest: LocalHarvest) -> Studio:
    """Give Studio Lindqvist, connected, mapped, and with its nights on for years."""
    elin = Studio(either_app, harvest, "elin@lindqvist.example", "Studio Lindqvist")
    elin.connect()
    elin.map()
    switch_on(elin)
    return elin


@pytest.fixture
def neighbour(either_app: Flask, harvest: LocalHarvest, studio: Studio) -> Studio:
    """Give Atelier Moreau, connected, mapped, and with its nights on for years."""
    moreau = Studio(either_app, harvest, "claire@moreau.example", "Atelier Moreau")
    moreau.connect()
    moreau.map()
    switch_on(moreau)
    return moreau


def switch_on(studio: Studio) -> None:
    """Switch the studio's nights on, and date all studios' switches to 2020."""
    studio.post("/automated-sync", {"on": "1"})
    with studio.app.app_context():
        table = db.metadata.tables["workroom_harvest_connections"]
        db.session.execute(table.update().values(automated_since=datetime(2020, 1, 1, tzinfo=UTC)))
        db.session.commit()


def change(studio: Studio, run_id: str, **values: object) -> None:
    """Write values into a run's row that this version would not write."""
    with studio.app.app_context():
        connection = db.session.connection()
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
        else:
            connection.exec_driver_sql(f"ALTER TABLE {RUNS} DROP CONSTRAINT ck_{RUNS}_status")
            connection.exec_driver_sql(f"ALTER TABLE {RUNS} DROP CONSTRAINT ck_{RUNS}_live_for")
        table = db.metadata.tables[RUNS]
        db.session.execute(table.update().where(table.c.id == run_id).values(**values))
        db.session.commit()


STRANGE: dict[str, dict[str, object]] = {
    "kind": {"kind": "from a mail"},
    "status": {"status": "cancelling"},
    "reason": {"skipped": {"Left out on purpose": 3}},
    "warning": {"warnings": [{"code": "from a mail"}]},
    "shape": {"skipped": [1, 2, 3]},
    "days": {"last_day": date(1999, 1, 1)},
}


@pytest.fixture(params=list(STRANGE))
def strange(request: pytest.FixtureRequest) -> dict[str, object]:
    """Give values that only another version writes, one column at a time."""
    return STRANGE[request.param]


def test_the_page_opens_and_disconnect_ends_it(
    studio: Studio, strange: dict[str, object], today: date
) -> None:
    """The page opens, a click is told of the newer version, and Disconnect ends the run.

    After Disconnect and Connect the studio imports again.
    """
    run_id = studio.start_import(today - timedelta(days=14), today)
    change(studio, run_id, **strange)
    assert studio.browser.get("/settings/integrations/harvest").status_code == 200
    assert studio.browser.get(f"/settings/integrations/harvest/imports/{run_id}").status_code == 404
    refused = studio.post("/imports", {"from": str(today), "to": str(today)})
    assert refused.status_code == 409
    assert "a newer version of the Harvest plugin" in text_of(refused.text)
    with studio.app.app_context():
        assert use_cases().perform_import(run_id) is None
    assert studio.post("/disconnect").status_code == 303
    studio.connect()
    studio.map()
    assert studio.import_days(today - timedelta(days=14), today)["status"] == "finished"


def test_other_studios_nights_start(
    studio: Studio, neighbour: Studio, strange: dict[str, object], today: date
) -> None:
    """Other studios' nights start, and a worker that gets the unreadable run leaves it alone."""
    run_id = studio.start_import(today - timedelta(days=14), today)
    change(studio, run_id, **strange, enqueued_at=datetime(2020, 1, 1, tzinfo=UTC))
    with studio.app.app_context():
        assert use_cases().dispatch_due().started == 1
        assert use_cases().perform_import(run_id) is None
    assert "Last auto-sync" in neighbour.page()


def test_the_newest_readable_result_is_shown(
    studio: Studio, strange: dict[str, object], today: date
) -> None:
    """The page shows the newest result that can be read."""
    first = studio.import_days(today - timedelta(days=14), today)
    second = studio.start_import(today, today)
    change(studio, second, **strange)
    assert str(first["id"])[:8] in studio.page()


def test_the_log_names_the_row(
    studio: Studio, today: date, caplog: pytest.LogCaptureFixture
) -> None:
    """The log names the row, so that the operator can look at it."""
    run_id = studio.start_import(today, today)
    change(studio, run_id, kind="from a mail")
    studio.page()
    assert f"run {run_id} cannot be read" in caplog.text
