"""Redis is killed, or hangs, while a run is at work and others are queued."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from redis import Redis

from demo.processes import free_port, start_redis
from tests.resilience.storm import Storm, storm
from workroom_harvest.adapters.rq.schedule import HarvestScheduler
from workroom_harvest.current import use_cases

STUDIOS = (1, 2, 3)
AWAY = "Error: Redis does not answer at HARVEST_REDIS_URL. Start it, then start this again.\n"


class OwnRedis:
    """A Redis of this test alone, on one port for all its lives."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = free_port()
        self._lives = 0
        self.start()

    def start(self) -> None:
        """Another life, empty."""
        self._lives += 1
        log = self._folder / f"own-redis-{self._lives}.log"
        self.child, self.url = start_redis(log, self._port)

    def die(self) -> None:
        """No good-bye."""
        self.child.process.kill()
        self.child.process.wait()


@contextmanager
def own_redis(folder: Path) -> Iterator[OwnRedis]:
    """It is ended on leaving."""
    redis = OwnRedis(folder)
    try:
        yield redis
    finally:
        redis.child.stop()


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[OwnRedis]:
    """Of this test alone."""
    with own_redis(tmp_path) as redis:
        yield redis


def test_redis_is_killed_with_one_run_at_work_and_two_queued(
    tmp_path: Path, redis: OwnRedis, request: pytest.FixtureRequest, page_size: int
) -> None:
    """It comes back empty; worker and scheduler live on, and all three studios have everything."""
    long = request.config.getoption("--long")
    pages, lives = (10, 3) if long else (2, 1)
    database_url = f"sqlite:///{tmp_path / 'w.sqlite3'}"
    with storm(tmp_path, database_url, redis.url, pages * page_size, page=page_size) as here:
        everybody = [here.elin, *here.others()]
        children = [here.system.worker(), here.system.scheduler()]
        wait_until_both_are_seen(here)
        here.entries_take(0.8)
        waits = []
        for _ in range(lives):
            runs = [here.click(walker) for walker in everybody]
            here.wait_for(runs[0], "running")
            redis.die()
            if not long:
                here.let_the_lease_run_out()
            time.sleep(1)
            redis.start()
            begun = time.monotonic()
            ends = [here.wait_for_the_end(run, patience=150) for run in runs]
            waits.append(time.monotonic() - begun)
            assert ends == ["finished"] * 3
            assert [here.losses(studio) for studio in STUDIOS] == [(0, 0)] * 3
            here.wipe()
        wait_until_both_are_seen(here)
        assert [child.process.poll() for child in children] == [None, None]
        for child in children:
            child.stop()
            assert child.process.returncode == 0, child.log.read_text()
    print(
        f"\n{lives} times Redis killed, {3 * lives} runs, 0 lost, 0 duplicated, "
        f"all done at most {max(waits):.0f} s after it came back"
    )


def wait_until_both_are_seen(here: Storm) -> None:
    """Until `flask harvest doctor` would see a worker and a scheduler."""
    until = time.monotonic() + 30
    while True:
        with here.app.app_context():
            amiss = [finding for finding in use_cases().run_health_checks() if not finding.is_well]
        if not amiss:
            return
        assert time.monotonic() < until, amiss
        time.sleep(0.1)


def test_redis_hangs_or_forgets_or_is_away_and_the_processes_live_on(
    tmp_path: Path, redis: OwnRedis, request: pytest.FixtureRequest, page_size: int
) -> None:
    """Stopped mid-run: the run ends. Flushed: who lives is seen again. Away: TERM still ends."""
    times, seconds = (10, 8.0) if request.config.getoption("--long") else (1, 3.0)
    database_url = f"sqlite:///{tmp_path / 'w.sqlite3'}"
    with storm(tmp_path, database_url, redis.url, 2 * page_size, page=page_size) as here:
        children = [here.system.worker(), here.system.scheduler()]
        wait_until_both_are_seen(here)
        here.entries_take(1.0)
        for _ in range(times):
            run_id = here.click()
            here.wait_for(run_id, "running")
            os.kill(redis.child.process.pid, signal.SIGSTOP)
            time.sleep(seconds)
            os.kill(redis.child.process.pid, signal.SIGCONT)
            assert here.wait_for_the_end(run_id) == "finished"
            assert here.losses() == (0, 0)
            here.wipe()
        wait_until_both_are_seen(here)

        with Redis.from_url(redis.url) as client:
            client.flushall()
            scheduler = HarvestScheduler(client, "workroom-harvest", 1)
            until = time.monotonic() + 20
            while scheduler.next_tick() is None:
                assert time.monotonic() < until
                time.sleep(0.1)

        redis.die()
        begun = time.monotonic()
        late = [here.system.flask("harvest", name) for name in ("worker", "scheduler")]
        for child in late:
            assert child.process.wait(30) == 1
            assert child.log.read_text() == AWAY
        said = time.monotonic() - begun
        for child in children:
            assert child.process.poll() is None
            begun = time.monotonic()
            child.stop()
            assert child.process.returncode == 0, child.log.read_text()
            assert time.monotonic() - begun < 9
    print(
        f"\n{times} times Redis hung {seconds:.0f} s, {times} runs, 0 lost, 0 duplicated; "
        f"two that started without it said so after {said:.1f} s"
    )
