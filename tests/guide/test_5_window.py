"""Step 5 of the guide: which entries a night imports, also after failures."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from redis import Redis
from sqlalchemy import update

from demo.harvest import Fault
from demo.workroom.models import db
from tests.guide.night import move_latest, runs, tick
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio, text_of
from workroom_harvest.current import use_cases
from workroom_harvest.domain import schedule


def test_a_missed_night_is_caught_up(nightly: Studio, harvest: LocalHarvest) -> None:
    """A night reads what was changed since the last night that succeeded, with an overlap."""
    tick(nightly)
    long_ago = datetime.now(UTC) - timedelta(days=5)
    move_latest(nightly, long_ago)
    tick(nightly)
    row = runs(nightly)[0]
    since = row["changed_since"]
    assert abs(since - (long_ago - schedule.OVERLAP)) < timedelta(seconds=1)


def test_what_could_not_be_saved_one_night_comes_in_a_later_one(
    nightly: Studio, today: date
) -> None:
    """An entry that Workroom refused is imported by a later night, once Harvest has it right."""
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
    # A Workroom timelog cannot hold a thousand hours.
    late = world.entry(mira, villa, task, today, "1000.0", updated_at=now - timedelta(days=4))
    tick(nightly)
    assert runs(nightly)[0]["skipped"] == {"save_failed": 1}
    page = text_of(nightly.page(f"/imports/{runs(nightly)[0]['id']}"))
    assert "trying again alone is no help" in page
    assert "Try again in a few minutes" not in page
    move_latest(nightly, now - timedelta(days=1))
    world.remove(late.account_id, late.id)
    world.put(replace(late, hours="7.5", updated_at=now))
    tick(nightly)
    assert [log.harvest_entry_id for log in nightly.timelogs()] == [late.id]


def test_an_entry_logged_late_for_last_week_comes_in(
    nightly: Studio, harvest: LocalHarvest, today: date
) -> None:
    """A night selects entries by when they were added or edited, not by their day."""
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
    """A night that Harvest fails rests and says so, and an import by hand can run meanwhile."""
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
    """A night skips an edited entry of years ago by its reason; an import by hand takes it."""
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


def test_a_stalled_run_is_enqueued_by_a_tick(
    connected: Studio, today: date, redis_url: str
) -> None:
    """A run that never reached the queue is enqueued by the next tick, and only once."""
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
