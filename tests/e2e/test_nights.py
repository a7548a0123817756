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
from workroom_harvest.adapters.rq.schedule import NIGHTLY, HarvestScheduler
from workroom_harvest.domain import schedule

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


def test_the_nightly_entry_is_at_two_utc_whatever_the_hosts_zone(
    tmp_path: Path, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """rq-scheduler reads the nightly cron string in UTC, whatever the host's time zone."""
    database_url = f"sqlite:///{tmp_path / 'w.sqlite3'}"
    with RunningSystem(tmp_path, database_url, redis_url) as system:
        for zone in ("America/New_York", "Asia/Tokyo", "UTC"):
            monkeypatch.setenv("TZ", zone)
            scheduler = system.scheduler()
            assert nightly_entry(redis_url) == schedule.next_slot(datetime.now(UTC)), zone
            system.kill(scheduler)


def last_night(walker: Walker) -> str:
    """Return what the Connection card says about the nights."""
    return text_of(walker.browser.get(PAGE).text).partition("Last auto-sync")[2][:200]


def nightly_entry(redis_url: str) -> datetime | None:
    """Return when rq-scheduler will enqueue the nightly entry, None if it never registers it."""
    with Redis.from_url(redis_url) as redis:
        scheduler = HarvestScheduler(redis, "workroom-harvest", 1)
        until = time.monotonic() + TIMEOUT
        while time.monotonic() < until:
            score = redis.zscore(scheduler.scheduled_jobs_key, scheduler.id_of(NIGHTLY))
            if score is not None:
                redis.flushdb()
                return datetime.fromtimestamp(score, UTC)
            time.sleep(0.1)
    return None
