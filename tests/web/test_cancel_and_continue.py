"""The buttons by which an import is cancelled, and goes on."""

import re
from datetime import date, timedelta

from sqlalchemy import update

from demo.walk import PAGE
from demo.workroom.models import db
from tests.guide.work import DAY, Work
from tests.support.studio import Studio, text_of
from tests.web.asking import ask, refused
from workroom_harvest.current import use_cases


def test_an_import_is_cancelled_and_goes_on(connected: Studio, work: Work) -> None:
    """The page offers Cancel while an import is under way, then Continue, then neither."""
    work.add()
    run_id = connected.start_import(DAY, DAY)
    assert offered(connected, run_id) == ["cancel"]
    answer = connected.post(f"/imports/{run_id}/cancel")
    assert (answer.status_code, answer.location) == (303, f"{PAGE}/imports/{run_id}")
    run = connected.run(run_id)
    assert (run["status"], run["imported"], run["may_continue"]) == ("cancelled", 0, True)
    assert offered(connected, run_id) == ["continue"]
    again = connected.post(f"/imports/{run_id}/cancel")
    assert refused(again, 409, "This import is over already, so nothing was cancelled.")
    answer = connected.post(f"/imports/{run_id}/continue")
    assert (answer.status_code, answer.location) == (303, f"{PAGE}/imports/{run_id}")
    connected.post(f"/imports/{run_id}/continue")
    assert "An import was on its way already: here it is." in text_of(connected.page())
    connected.work(run_id)
    run = connected.run(run_id)
    assert (run["status"], run["imported"], run["may_continue"]) == ("finished", 1, False)
    assert offered(connected, run_id) == []
    answer = connected.post(f"/imports/{run_id}/continue")
    assert refused(answer, 409, "This import has finished, so there is nothing to continue.")


def test_a_run_of_a_former_connection_is_still_shown(connected: Studio, work: Work) -> None:
    """After Disconnect a run's page has its result, and a click on Continue says why it cannot."""
    work.add()
    run = connected.import_days(DAY, DAY)
    run_id = connected.start_import(DAY, DAY)
    connected.post("/disconnect")
    assert "Imported 1 of 1 entries" in text_of(connected.page(f"/imports/{run['id']}"))
    answer = connected.post(f"/imports/{run_id}/continue")
    assert refused(answer, 409, "Harvest is not connected.")
    connected.connect()
    answer = connected.post(f"/imports/{run_id}/continue")
    assert refused(answer, 409, "This import belongs to a connection that is gone")


def test_a_night_that_is_over_says_so(connected: Studio) -> None:
    """A night whose successor has begun is refused, and the page offers nothing."""
    connected.post("/automated-sync", {"on": "1"})
    with connected.app.app_context():
        use_cases().dispatch_due(by_hand=True)
    (night,) = ask(connected, "/imports")["runs"]
    assert night["kind"] == "nightly"
    connected.post(f"/imports/{night['id']}/cancel")
    with connected.app.app_context():
        runs = db.metadata.tables["workroom_harvest_runs"]
        former = date.today() - timedelta(days=9)
        db.session.execute(update(runs).values(night=former))
        db.session.commit()
    assert offered(connected, night["id"]) == []
    answer = connected.post(f"/imports/{night['id']}/continue")
    assert refused(answer, 409, "The next night has begun since")
    assert "By itself" in text_of(connected.page("/imports"))


def test_another_studios_run_has_no_entries_and_no_buttons(connected: Studio, today: date) -> None:
    """What is asked of another studio's run is a 404, and nothing happens to it."""
    run_id = connected.start_import(today, today)
    claire = Studio(connected.app, connected.harvest, "claire@moreau.example", "Atelier Moreau")
    assert claire.browser.get(f"{PAGE}/imports/{run_id}/entries").status_code == 404
    for action in ("cancel", "continue"):
        assert claire.post(f"/imports/{run_id}/{action}").status_code == 404
    assert ask(claire, "/imports")["runs"] == []
    assert connected.run(run_id)["status"] == "queued"


def offered(studio: Studio, run_id: str) -> list[str]:
    """Return what the buttons of a run's page do that are shown."""
    forms = re.findall(
        r'<form method="post" action="([^"]*)" data-when="\w+"( hidden)?>',
        studio.page(f"/imports/{run_id}"),
    )
    return [address.rpartition("/")[2] for address, hidden in forms if not hidden]
