"""People edit, delete, lock and invoice a timelog on Workroom's own pages."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from demo.workroom.models import Timelog, db
from tests.support.hosts import workroom_host
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio
from workroom_harvest import NewTimelog
from workroom_harvest.testing import Host

STAMP = 7


@pytest.fixture
def host(either_app: Flask) -> Host:
    """Give Studio Lindqvist's host with one imported timelog, committed, on either database."""
    with either_app.app_context():
        made = workroom_host()
        made.timelogs.add_many(made.studio_id, [made.timelog(STAMP, title="Plans\nof the villa")])
        db.session.commit()
        db.session.remove()
        return made


@pytest.fixture
def mira(either_app: Flask, harvest: LocalHarvest, host: Host) -> Studio:
    """Give Mira, who is a plain member of the studio, at her browser."""
    return Studio(either_app, harvest, "mira@lindqvist.example", "Studio Lindqvist")


def stored(somebody: Studio) -> Timelog | None:
    """Return the imported timelog as it is stored, or None where it was deleted."""
    with somebody.app.app_context():
        found = db.session.scalar(select(Timelog).filter_by(harvest_entry_id=STAMP))
        db.session.expunge_all()
        return found


def post(somebody: Studio, path: str = "", token: str | None = None, **form: str) -> TestResponse:
    """Send a form of the timelog's page."""
    data = {**form, "csrf_token": somebody.token() if token is None else token}
    return somebody.browser.post(f"/timelogs/1{path}", data=data)


def edited(host: Host, **form: str) -> dict[str, str]:
    """Return the form of the timelog as its page shows it, but for these fields."""
    log: NewTimelog = host.timelog(STAMP)
    return {
        "spent_on": str(log.spent_on),
        "project_id": log.project_id,
        "activity_type_id": log.activity_type_id,
        "member_id": log.member_id,
        "hours": str(log.duration.hours),
        "minutes": str(log.duration.minutes),
        "text": "Plans\r\nof the villa",
        "billable": "y",
        **form,
    }


def test_saving_without_an_edit_changes_nothing(mira: Studio, host: Host) -> None:
    """A form that is sent as it was shown leaves every column as it was, line breaks included."""
    before = stored(mira)
    assert post(mira, **edited(host)).status_code == 303
    after = stored(mira)
    assert before is not None
    assert after is not None
    names = Timelog.__table__.columns.keys()
    assert [getattr(after, name) for name in names] == [getattr(before, name) for name in names]


def test_everything_can_be_edited(mira: Studio, host: Host) -> None:
    """What is edited is stored, and the look-up returns it as it stands then."""
    form = edited(
        host,
        spent_on="2024-02-29",
        project_id=host.archived_project_id,
        activity_type_id=host.archived_activity_type_id,
        member_id=host.plain_member_id,
        hours="26",
        minutes="1",
        text="Changed",
    )
    del form["billable"]
    assert "Changed" not in mira.browser.get("/timelogs/1").text
    assert post(mira, **form).status_code == 303
    after = stored(mira)
    assert after is not None
    assert (after.spent_on, after.hours, after.minutes) == (date(2024, 2, 29), 26, 1)
    assert (after.title, after.memo, after.billable) == ("Changed", "", False)
    assert str(after.project_id) == host.archived_project_id
    assert str(after.member_id) == host.plain_member_id
    assert after.hourly_rate == 70


@pytest.mark.parametrize(
    "wrong",
    [{"hours": "-1"}, {"minutes": "60"}, {"spent_on": "soon"}, {"text": " "}, {"text": "\0"}],
)
def test_what_cannot_be_stored_is_refused_beside_its_field(
    mira: Studio, host: Host, wrong: dict[str, str]
) -> None:
    """A value that cannot be stored is a 422 with the form, and nothing is changed."""
    refused = post(mira, **edited(host, **{"text": "Changed", **wrong}))
    assert refused.status_code == 422
    assert 'class="problem"' in refused.text
    after = stored(mira)
    assert after is not None
    assert after.title == "Plans"


@pytest.mark.parametrize(
    ("path", "form", "sentence"),
    [
        ("/lock", {"is_locked": "1"}, "It is locked in Workroom."),
        ("/invoice", {"invoice_number": " 2026-014 "}, "It is on invoice 2026-014."),
    ],
)
def test_what_is_locked_or_invoiced_is_shown_and_stays(
    mira: Studio, host: Host, path: str, form: dict[str, str], sentence: str
) -> None:
    """A locked or invoiced timelog says so, and is a 409 for edits until it is free again."""
    assert post(mira, path, **form).status_code == 303
    assert sentence in mira.browser.get("/timelogs/1").text
    for refused in (post(mira, **edited(host, text="Changed")), post(mira, "/delete")):
        assert refused.status_code == 409
        assert sentence in refused.text
    listed = mira.browser.get("/timelogs").text
    assert ">locked<" in listed or "on invoice <bdi>2026-014</bdi>" in listed
    post(mira, path, **dict.fromkeys(form, ""))
    assert post(mira, **edited(host, text="Changed")).status_code == 303


def test_an_invoice_number_is_short(mira: Studio) -> None:
    """A number that is too long, or has characters that nobody sees, is a 422 with a sentence."""
    for number in ("x" * 41, "1\x002"):
        refused = post(mira, "/invoice", invoice_number=number)
        assert refused.status_code == 422
        assert "An invoice number has up to 40 characters." in refused.text
    after = stored(mira)
    assert after is not None
    assert after.invoice_number is None


def test_a_deleted_timelog_is_gone(mira: Studio) -> None:
    """A timelog that is deleted is gone, and its page is a 404."""
    assert post(mira, "/delete").status_code == 303
    assert stored(mira) is None
    assert mira.browser.get("/timelogs/1").status_code == 404


def test_another_studio_and_a_stranger_reach_nothing(
    mira: Studio, host: Host, either_app: Flask, harvest: LocalHarvest
) -> None:
    """Another studio's member gets a 404, a form without a token a 400, a stranger the sign-in."""
    claire = Studio(either_app, harvest, "claire@moreau.example", "Atelier Moreau")
    assert claire.browser.get("/timelogs/1").status_code == 404
    paths = ("", "/delete", "/lock", "/invoice")
    assert [post(claire, path, is_locked="1").status_code for path in paths] == [404] * 4
    assert [post(mira, path, token="").status_code for path in paths] == [400] * 4
    stranger = either_app.test_client()
    assert stranger.get("/timelogs/1").location.startswith("/sign-in")
    assert mira.browser.get(f"/timelogs/{2**40}").status_code == 404
    after = stored(mira)
    assert after is not None
    assert (after.title, after.is_locked) == ("Plans", False)
