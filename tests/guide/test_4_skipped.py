"""Step 4 of the guide: which entries are skipped, and why."""

import pytest
from sqlalchemy import delete, update

from demo.workroom import models
from demo.workroom.models import db
from tests.guide.work import DAY, Work
from tests.support.fast_clock import speed_up
from tests.support.studio import Studio, text_of


def test_no_fallback_owner_only_for_entries_that_need_one(connected: Studio, work: Work) -> None:
    """Where the connected designer has left, only entries without an own member are skipped."""
    work.add(user="Pavel")
    work.add(user="Mira")
    run_id = connected.start_import(DAY, DAY)
    with connected.app.app_context():
        # Jonas, who is still a member, started the run on Elin's connection.
        db.session.execute(
            update(models.Member).filter_by(email="elin@lindqvist.example").values(is_active=False)
        )
        runs = db.metadata.tables["workroom_harvest_runs"]
        jonas = db.session.query(models.Member).filter_by(email="jonas@lindqvist.example").one()
        db.session.execute(update(runs).values(started_by=str(jonas.id)))
        db.session.commit()
    connected.work(run_id)
    jonas_browser = Studio(
        connected.app, connected.harvest, "jonas@lindqvist.example", "Studio Lindqvist"
    )
    run = jonas_browser.run(run_id)
    assert run["imported"] == 1
    assert run["skipped"] == {"No fallback owner on the connection": 1}
    assert "disconnect and reconnect" in text_of(jonas_browser.page())


def test_an_unmapped_task_is_skipped(connected: Studio, work: Work) -> None:
    """An entry whose task is not mapped is skipped as "Task not mapped"."""
    work.add(task="Admin")
    assert connected.import_days(DAY, DAY)["skipped"] == {"Task not mapped": 1}


def test_a_timelog_that_workroom_refuses_is_save_failed_and_the_others_land(
    connected: Studio, work: Work
) -> None:
    """A timelog that Workroom refuses is told by name as "Save failed", and all others are saved.

    A Workroom timelog cannot hold 1000 hours.
    """
    work.add("1000.0", "A typing mistake")
    work.add("1.0")
    run = connected.import_days(DAY, DAY)
    assert run["imported"] == 1
    assert run["skipped"] == {"Save failed": 1}
    assert "A typing mistake" in connected.page()


def test_entries_of_a_deleted_workroom_project_are_project_not_mapped(
    connected: Studio, work: Work
) -> None:
    """Entries of a project that was deleted after mapping are skipped as "Project not mapped"."""
    work.add()
    with connected.app.app_context():
        db.session.execute(delete(models.Project).filter_by(name="Villa Sandhamn"))
        db.session.commit()
    assert connected.import_days(DAY, DAY)["skipped"] == {"Project not mapped": 1}
    assert "was deleted in Workroom" in text_of(connected.page())


@pytest.mark.parametrize("fault", ["500", "403", "html", "no-links", "truncated-json"])
def test_harvest_api_error_keeps_what_was_imported_and_says_what_to_do(
    connected: Studio, work: Work, fault: str
) -> None:
    """A lasting fault fails the run with its remedy, and the next run imports everything."""
    from demo.harvest import Fault

    speed_up(connected.app)
    work.add()
    connected.harvest.state.faults.append(Fault("time_entries", 0, fault, -1))
    run = connected.import_days(DAY, DAY)
    assert run["status"] == "failed"
    assert (run["total"], run["skipped"]) == (0, {})
    assert run["failure"].startswith("Harvest API error: ")
    assert "Skipped:" not in connected.page()
    assert "Try again in a few minutes; if it persists, contact support" in text_of(
        connected.page()
    )
    connected.harvest.state.faults.clear()
    assert connected.import_days(DAY, DAY)["imported"] == 1
