"""4. First import, and how it works."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, update

from demo.harvest.world import Project, Task, User
from demo.workroom import models
from demo.workroom.models import db
from tests.support.fast_clock import hurry
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio, text_of

DAY = date(2026, 6, 1)
DURATIONS = {
    "0.01": (0, 1),
    "0.02": (0, 1),
    "0.33": (0, 20),
    "0.99": (0, 59),
    "1.33": (1, 20),
    "1.66": (1, 40),
    "1.99": (1, 59),
    "7.98": (7, 59),
    "23.99": (23, 59),
    "0.0": (0, 0),
    "1.995": (2, 0),
}


class Work:
    """Who and what entries are made of, by name."""

    def __init__(self, harvest: LocalHarvest) -> None:
        self.world = harvest.world
        self.world.entries = {account: [] for account in self.world.entries}

    def add(
        self,
        hours: str = "1.0",
        notes: str | None = "Plans",
        *,
        user: str = "Elin",
        project: str = "Villa Sandhamn",
        task: str = "Drawings",
        billable: bool = True,
        running: bool = False,
        day: date = DAY,
    ) -> int:
        """A time entry; its id."""
        world = self.world
        person: User = next(u for u in world.users.values() if u.first_name == user)
        where: Project = next(p for p in world.projects.values() if p.name == project)
        what: Task = next(t for t in world.tasks.values() if t.name == task)
        made = world.entry(
            person, where, what, day, hours, notes, billable=billable, running=running
        )
        return made.id


@pytest.fixture
def work(harvest: LocalHarvest) -> Work:
    """An empty Harvest account to fill."""
    return Work(harvest)


def test_two_dates_the_last_14_days_unless_changed(elin: Studio) -> None:
    """From and To, both counting; today is the studio's, which begins an hour before UTC's."""
    page = elin.connect().text
    today = datetime.now(ZoneInfo("Europe/Stockholm")).date()
    assert f'name="from" type="date" required value="{today - timedelta(days=14)}"' in page
    assert f'name="to" type="date" required value="{today}"' in page


def test_a_runs_own_page_holds_its_dates(connected: Studio) -> None:
    """*Try again* is one click; the page without a run has the last 14 days."""
    run_id = connected.start_import("2026-02-03", "2026-02-05")
    for _ in ("queued", "over"):
        page = connected.page(f"/imports/{run_id}")
        assert 'value="2026-02-03"' in page
        assert 'value="2026-02-05"' in page
        connected.work(run_id)
    assert 'value="2026-02-03"' not in connected.page()


def test_an_import_that_waits_for_long_says_so(connected: Studio, today: date) -> None:
    """Redis or all workers are away: without a word it looks like progress for ever."""
    run_id = connected.start_import(today, today)
    late = "This takes longer than usual. The import is kept and starts by itself"
    assert late not in text_of(connected.page(f"/imports/{run_id}"))
    with connected.app.app_context():
        table = db.metadata.tables["workroom_harvest_runs"]
        since = datetime.now(UTC) - timedelta(seconds=31)
        db.session.execute(update(table).values(created_at=since))
        db.session.commit()
    assert late in text_of(connected.page(f"/imports/{run_id}"))
    connected.work(run_id)
    page = text_of(connected.page())
    assert late not in page
    assert f"By hand, {since:%Y-%m-%d %H:%M} UTC, import {run_id[:8]}" in page


def test_the_panel_says_how_many_of_how_many_and_why_not_the_rest(
    connected: Studio, work: Work
) -> None:
    """In the guide's form and words."""
    first = work.add()
    connected.import_days(DAY, DAY)
    for _ in range(12):
        work.add(day=DAY + timedelta(days=11))
    work.add(project="Internal")
    run = connected.import_days("2026-06-01", "2026-06-12")
    assert run["imported"] == 12
    assert run["total"] == 14
    page = text_of(connected.page())
    assert "Imported 12 of 14 entries (2026-06-01 → 2026-06-12)" in page
    assert "Skipped:" in page
    assert "Project not mapped: 1" in page
    assert "Already imported: 1" in page
    assert first in [log.harvest_entry_id for log in connected.timelogs()]


def test_every_field_arrives(connected: Studio, work: Work) -> None:
    """The guide's table of fields, line by line."""
    stamp = work.add("7.98", "Second round\nof plans 📐", user="Mira", billable=False)
    connected.import_days(DAY, DAY)
    (log,) = connected.timelogs()
    assert log.project.name == "Villa Sandhamn"
    assert log.activity_type.name == "Technical Drawings"
    assert log.spent_on == DAY
    assert (log.hours, log.minutes) == (7, 59)
    assert log.title == "Second round"
    assert log.memo == "Second round\nof plans 📐"
    assert log.billable is False
    assert log.hourly_rate == Decimal("1050.00")
    assert log.member.email == "mira@lindqvist.example", "Harvest has Mira@Lindqvist.example"
    assert log.harvest_entry_id == stamp


def test_hours_are_split_into_hours_and_minutes(connected: Studio, work: Work) -> None:
    """Rounded half up to the minute."""
    stamps = {work.add(hours): expected for hours, expected in DURATIONS.items()}
    connected.import_days(DAY, DAY)
    found = {log.harvest_entry_id: (log.hours, log.minutes) for log in connected.timelogs()}
    assert found == stamps


@pytest.mark.parametrize("notes", [None, "", "  "])
def test_without_notes_the_title_is_the_task(
    connected: Studio, work: Work, notes: str | None
) -> None:
    """A timelog has a title."""
    work.add(notes=notes)
    connected.import_days(DAY, DAY)
    assert connected.timelogs()[0].title == "Drawings"


def test_who_has_no_workroom_user_goes_to_the_designer_who_connected(
    connected: Studio, work: Work
) -> None:
    """Nothing is dropped over identities; an inactive Harvest user counts by e-mail, too."""
    work.add(user="Pavel")
    work.add(user="Sara")
    connected.import_days(DAY, DAY)
    owners = {log.member.email for log in connected.timelogs()}
    assert owners == {"elin@lindqvist.example"}


def test_no_fallback_owner_only_for_entries_that_need_one(connected: Studio, work: Work) -> None:
    """The designer who connected is gone: Mira's own entries still come in."""
    work.add(user="Pavel")
    work.add(user="Mira")
    run_id = connected.start_import(DAY, DAY)
    with connected.app.app_context():
        # The run was started by Jonas, who is still there, on Elin's connection.
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


def test_a_running_timer_waits_and_comes_in_later_once(connected: Studio, work: Work) -> None:
    """Timer still running, then imported, then Already imported."""
    timer = work.add(running=True)
    assert connected.import_days(DAY, DAY)["skipped"] == {"Timer still running": 1}
    found = work.world.find(next(iter(connected_account(work))), timer)
    assert found is not None
    work.world.edit(found, connected.harvest.state.now(), is_running=False)
    assert connected.import_days(DAY, DAY)["imported"] == 1
    assert connected.import_days(DAY, DAY)["skipped"] == {"Already imported": 1}


def connected_account(work: Work) -> list[int]:
    """The Harvest account that holds entries."""
    return [account for account, entries in work.world.entries.items() if entries]


def test_an_unmapped_task_is_skipped(connected: Studio, work: Work) -> None:
    """Task not mapped."""
    work.add(task="Admin")
    assert connected.import_days(DAY, DAY)["skipped"] == {"Task not mapped": 1}


def test_a_timelog_that_workroom_refuses_is_save_failed_and_the_others_land(
    connected: Studio, work: Work
) -> None:
    """By name and cause; 1000 hours are more than a Workroom timelog holds."""
    work.add("1000.0", "A typing mistake")
    work.add("1.0")
    run = connected.import_days(DAY, DAY)
    assert run["imported"] == 1
    assert run["skipped"] == {"Save failed": 1}
    assert "A typing mistake" in connected.page()


def test_entries_of_a_deleted_workroom_project_are_project_not_mapped(
    connected: Studio, work: Work
) -> None:
    """Deleted after it was mapped: no error."""
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
    """Passing: try again in a few minutes."""
    from demo.harvest import Fault

    hurry(connected.app)
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


def test_import_only_nothing_flows_to_harvest(connected: Studio, work: Work) -> None:
    """No request of ours changes anything there."""
    work.add()
    connected.import_days(DAY, DAY)
    asked = connected.harvest.state.requests
    assert not {"create", "delete", "stop"} & set(asked)
