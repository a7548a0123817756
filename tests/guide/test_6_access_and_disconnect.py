"""Who may use the integration, and how a studio disconnects."""

from datetime import date

import pytest

from demo.workroom.models import db
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio, text_of


@pytest.mark.parametrize(
    ("email", "account", "reason"),
    [
        ("mira@lindqvist.example", "Studio Lindqvist", "Only an Admin or the Designer"),
        ("nora@nordform.example", "Nordform", "part of the Pro plan"),
    ],
)
def test_who_may_not_sees_why(
    app: object, harvest: LocalHarvest, elin: Studio, email: str, account: str, reason: str
) -> None:
    """Members and studios without Pro get a 403 that says why and what to do."""
    studio = Studio(elin.app, harvest, email, account)
    answer = studio.browser.get("/settings/integrations/harvest")
    assert answer.status_code == 403
    assert reason in text_of(answer.text)


def test_the_connection_belongs_to_the_whole_studio(connected: Studio) -> None:
    """A Designer sees the connection that the Admin of the same studio made."""
    jonas = Studio(connected.app, connected.harvest, "jonas@lindqvist.example", "Studio Lindqvist")
    assert "Connected" in jonas.page()


def test_disconnect_revokes_clears_and_keeps_the_timelogs(
    connected: Studio, harvest: LocalHarvest, today: date
) -> None:
    """Disconnect revokes the grant, deletes connection and pairs, and keeps the timelogs."""
    connected.import_days("2026-01-01", today)
    before = [log.id for log in connected.timelogs()]
    assert before
    connected.post("/automated-sync", {"on": "1"})

    connected.post("/disconnect")

    page = text_of(connected.page())
    assert "Harvest is disconnected" in page
    assert "Connect Harvest" in page
    assert [log.id for log in connected.timelogs()] == before
    assert not harvest.state.by_refresh, "revoked at Harvest"
    with connected.app.app_context():
        for name in ("connections", "project_pairs", "task_pairs"):
            table = db.metadata.tables[f"workroom_harvest_{name}"]
            assert db.session.execute(table.select()).all() == []


def test_reconnecting_after_disconnect_duplicates_nothing(connected: Studio, today: date) -> None:
    """The ledger outlives Disconnect, so that reconnecting imports nothing twice."""
    imported = connected.import_days("2026-01-01", today)["imported"]
    connected.post("/disconnect")
    connected.connect()
    connected.map()
    again = connected.import_days("2026-01-01", today)
    assert again["imported"] == 0
    assert again["skipped"]["Already imported"] == imported


def test_disconnect_works_with_harvest_down(connected: Studio, harvest: LocalHarvest) -> None:
    """Disconnect works while Harvest is down, and says where to remove the access there."""
    token = connected.token()
    harvest.close()
    connected.harvest.state.config.revocation = False
    connected.browser.post("/settings/integrations/harvest/disconnect", data={"csrf_token": token})
    page = text_of(connected.page())
    assert "Connect Harvest" in page
    assert "Harvest ID profile" in page


def test_disconnect_stops_what_runs(connected: Studio, today: date) -> None:
    """A run that was queued before Disconnect fails with that reason and imports nothing."""
    run_id = connected.start_import("2026-01-01", today)
    connected.post("/disconnect")
    connected.work(run_id)
    run = connected.run(run_id)
    assert run["status"] == "failed"
    assert run["failure"] == "Harvest was disconnected."
    assert connected.timelogs() == []
