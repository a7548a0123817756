"""Corrections over HTTP: the list as page and JSON, what is applied, and what is dismissed."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import delete, update
from werkzeug.test import TestResponse

from demo.walk import PAGE
from demo.workroom.models import Studio as StudioRow
from demo.workroom.models import Timelog, db
from tests.guide.work import DAY, Work
from tests.support.apps import make_app
from tests.support.servers import LocalHarvest, fresh_database
from tests.support.studio import Studio, text_of
from tests.web.databases import connected, make_store

JSON = {"Accept": "application/json"}


@pytest.fixture
def work(harvest: LocalHarvest) -> Work:
    """Return an emptied Harvest account."""
    return Work(harvest)


@pytest.fixture
def changed(elin: Studio, work: Work) -> Studio:
    """Return a studio with two imported entries, the first of which was changed in Harvest."""
    elin.connect()
    elin.map()
    first = work.add("1.0", "Plans")
    work.add("2.0", "Roof")
    elin.import_days(DAY, DAY)
    edit(work, first, hours="3.0", notes="<b>Plans</b> anew")
    elin.import_days(DAY, DAY)
    return elin


def edit(work: Work, entry_id: int, **values: str) -> None:
    """Change an entry in Harvest."""
    world = work.world
    found = (world.find(account, entry_id) for account in world.entries)
    old = next(one for one in found if one is not None)
    world.edit(old, datetime.now(UTC), **values)


def listed(studio: Studio) -> dict[str, Any]:
    """Return the corrections as JSON."""
    answer = studio.browser.get(f"{PAGE}/corrections", headers=JSON)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def choose(studio: Studio, path: str, entries: Sequence[object] = (), **form: str) -> TestResponse:
    """Send the form of the list with these entries."""
    data = {**form, "entry": list(map(str, entries)), "csrf_token": studio.token()}
    return studio.browser.post(f"{PAGE}/corrections/{path}", data=data)


def applied(studio: Studio, answer: TestResponse) -> dict[str, Any]:
    """Let a worker apply what was chosen, and return the run as JSON."""
    assert answer.status_code == 303, answer.text
    run_id = answer.location.rpartition("/")[2]
    studio.work(run_id)
    return studio.run(run_id)


def in_workroom(studio: Studio, stamp: int, **values: object) -> None:
    """Change a timelog in Workroom."""
    with studio.app.app_context():
        db.session.execute(
            update(Timelog).where(Timelog.harvest_entry_id == stamp).values(**values)
        )
        db.session.commit()


def test_the_list_shows_what_workroom_has_and_would_have(changed: Studio) -> None:
    """The JSON has both sides of what was changed, and the page the same, escaped."""
    found = listed(changed)
    (one,) = found["corrections"]
    assert (found["total"], found["next"]) == (1, None)
    assert (one["what"], one["locked"]) == ("changed", None)
    same = {"date": str(DAY), "project": "Sandhamn", "billable": True}
    before, after = one["before"], one["after"]
    assert before.items() >= {"minutes": 60, "note": "Plans", "date": str(DAY)}.items()
    assert after == {**before, "minutes": 180, "note": "<b>Plans</b> anew"}
    assert same["date"] == after["date"]
    html = changed.page("/corrections")
    assert "1 imported entry was changed in Harvest." in text_of(html)
    assert "&lt;b&gt;Plans" in html
    assert "<b>Plans" not in html
    todo = text_of(changed.page())
    assert "1 imported entry was changed in Harvest. Review" in todo


def test_a_chosen_correction_is_applied_by_a_run(changed: Studio) -> None:
    """A chosen correction leads to a run of its kind; then Workroom has Harvest's values."""
    (one,) = listed(changed)["corrections"]
    shown = {f"shown-{one['id']}": one["shown"]}
    run = applied(changed, choose(changed, "apply", [one["id"]], **shown))
    assert (run["kind"], run["status"], run["imported"]) == ("correction", "finished", 1)
    assert run["skipped"] == {}
    log = changed.timelogs()[0]
    assert (log.hours, log.title) == (3, "<b>Plans</b> anew")
    assert listed(changed) == {"corrections": [], "total": 0, "next": None}
    assert "Nothing to correct" in text_of(changed.page("/corrections"))
    assert "Corrected 1 of 1 chosen timelogs" in text_of(changed.page(f"/imports/{run['id']}"))


def test_all_that_may_be_is_applied_at_once(changed: Studio) -> None:
    """`all=1` applies what may be, and a locked timelog stays with the host's own reason."""
    (one,) = listed(changed)["corrections"]
    in_workroom(changed, one["id"], is_locked=True, invoice_number="2026-17")
    (locked,) = listed(changed)["corrections"]
    assert "2026-17" in locked["locked"]
    assert f"<q><bdi>{locked['locked']}</bdi></q>" in changed.page("/corrections")
    run = applied(changed, choose(changed, "apply", all="1"))
    assert (run["imported"], run["skipped"]) == (0, {"Locked in Workroom": 1})
    in_workroom(changed, one["id"], is_locked=False, invoice_number=None)
    assert applied(changed, choose(changed, "apply", all="1"))["imported"] == 1


def test_what_is_locked_is_not_to_be_chosen_and_dismissed_by_itself(changed: Studio) -> None:
    """A row that cannot be applied has no checkbox, and a button that dismisses it alone."""
    (one,) = listed(changed)["corrections"]
    box = f'type="checkbox" name="entry" value="{one["id"]}"'
    assert box in changed.page("/corrections")
    in_workroom(changed, one["id"], is_locked=True)
    page = changed.page("/corrections")
    assert 'type="checkbox"' not in page
    assert f'name="shown-{one["id"]}" value="{one["shown"]}" form="wh-dismiss"' in page
    assert f'name="entry" value="{one["id"]}" form="wh-dismiss">Dismiss' in page
    shown = {f"shown-{one['id']}": one["shown"]}
    assert choose(changed, "dismiss", [one["id"]], **shown).status_code == 303
    assert listed(changed)["total"] == 0


def test_what_was_edited_in_workroom_is_shown_and_left(changed: Studio) -> None:
    """A timelog that somebody edited is shown with that reason, and stays as they left it."""
    (one,) = listed(changed)["corrections"]
    in_workroom(changed, one["id"], title="By hand")
    (edited,) = listed(changed)["corrections"]
    assert edited["locked"].startswith("Somebody edited the timelog in Workroom")
    page = changed.page("/corrections")
    assert f"Stays as it is: {edited['locked']}" in text_of(page)
    assert "<q>" not in page
    run = applied(changed, choose(changed, "apply", [one["id"]]))
    assert run["skipped"] == {"Edited in Workroom since": 1}
    assert changed.timelogs()[0].title == "By hand"


def test_a_dismissed_correction_stays_away(changed: Studio) -> None:
    """What is dismissed is neither listed nor to be done, and cannot be chosen any more."""
    (one,) = listed(changed)["corrections"]
    assert choose(changed, "dismiss", [one["id"]]).status_code == 303
    assert listed(changed)["total"] == 0
    assert "Review" not in text_of(changed.page())
    assert choose(changed, "apply", [one["id"]]).status_code == 404
    assert choose(changed, "dismiss", all="1").status_code == 404


@pytest.mark.parametrize("path", ["apply", "dismiss"])
def test_bad_choices_are_refused(changed: Studio, path: str) -> None:
    """No choice, too many, an unknown id and no token are refused, and change nothing."""
    (one,) = listed(changed)["corrections"]
    assert choose(changed, path).status_code == 422
    assert choose(changed, path, range(1, 2002)).status_code == 422
    assert choose(changed, path, [one["id"], 999_999]).status_code == 404
    assert choose(changed, path, ["x"]).status_code == 404
    no_token = changed.browser.post(f"{PAGE}/corrections/{path}", data={"entry": one["id"]})
    assert no_token.status_code == 400
    assert listed(changed)["total"] == 1
    assert changed.timelogs()[0].hours == 1


def test_a_studio_off_pro_may_look(changed: Studio) -> None:
    """A studio that left Pro sees the list without its buttons, and may change nothing."""
    (one,) = listed(changed)["corrections"]
    with changed.app.app_context():
        db.session.execute(update(StudioRow).values(plan="free"))
        db.session.commit()
    assert listed(changed)["total"] == 1
    assert "Apply" not in text_of(changed.page("/corrections"))
    for path in ("apply", "dismiss"):
        assert choose(changed, path, [one["id"]]).status_code == 403


def test_without_a_connection_there_is_no_list(elin: Studio) -> None:
    """A studio that is not connected is told so."""
    assert elin.browser.get(f"{PAGE}/corrections", headers=JSON).status_code == 409


def test_every_kind_is_corrected_on_postgresql(
    harvest: LocalHarvest, redis_url: str, postgres_url: str, work: Work
) -> None:
    """On PostgreSQL, too, a change, a removal and a deletion are applied, and each once."""
    for app in make_app(fresh_database(postgres_url), harvest, redis_url):
        studio = connected(app, harvest)
        changed, gone, deleted = (work.add("1.0", name) for name in ("Plans", "Roof", "Door"))
        studio.import_days(DAY, DAY)
        edit(work, changed, hours="3.0")
        studio.import_days(DAY, DAY)
        for account in work.world.entries:
            work.world.remove(account, gone)
        with app.app_context():
            db.session.execute(delete(Timelog).where(Timelog.harvest_entry_id == deleted))
            db.session.commit()
            with make_store().transaction() as tx:
                tx.timelog_marks.mark_gone(studio.studio_id, "d" * 32, [gone])
                tx.timelog_marks.mark_deleted(studio.studio_id, "d" * 32, [deleted])
                tx.commit()
        found = {one["id"]: one["what"] for one in listed(studio)["corrections"]}
        assert found == {changed: "changed", gone: "gone", deleted: "deleted"}
        run = applied(studio, choose(studio, "apply", [changed, gone, deleted]))
        assert (run["status"], run["imported"], run["skipped"]) == ("finished", 3, {})
        assert studio.stamps() == sorted([changed, deleted])
        assert [log.hours for log in studio.timelogs()] == [3, 1]
        assert listed(studio)["total"] == 0
