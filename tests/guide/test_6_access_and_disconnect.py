"""Who may use the integration, and how a studio disconnects."""

from datetime import date

import pytest
from sqlalchemy import update

from demo.walk import PAGE
from demo.workroom.models import Studio as WorkroomStudio
from demo.workroom.models import db
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio, text_of
from workroom_harvest.current import use_cases


def test_a_member_without_the_role_sees_why(harvest: LocalHarvest, elin: Studio) -> None:
    """A plain member gets a 403 that says why and what to do."""
    mira = Studio(elin.app, harvest, "mira@lindqvist.example", "Studio Lindqvist")
    answer = mira.browser.get(PAGE)
    assert answer.status_code == 403
    assert "Only an Admin or the Designer" in text_of(answer.text)
    assert "In your studio these are: Elin Lindqvist, Jonas Berg." in text_of(answer.text)


def test_refused_access_is_logged_by_ids(
    harvest: LocalHarvest, elin: Studio, caplog: pytest.LogCaptureFixture
) -> None:
    """A refusal is one line of the log: which member of which studio, why, and what was asked."""
    mira = Studio(elin.app, harvest, "mira@lindqvist.example", "Studio Lindqvist")
    mira.browser.get(f"{PAGE}/imports/somebody@example.com")
    (line,) = [one.getMessage() for one in caplog.records if "refused" in one.getMessage()]
    member = mira.member
    who = f"member '{member.id}' of studio '{member.studio_id}'"
    assert line == f"access refused to {who}: role_refused of workroom_harvest.run"


def test_without_pro_there_is_nothing_to_click(harvest: LocalHarvest, elin: Studio) -> None:
    """A studio that never was on Pro sees that it is not, and no button that would be refused."""
    nora = Studio(elin.app, harvest, "nora@nordform.example", "Nordform")
    page = nora.browser.get(PAGE)
    assert page.status_code == 200
    assert "This studio is not on Pro: nothing is imported" in text_of(page.text)
    assert "To connect Harvest, upgrade the studio to Pro." in text_of(page.text)
    assert "tasks are mapped here to those of Workroom" in text_of(page.text)
    for promised in ("Connect Harvest</button>", "Connect Harvest and", "Connect your", "look at"):
        assert promised not in page.text
    refused = nora.post("/connect")
    assert refused.status_code == 403
    assert "part of the Pro plan" in text_of(refused.text)
    assert "For an Admin or the Designer of a Pro studio" in nora.browser.get("/apps").text


def test_a_studio_that_left_pro_can_look_and_disconnect(connected: Studio, today: date) -> None:
    """A studio that left Pro sees page, mappings and results, can disconnect, and nothing else."""
    run = connected.import_days("2026-01-01", today)
    assert run["imported"]
    leave_pro(connected)
    for path in ("", "/mappings"):
        page = connected.page(path)
        assert "This studio is not on Pro" in page
        assert "To import again, upgrade the studio to Pro." in page
        assert "Save mappings</button>" not in page
        assert "Import from Harvest</button>" not in page
    assert connected.run(run_id_of(connected))["imported"] == run["imported"]
    for path in ("/settings/integrations", "/apps"):
        menu = text_of(connected.browser.get(path).text)
        assert "Not on Pro" in menu
        assert "Manage" in menu
    for path in ("/imports", "/mappings", "/automated-sync", "/connect"):
        refused = connected.post(path)
        assert refused.status_code == 403
        assert "part of the Pro plan" in text_of(refused.text)
    offer = "You can look at what is here, and disconnect Harvest."
    assert offer in connected.page()
    assert connected.post("/disconnect").status_code == 303
    page = connected.page()
    assert "Not connected" in page
    assert "You can look at what is here. To import again, upgrade" in text_of(page)
    assert offer not in page
    assert len(connected.timelogs()) == run["imported"]


def leave_pro(studio: Studio) -> None:
    """Change the studio's plan to one without the integration."""
    with studio.app.app_context():
        changed = update(WorkroomStudio).filter_by(id=int(studio.studio_id)).values(plan="free")
        db.session.execute(changed)
        db.session.commit()


def run_id_of(studio: Studio) -> str:
    """Return the id of the studio's newest run, as its page names it."""
    with studio.app.app_context():
        latest = use_cases().show_overview(studio.studio_id).latest_run
    assert latest is not None
    return latest.id


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
