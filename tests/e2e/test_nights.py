"""The nightly import with a real scheduler and worker, in hosts of several time zones."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from redis import Redis

from demo.__main__ import MAPPINGS
from demo.walk import PAGE, Walker
from demo.workroom.config import database_url as with_driver
from tests.support.running_system import RunningSystem
from tests.support.studio import text_of
from workroom_harvest.adapters.rq.schedule import HarvestScheduler

TIMEOUT = 30


def test_two_schedulers_start_one_night_and_a_restart_catches_up(
    tmp_path: Path, database_url: str, redis_url: str
) -> None:
    """Two schedulers start a missed night once, and only for the studio with Automated sync on."""
    with RunningSystem(tmp_path, database_url, redis_url) as system:
        claire = system.walker("claire@moreau.example")
        claire.connect("claire@moreau.example", "Atelier Moreau")
        elin = system.walker()
        elin.connect("elin@lindqvist.example", "Studio Lindqvist")
        elin.map(MAPPINGS)
        elin.post("/automated-sync", {"on": "1"})
        engine = sa.create_engine(with_driver(database_url))
        with engine.begin() as connection:
            since = (datetime.now(UTC) - timedelta(days=2)).replace(tzinfo=None)
            connection.execute(
                sa.text(
                    "UPDATE workroom_harvest_connections SET automated_since = :since "
                    "WHERE automated_since IS NOT NULL"
                ).bindparams(sa.bindparam("since", type_=sa.DateTime())),
                {"since": since},
            )

        system.worker()
        system.scheduler()
        system.scheduler()
        until = time.monotonic() + TIMEOUT
        count = sa.text("SELECT count(*), min(status) FROM workroom_harvest_runs")
        while time.monotonic() < until:
            with engine.connect() as connection:
                found = tuple(connection.execute(count).one())
            if found == (1, "finished"):
                break
            time.sleep(0.3)
        engine.dispose()

        assert found == (1, "finished")
        assert "Imported" in last_night(elin)
        assert "Not yet" in last_night(claire)
        doctor = system.flask("harvest", "doctor")
        assert doctor.process.wait() == 0, doctor.log.read_text()
        assert "next tick" in doctor.log.read_text()


def test_the_tick_is_due_within_a_minute_whatever_the_hosts_zone(
    tmp_path: Path, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """rq-scheduler reads the tick's cron string in UTC, whatever the host's time zone."""
    database_url = f"sqlite:///{tmp_path / 'w.sqlite3'}"
    with RunningSystem(tmp_path, database_url, redis_url) as system:
        for zone in ("America/New_York", "Asia/Tokyo", "UTC"):
            monkeypatch.setenv("TZ", zone)
            begun = datetime.now(UTC)
            scheduler = system.scheduler()
            due = next_tick(redis_url)
            assert due is not None
            assert begun < due <= datetime.now(UTC) + timedelta(minutes=1), zone
            system.kill(scheduler)


def last_night(walker: Walker) -> str:
    """Return what the Connection card says about the nights."""
    return text_of(walker.browser.get(PAGE).text).partition("Last auto-sync")[2][:200]


def next_tick(redis_url: str) -> datetime | None:
    """Return when the next tick is due, None if the scheduler never registers it."""
    with Redis.from_url(redis_url) as redis:
        scheduler = HarvestScheduler(redis, "workroom-harvest", 1)
        until = time.monotonic() + TIMEOUT
        while time.monotonic() < until:
            due = scheduler.next_tick()
            if due is not None:
                redis.flushdb()
                return due
            time.sleep(0.1)
    return None
