"""5. Every night."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from redis import Redis
from sqlalchemy import event, select, update

from demo.harvest import Fault
from demo.workroom import models
from demo.workroom.models import db
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio, text_of
from workroom_harvest.current import use_cases
from workroom_harvest.domain import schedule
from workroom_harvest.domain.use_cases.scheduling.dispatch_due import Dispatched


@pytest.fixture
def nightly(connected: Studio) -> Studio:
    """A studio whose Automated sync has been on for nine days."""
    connected.post("/automated-sync", {"on": "1"})
    backdate(connected, datetime.now(UTC) - timedelta(days=9))
    return connected


def backdate(studio: Studio, since: datetime) -> None:
    """Let Automated sync have been switched on then."""
    with studio.app.app_context():
        table = db.metadata.tables["workroom_harvest_connections"]
        db.session.execute(update(table).values(automated_since=since))
        db.session.commit()


def tick(studio: Studio) -> list[str]:
    """What a tick and a worker do; the ids of the runs that are there now, newest first."""
    with studio.app.app_context():
        use_cases().dispatch_due()
    ids = [row["id"] for row in runs(studio)]
    for run_id in ids:
        studio.work(run_id)
    return ids


def runs(studio: Studio) -> Sequence[Any]:
    """The rows of all runs, newest first."""
    with studio.app.app_context():
        table = db.metadata.tables["workroom_harvest_runs"]
        return (
            db.session.execute(select(table).order_by(table.c.created_at.desc())).mappings().all()
        )


def test_the_toggle_is_on_the_connection_card_and_off_at_first(connected: Studio) -> None:
    """Automated sync, every night at 2am UTC."""
    page = text_of(connected.page())
    assert "Automated sync" in page
    assert "Every night at 2am UTC: the last 24 hours of Harvest entries" in page
    assert 'aria-checked="false"' in connected.page()
    connected.post("/automated-sync", {"on": "1"})
    assert 'aria-checked="true"' in connected.page()


def test_on_then_the_night_imports_and_the_card_says_so(nightly: Studio) -> None:
    """Last auto-sync and Result, and the next one."""
    (run_id,) = tick(nightly)
    run = nightly.run(run_id)
    assert run["status"] == "finished"
    assert run["kind"] == "nightly"
    page = text_of(nightly.page())
    assert "Last auto-sync" in page
    assert f"Result Imported {run['imported']} of {run['total']} entries" in page
    assert f"Next {schedule.next_slot(datetime.now(UTC)):%Y-%m-%d} 02:00 UTC" in page


def test_off_then_nothing_happens_and_manual_imports_do_not_care(
    nightly: Studio, today: date
) -> None:
    """Off again at any time."""
    nightly.post("/automated-sync", {"on": ""})
    assert tick(nightly) == []
    assert nightly.import_days(today, today)["status"] == "finished"


def test_toggling_off_leaves_a_queued_night_unstarted(nightly: Studio) -> None:
    """The night was queued, then switched off before a worker came to it."""
    with nightly.app.app_context():
        use_cases().dispatch_due()
    nightly.post("/automated-sync", {"on": ""})
    (row,) = runs(nightly)
    nightly.work(row["id"])
    run = nightly.run(row["id"])
    assert run["status"] == "failed"
    assert "switched off" in run["failure"]
    assert nightly.timelogs() == []


def test_a_doubled_tick_starts_one_run(nightly: Studio) -> None:
    """One row per connection and night."""
    tick(nightly)
    assert len(tick(nightly)) == 1


def test_a_tick_with_nothing_due_only_reads(nightly: Studio) -> None:
    """One comes each minute: SQLite has one writer, and PostgreSQL keeps what was overwritten."""
    tick(nightly)
    statements: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        statements.append(statement.split()[0])

    with nightly.app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
        assert use_cases().dispatch_due() == Dispatched(started=0, requeued=0)
        event.remove(db.engine, "before_cursor_execute", note)
    assert set(statements) == {"SELECT"}


def test_switched_on_after_two_waits_for_the_next_night(connected: Studio) -> None:
    """And by hand it can be started at once."""
    connected.post("/automated-sync", {"on": "1"})
    assert tick(connected) == []
    with connected.app.app_context():
        assert use_cases().dispatch_due(by_hand=True).started == 1
        assert use_cases().dispatch_due(by_hand=True).started == 0


def test_a_missed_night_is_caught_up(nightly: Studio, harvest: LocalHarvest) -> None:
    """The window reaches back to the last night that succeeded."""
    tick(nightly)
    long_ago = datetime.now(UTC) - timedelta(days=5)
    with nightly.app.app_context():
        table = db.metadata.tables["workroom_harvest_runs"]
        moved = {"night": long_ago.date(), "started_at": long_ago, "created_at": long_ago}
        db.session.execute(update(table).values(**moved))
        db.session.commit()
    tick(nightly)
    row = runs(nightly)[0]
    since = row["updated_since"]
    assert abs(since - (long_ago - schedule.OVERLAP)) < timedelta(seconds=1)


def test_what_could_not_be_saved_one_night_comes_in_a_later_one(
    nightly: Studio, today: date
) -> None:
    """Workroom refuses it as it is; once it is corrected in Harvest it was edited, and comes in."""
    world = nightly.harvest.world
    for entries in world.entries.values():
        entries.clear()
    mira = next(u for u in world.users.values() if u.first_name == "Mira")
    villa = next(p for p in world.projects.values() if p.name == "Villa Sandhamn")
    task = next(t for t in world.tasks.values() if t.name == "Drawings")
    # Before 02:00 the latest night is still yesterday's.
    now = schedule.slot(schedule.latest_night(datetime.now(UTC)))
    tick(nightly)
    move_latest(nightly, now - timedelta(days=5))
    # A thousand hours are more than a Workroom timelog holds.
    late = world.entry(mira, villa, task, today, "1000.0", updated_at=now - timedelta(days=4))
    tick(nightly)
    assert runs(nightly)[0]["skipped"] == {"Save failed": 1}
    page = text_of(nightly.page(f"/imports/{runs(nightly)[0]['id']}"))
    assert "trying again alone is no help" in page
    assert "Try again in a few minutes" not in page
    move_latest(nightly, now - timedelta(days=1))
    world.remove(late.account_id, late.id)
    world.put(replace(late, hours="7.5", updated_at=now))
    tick(nightly)
    assert [log.harvest_entry_id for log in nightly.timelogs()] == [late.id]


def move_latest(studio: Studio, then: datetime) -> None:
    """Let the newest run have been that night's."""
    newest = runs(studio)[0]["id"]
    with studio.app.app_context():
        table = db.metadata.tables["workroom_harvest_runs"]
        moved = {"night": then.date(), "started_at": then, "created_at": then}
        db.session.execute(update(table).where(table.c.id == newest).values(**moved))
        db.session.commit()


def test_an_entry_logged_late_for_last_week_comes_in(
    nightly: Studio, harvest: LocalHarvest, today: date
) -> None:
    """What counts is when it was added or edited, not its day."""
    world = harvest.world
    mira = next(u for u in world.users.values() if u.first_name == "Mira")
    villa = next(p for p in world.projects.values() if p.name == "Villa Sandhamn")
    task = next(t for t in world.tasks.values() if t.name == "Drawings")
    late = world.entry(mira, villa, task, today - timedelta(days=40), updated_at=datetime.now(UTC))
    tick(nightly)
    assert late.id in [log.harvest_entry_id for log in nightly.timelogs()]


def test_a_night_that_harvest_fails_waits_and_holds_nobody_up(
    nightly: Studio, harvest: LocalHarvest, today: date, redis_url: str
) -> None:
    """The card says what is going on; a click starts at once, and the night goes on after it."""
    harvest.state.faults.append(Fault("*", 0, "503", times=-1))
    with nightly.app.app_context():
        assert use_cases().dispatch_due().started == 1
        (row,) = runs(nightly)
        night = use_cases().perform_import(row["id"])
    assert night is not None
    assert (night.is_resting, night.is_over) == (True, False)
    card = text_of(nightly.page())
    assert "Result Waits for Harvest since" in card
    assert "Waiting for the next try" in card
    shown = nightly.run(night.id)
    assert shown["status"] == "running"
    assert "an import by hand can start at once" in text_of(shown["html"])
    harvest.state.faults.clear()
    by_hand = nightly.import_days(today, today)
    assert by_hand["status"] == "finished"
    assert by_hand["imported"] > 0
    with Redis.from_url(redis_url) as redis:
        redis.flushdb()
    with nightly.app.app_context():
        table = db.metadata.tables["workroom_harvest_runs"]
        due = datetime.now(UTC) - timedelta(seconds=1)
        db.session.execute(update(table).values(next_try_at=due, enqueued_at=None))
        db.session.commit()
        assert use_cases().dispatch_due().requeued == 1
    nightly.work(night.id)
    done = nightly.run(night.id)
    assert done["status"] == "finished"
    assert done["skipped"]["Already imported"] == by_hand["imported"]


def test_old_work_that_somebody_touches_does_not_come_in_as_fresh(
    nightly: Studio, harvest: LocalHarvest, today: date
) -> None:
    """An accountant edits an entry of two years ago; it is told by name, and comes by hand."""
    world = harvest.world
    for entries in world.entries.values():
        entries.clear()
    mira = next(u for u in world.users.values() if u.first_name == "Mira")
    villa = next(p for p in world.projects.values() if p.name == "Villa Sandhamn")
    task = next(t for t in world.tasks.values() if t.name == "Drawings")
    now = datetime.now(UTC)
    old, ahead = today - timedelta(days=730), today + timedelta(days=30)
    for day in (old, ahead):
        world.entry(mira, villa, task, day, "8.0", updated_at=now)
    (run_id,) = tick(nightly)
    run = nightly.run(run_id)
    assert (run["status"], run["imported"]) == ("finished", 0)
    assert run["skipped"] == {"Older than 60 days": 1, "Dated later": 1}
    page = text_of(nightly.page(f"/imports/{run_id}"))
    assert "Older than 60 days: 1 A night takes nothing that old" in page
    assert "Dated later: 1 A night takes nothing that is dated ahead" in page
    assert nightly.import_days(old, ahead)["imported"] == 2


def test_a_studio_that_left_pro_has_no_nights(nightly: Studio) -> None:
    """Pro only, asked again each night."""
    with nightly.app.app_context():
        db.session.execute(
            update(models.Studio).filter_by(name="Studio Lindqvist").values(plan="free")
        )
        db.session.commit()
        assert use_cases().dispatch_due().started == 0


def test_a_run_left_lying_is_taken_up(connected: Studio, today: date, redis_url: str) -> None:
    """A run that never reached the queue is handed over by the next tick, once."""
    run_id = connected.start_import(today, today)
    with Redis.from_url(redis_url) as redis:
        redis.flushdb()
    with connected.app.app_context():
        table = db.metadata.tables["workroom_harvest_runs"]
        db.session.execute(update(table).values(enqueued_at=None))
        db.session.commit()
        assert use_cases().dispatch_due().requeued == 1
        db.session.execute(update(table).values(enqueued_at=None))
        db.session.commit()
        assert use_cases().dispatch_due().requeued == 0, "it is in the queue now"
    connected.work(run_id)
    assert connected.run(run_id)["status"] == "finished"
