"""The demo turns the plugin's signals into mails, and a week of imports into a digest."""

import logging
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from demo.workroom import mails
from demo.workroom.digest import send_digests
from demo.workroom.models import HarvestImport, db
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio, text_of
from workroom_harvest import signals

TO = "elin@lindqvist.example, jonas@lindqvist.example"
WEDNESDAY = date(2026, 6, 17)


def shown(studio: Studio) -> str:
    """Return the page of mails as somebody reads it."""
    answer = studio.browser.get("/mails")
    assert answer.status_code == 200
    return text_of(answer.text)


def test_nobody_was_mailed_yet(elin: Studio) -> None:
    """A studio without mails is told how it would get some."""
    assert "No mails yet. Connect Harvest" in shown(elin)


def test_admins_and_designers_are_mailed_what_happened(
    elin: Studio, caplog: pytest.LogCaptureFixture
) -> None:
    """A mail goes to Admin and Designer, says who did it, and links to the page; the log has it."""
    caplog.set_level(logging.INFO)
    elin.app.logger.setLevel(logging.INFO)
    elin.connect()
    page = shown(elin)
    assert f"to {TO}" in page
    assert "Elin Lindqvist connected Harvest. Map its projects and tasks, then import." in page
    assert "http://127.0.0.1:8600/settings/integrations/harvest" in page
    assert f"mail to {TO}: Harvest was connected" in caplog.text


def test_the_end_of_a_grant_and_of_the_trouble_are_mailed(
    connected: Studio, harvest: LocalHarvest, today: date
) -> None:
    """Whoever has to reconnect is mailed once, and once more when all is well."""
    harvest.state.by_access.clear()
    harvest.state.by_refresh.clear()
    connected.import_days(today, today)
    connected.page("/mappings")
    page = shown(connected)
    assert page.count("Harvest has to be connected again") == 1
    assert "Harvest no longer accepts the connection. Reconnect to go on." in page
    connected.connect()
    assert shown(connected).count("Harvest is connected again, and imports go on.") == 1


def test_whoever_gave_way_is_named(connected: Studio) -> None:
    """Where another person connects, the mail says who, and instead of whom."""
    jonas = Studio(connected.app, connected.harvest, "jonas@lindqvist.example", "Studio Lindqvist")
    jonas.connect()
    page = shown(jonas)
    assert "Jonas Berg connected Harvest again. Mappings and history are as they were." in page
    assert "Until then Elin Lindqvist was connected. From now on entries of people" in page
    assert "become timelogs of Jonas Berg." in page
    with connected.app.app_context():
        signals.connected.send(
            connected.app,
            studio_id=connected.studio_id,
            member_id="99",
            change="same account",
            instead_of="98",
        )
    assert "Until then somebody who is no longer here was connected." in shown(jonas)


def test_a_failed_night_and_what_is_to_be_done_are_mailed(connected: Studio) -> None:
    """A failed night is told with its reason, and what is to be done by its number."""
    studio_id = connected.studio_id
    with connected.app.app_context():
        signals.run_failed.send(
            connected.app,
            studio_id=studio_id,
            night=WEDNESDAY,
            imported=1,
            sentence="Harvest did not answer.",
        )
        signals.attention_needed.send(connected.app, studio_id=studio_id, items=2, entries=1)
        signals.well_again.send(connected.app, studio_id=studio_id, after="night failed")
    page = shown(connected)
    failed = "failed after 1 entry imported: Harvest did not answer. You are told again when"
    assert f"The import of the night of 2026-06-17 {failed}" in page
    assert "something to do for Harvest: 2 things, about 1 entry." in page
    assert "import from Harvest went well again." in page


def test_mails_are_for_the_studios_managers_alone(connected: Studio) -> None:
    """A plain member gets a 403, and another studio's Admin sees none of the mails."""
    mira = Studio(connected.app, connected.harvest, "mira@lindqvist.example", "Studio Lindqvist")
    assert mira.browser.get("/mails").status_code == 403
    claire = Studio(connected.app, connected.harvest, "claire@moreau.example", "Atelier Moreau")
    assert "No mails yet" in shown(claire)


def test_old_mails_go(connected: Studio) -> None:
    """The page lists the last hundred mails of a studio, and older ones are not kept."""
    with connected.app.app_context():
        for number in range(mails.MOST_KEPT + 2):
            mails.send(connected.studio_id, f"Mail {number} of many", "Text.")
    page = shown(connected)
    assert page.count(" of many") == mails.MOST_KEPT
    assert "Mail 2 of many" in page
    assert "Mail 1 of many" not in page


def test_mondays_digest_sums_up_the_week_before(connected: Studio, today: date) -> None:
    """The digest counts the imports of last week and what they brought in, and is sent once."""
    imported = connected.import_days(today - timedelta(days=90), today)["imported"]
    monday = WEDNESDAY - timedelta(days=2)
    with connected.app.app_context():
        then = datetime.combine(WEDNESDAY, datetime.min.time())
        db.session.execute(update(HarvestImport).values(ended_at=then))
        db.session.commit()
        assert send_digests(WEDNESDAY) == 0
        assert send_digests(monday + timedelta(days=7)) == 1
        assert send_digests(monday + timedelta(days=9)) == 0
    page = shown(connected)
    assert "Harvest in the week of 2026-06-15" in page
    assert f"1 import brought in {imported} entries. The last one left out" in page


def test_a_command_sends_the_digests(connected: Studio) -> None:
    """`flask digest` says how many digests it sent."""
    with connected.app.app_context():
        last_week = datetime.now(UTC).replace(tzinfo=None) - timedelta(days=7)
        for number in range(2):
            db.session.add(
                HarvestImport(
                    run_id=f"{number}" * 32,
                    studio_id=int(connected.studio_id),
                    ended_at=last_week,
                    imported=1,
                    left_out=0,
                )
            )
        db.session.commit()
    answer = connected.app.test_cli_runner().invoke(args=["digest"])
    assert answer.output == "Digests sent: 1.\n"
    assert "2 imports brought in 2 entries. The last one left out nothing." in shown(connected)
