"""Redis is killed, or hangs, while one run is performed and others are queued."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from redis import Redis

from demo.processes import free_port, start_redis
from tests.resilience.stress_rig import StressRig, stress_rig
from workroom_harvest.adapters.rq.schedule import HarvestScheduler
from workroom_harvest.current import use_cases

STUDIOS = (1, 2, 3)
AWAY = "Error: Redis does not answer at HARVEST_REDIS_URL. Start it, then start this again.\n"


class OwnRedis:
    """A Redis of this test alone, which keeps its port when it is started again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = free_port()
        self._starts = 0
        self.start()

    def start(self) -> None:
        """Start an empty Redis."""
        self._starts += 1
        log = self._folder / f"own-redis-{self._starts}.log"
        self.child, self.url = start_redis(log, self._port)

    def kill(self) -> None:
        """Kill Redis without a shutdown."""
        self.child.process.kill()
        self.child.process.wait()


@contextmanager
def own_redis(folder: Path) -> Iterator[OwnRedis]:
    """Yield a Redis, and stop it afterwards."""
    redis = OwnRedis(folder)
    try:
        yield redis
    finally:
        redis.child.stop()


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[OwnRedis]:
    """Yield a Redis of this test alone."""
    with own_redis(tmp_path) as redis:
        yield redis


def test_redis_is_killed_with_one_run_at_work_and_two_queued(
    tmp_path: Path, redis: OwnRedis, request: pytest.FixtureRequest, page_size: int
) -> None:
    """Worker and scheduler survive a Redis that comes back empty, and every run finishes."""
    long = request.config.getoption("--long")
    pages, restarts = (10, 3) if long else (2, 1)
    database_url = f"sqlite:///{tmp_path / 'w.sqlite3'}"
    with stress_rig(tmp_path, database_url, redis.url, pages * page_size, page=page_size) as rig:
        walkers = [rig.elin, *rig.connect_other_studios()]
        children = [rig.system.worker(), rig.system.scheduler()]
        wait_until_both_are_seen(rig)
        rig.slow_down_entries(0.8)
        waits = []
        for _ in range(restarts):
            runs = [rig.click(walker) for walker in walkers]
            rig.wait_for(runs[0], "running")
            redis.kill()
            if not long:
                rig.expire_lease()
            time.sleep(1)
            redis.start()
            begun = time.monotonic()
            ends = [rig.wait_for_the_end(run, timeout=150) for run in runs]
            waits.append(time.monotonic() - begun)
            assert ends == ["finished"] * 3
            assert [rig.losses(studio) for studio in STUDIOS] == [(0, 0)] * 3
            rig.delete_imports()
        wait_until_both_are_seen(rig)
        assert [child.process.poll() for child in children] == [None, None]
        for child in children:
            child.stop()
            assert child.process.returncode == 0, child.log.read_text()
    print(
        f"\n{restarts} times Redis killed, {3 * restarts} runs, 0 lost, 0 duplicated, "
        f"all done at most {max(waits):.0f} s after it came back"
    )


def wait_until_both_are_seen(rig: StressRig) -> None:
    """Wait until `flask harvest doctor` would find a worker and a scheduler."""
    until = time.monotonic() + 30
    while True:
        with rig.app.app_context():
            failing = [
                finding for finding in use_cases().run_health_checks() if not finding.is_well
            ]
        if not failing:
            return
        assert time.monotonic() < until, failing
        time.sleep(0.1)


def test_redis_hangs_or_forgets_or_is_away_and_the_processes_live_on(
    tmp_path: Path, redis: OwnRedis, request: pytest.FixtureRequest, page_size: int
) -> None:
    """A Redis that hangs, is flushed or is down ends no process and no run.

    A process that starts without Redis says so and exits, and TERM still ends the others.
    """
    times, seconds = (10, 8.0) if request.config.getoption("--long") else (1, 3.0)
    database_url = f"sqlite:///{tmp_path / 'w.sqlite3'}"
    with stress_rig(tmp_path, database_url, redis.url, 2 * page_size, page=page_size) as rig:
        children = [rig.system.worker(), rig.system.scheduler()]
        wait_until_both_are_seen(rig)
        rig.slow_down_entries(1.0)
        for _ in range(times):
            run_id = rig.click()
            rig.wait_for(run_id, "running")
            os.kill(redis.child.process.pid, signal.SIGSTOP)
            time.sleep(seconds)
            os.kill(redis.child.process.pid, signal.SIGCONT)
            assert rig.wait_for_the_end(run_id) == "finished"
            assert rig.losses() == (0, 0)
            rig.delete_imports()
        wait_until_both_are_seen(rig)

        with Redis.from_url(redis.url) as client:
            client.flushall()
            scheduler = HarvestScheduler(client, "workroom-harvest", 1)
            until = time.monotonic() + 20
            while scheduler.next_tick() is None:
                assert time.monotonic() < until
                time.sleep(0.1)

        redis.kill()
        begun = time.monotonic()
        late = [rig.system.flask("harvest", name) for name in ("worker", "scheduler")]
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
