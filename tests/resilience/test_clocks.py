"""Clocks that run ahead, run behind or jump start each night once and lose no run."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from redis import Redis
from sqlalchemy import func, select

from demo.processes import Child, python
from demo.workroom.models import db
from tests.resilience.stress_rig import seeded_random, stress_rig
from tests.resilience.wrong_clock import WrongClock, use_clock
from tests.support.servers import fresh_database
from tests.support.studio import Studio
from workroom_harvest.current import use_cases
from workroom_harvest.domain import schedule

PAGES = 4
MOST_SECONDS = 120
"""Seconds within which a killed worker's run is taken up."""

ZONES = ("Europe/Stockholm", "America/New_York", "Asia/Tokyo")
# The days on which Europe's and America's clocks change, in 2026.
CHANGES = ("2026-03-08", "2026-03-29", "2026-10-25", "2026-11-01")


def test_a_worker_days_ahead_dies_and_the_run_is_taken_up(
    tmp_path: Path,
    postgres_url: str,
    redis_url: str,
    request: pytest.FixtureRequest,
    page_size: int,
) -> None:
    """A run is taken up within two minutes after its worker, whose clock was days ahead, was
    killed. Its claim and its next try lie days ahead, too.
    """
    long = request.config.getoption("--long")
    database_url, entries = fresh_database(postgres_url), PAGES * page_size
    with stress_rig(tmp_path, database_url, redis_url, entries, page=page_size) as rig:
        rig.slow_down_entries(0.5)
        run_id = rig.click()
        ahead = Child(
            python("tests.resilience.wrong_clock", "3", run_id),
            log=tmp_path / "ahead.log",
            environment=rig.system.environment,
        )
        pages = "SELECT pages FROM workroom_harvest_runs"
        until = time.monotonic() + 30
        while not rig.sql(pages):
            assert time.monotonic() < until, ahead.log.read_text()
            time.sleep(0.02)
        rig.system.kill(ahead)
        with Redis.from_url(redis_url) as redis:
            # The worker had taken its job from the queue: only the database knows of the run now.
            redis.flushdb()
        far = datetime.now(UTC).replace(tzinfo=None) + timedelta(days=3)
        rig.sql(
            "UPDATE workroom_harvest_connections "
            "SET refresh_claimed_until = :far, refresh_at = :due",
            far=far,
            due=far - timedelta(days=9),
        )
        rig.sql(
            "UPDATE workroom_harvest_runs SET failed_tries = 1, failing_since = :far, "
            "next_try_at = :far",
            far=far,
        )
        fence = rig.fence()
        begun = time.monotonic()
        if not long:
            # As if 40 seconds had passed since it was enqueued; the lease's end stays where it is.
            rig.sql("UPDATE workroom_harvest_runs SET enqueued_at = '2000-01-01 00:00:00'")
        rig.system.worker()
        rig.system.scheduler()
        until = begun + MOST_SECONDS
        while rig.fence() == fence:
            assert time.monotonic() < until
            time.sleep(0.1)
        took = time.monotonic() - begun
        assert rig.wait_for_the_end(run_id) == "finished"
        assert rig.losses() == (0, 0)
    print(f"\ntaken up after {took:.0f} s, 1 run, 0 lost, 0 duplicated")


@pytest.fixture
def nightly(connected: Studio) -> Iterator[tuple[Studio, WrongClock]]:
    """Yield a studio whose nights have been on for years, and the clock that its ticks use."""
    connected.post("/automated-sync", {"on": "1"})
    with connected.app.app_context():
        table = db.metadata.tables["workroom_harvest_connections"]
        db.session.execute(table.update().values(automated_since=datetime(2020, 1, 1, tzinfo=UTC)))
        db.session.commit()
    clock = WrongClock(timedelta(0))
    use_clock(connected.app, clock)
    zone = os.environ.get("TZ")
    yield connected, clock
    os.environ.pop("TZ")
    if zone is not None:
        os.environ["TZ"] = zone
    time.tzset()


def test_one_run_per_night_whatever_the_clock_does(
    nightly: tuple[Studio, WrongClock], request: pytest.FixtureRequest
) -> None:
    """Each night has one run, whatever summer time and jumps do to the clock."""
    studio, clock = nightly
    long = request.config.getoption("--long")
    jumps, changes = (1000, CHANGES) if long else (40, CHANGES[1:3])
    rng, seed = seeded_random(None)
    visited = set()
    ticks = 0
    for zone in ZONES:
        os.environ["TZ"] = zone
        time.tzset()
        moments = [
            datetime.fromisoformat(day).replace(tzinfo=UTC) + timedelta(hours=hour, minutes=half)
            for day in changes
            for hour in range(24)
            for half in (0, 30)
        ]
        middle = datetime(2026, 6, 15, 12, tzinfo=UTC)
        moments += [middle + timedelta(days=rng.uniform(-9, 9)) for _ in range(jumps)]
        for moment in moments:
            clock.ahead = moment - datetime.now(UTC)
            tick_and_work(studio)
            visited.add(schedule.latest_night(moment))
            ticks += 1
    with studio.app.app_context():
        runs = db.metadata.tables["workroom_harvest_runs"]
        per_night = db.session.execute(
            select(runs.c.night, func.count()).where(runs.c.night.is_not(None)).group_by("night")
        ).all()
    assert {night for night, _ in per_night} == visited, f"seed {seed}"
    assert {count for _, count in per_night} == {1}, f"seed {seed}"
    stamps = studio.stamps()
    assert len(stamps) == len(set(stamps))
    print(f"\n{ticks} ticks, {len(per_night)} nights, {len(per_night)} runs, seed {seed}")


def tick_and_work(studio: Studio) -> None:
    """Run a tick, and perform what it started."""
    with studio.app.app_context():
        if use_cases().dispatch_due().started:
            runs = db.metadata.tables["workroom_harvest_runs"]
            live = select(runs.c.id).where(runs.c.live_for.is_not(None))
            for run_id in db.session.scalars(live).all():
                run = use_cases().perform_import(run_id)
                assert run is not None
                assert run.is_over
