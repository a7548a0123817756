"""An import is undone from its page, after the counts were shown."""

from datetime import date

import pytest
from sqlalchemy import select

from demo.walk import PAGE
from demo.workroom.models import Timelog, db
from tests.guide.work import DAY, Work
from tests.support.studio import Studio, text_of
from tests.web.asking import ask, refused


@pytest.fixture
def imported(connected: Studio, work: Work) -> str:
    """Import three entries, of which Workroom locks one, and return the run's id."""
    for _ in range(3):
        work.add()
    run = connected.import_days(DAY, DAY)
    with connected.app.app_context():
        first = db.session.scalars(select(Timelog).order_by(Timelog.id)).first()
        assert first is not None
        first.is_locked = True
        db.session.commit()
    run_id: str = run["id"]
    return run_id


def timelogs(studio: Studio) -> int:
    """Return how many timelogs Workroom has."""
    with studio.app.app_context():
        return len(db.session.scalars(select(Timelog.id)).all())


def test_the_counts_come_first(connected: Studio, imported: str) -> None:
    """The page of an import leads to what an undo would remove and keep, which changes nothing."""
    address = f"{PAGE}/imports/{imported}/undo"
    assert f'href="{address}"' in connected.page(f"/imports/{imported}")
    found = ask(connected, f"/imports/{imported}/undo")
    assert (found["would_remove"], found["would_keep"]) == (2, {"Locked in Workroom": 1})
    page = text_of(connected.page(f"/imports/{imported}/undo"))
    assert "2 timelogs would be removed" in page
    assert "1 timelog would stay: Locked in Workroom." in page
    assert "Remove 2 timelogs" in page
    assert timelogs(connected) == 3


def test_an_undo_is_a_run_of_its_own(connected: Studio, imported: str) -> None:
    """The undo has a page with its counts and reasons, and stands in the list of imports.

    What stayed has its names there and in the list of entries.
    """
    answer = connected.post(f"/imports/{imported}/undo")
    assert answer.status_code == 303
    run_id = answer.location.rpartition("/")[2]
    twice = connected.post(f"/imports/{imported}/undo")
    assert twice.location == answer.location
    assert "Waiting to start the undo" in text_of(connected.page(f"/imports/{run_id}"))
    connected.work(run_id)
    run = connected.run(run_id)
    assert (run["kind"], run["status"], run["imported"]) == ("undo", "finished", 2)
    assert run["skipped"] == {"Locked in Workroom": 1}
    page = text_of(connected.page(f"/imports/{run_id}"))
    assert "Removed 2 of 3 timelogs" in page
    assert "Left as they are:" in page
    assert "Timelogs that stayed" in page
    assert f'href="{PAGE}/imports/{run_id}/entries?outcome=imported"' not in page
    assert timelogs(connected) == 1
    assert ask(connected, "/imports")["runs"][0]["id"] == run_id
    answer = connected.post(f"/imports/{run_id}/undo")
    assert refused(answer, 409, "Only an import can be undone, and this is none.")
    (entry,) = ask(connected, f"/imports/{run_id}/entries")["entries"]
    assert entry["reason"] == "Locked in Workroom"
    names = [entry[name] for name in ("project", "task", "person")]
    assert names == ["Villa Sandhamn", "Drawings", "Elin Lindqvist"]
    assert "2026-06-01, Villa Sandhamn, Drawings" in page


def test_an_undone_entry_tells_its_story(connected: Studio, imported: str, work: Work) -> None:
    """The story and the hours of an entry say that its import was undone."""
    listed = ask(connected, f"/imports/{imported}/entries?outcome=imported")["entries"]
    connected.work(connected.post(f"/imports/{imported}/undo").location.rpartition("/")[2])
    stories = [ask(connected, f"/entries/{one['id']}") for one in listed]
    assert sorted(one["state"] for one in stories) == ["imported", "undone", "undone"]
    undone = next(one for one in stories if one["state"] == "undone")
    told = " ".join(undone["story"])
    assert ": imported." in told
    assert "its import was undone, and its timelog removed, by undo " in told
    found = ask(connected, f"/hours?from={DAY}&to={DAY}")
    reasons = {one["reason"] for row in found["projects"] for one in row["differences"]}
    assert reasons == {"Its import was undone"}


def test_another_studio_undoes_nothing_here(connected: Studio, imported: str) -> None:
    """What is asked of another studio's run is a 404, and without the token nothing happens."""
    claire = Studio(connected.app, connected.harvest, "claire@moreau.example", "Atelier Moreau")
    assert claire.browser.get(f"{PAGE}/imports/{imported}/undo").status_code == 404
    assert claire.post(f"/imports/{imported}/undo").status_code == 404
    assert connected.browser.post(f"{PAGE}/imports/{imported}/undo").status_code == 400
    assert timelogs(connected) == 3


def test_an_undo_while_an_import_lives_is_refused(
    connected: Studio, imported: str, today: date
) -> None:
    """While an import is on its way, an undo says so, and nothing is changed."""
    connected.start_import(today, today)
    answer = connected.post(f"/imports/{imported}/undo")
    assert refused(answer, 409, "An import is on its way.")
    assert timelogs(connected) == 3
