"""Killed workers lose nothing and import nothing twice, and their run ends by itself."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest

from demo.processes import Child
from tests.resilience.stress_rig import seeded_random, stress_rig, worker_child
from tests.support.servers import fresh_database

PAGES = 4
OVER = ("finished", "failed")


def test_children_killed_at_random_lose_nothing(
    tmp_path: Path, database_url: str, redis_url: str, request: pytest.FixtureRequest
) -> None:
    """Children killed at random moments lose nothing, and a tick takes up each run.

    A run that is killed thirty times in a row without a finished page fails, so each child gets
    some time.
    """
    long = request.config.getoption("--long")
    wanted, entries = (200, 20_000) if long else (4, 10_000)
    rng, seed = seeded_random(None)
    kills = mid_run = runs = 0
    with stress_rig(tmp_path, database_url, redis_url, entries, 0.02) as rig:
        worker = rig.system.worker()
        while kills < wanted:
            run_id = rig.click()
            runs += 1
            while rig.status(run_id) not in OVER and kills < wanted:
                until = time.monotonic() + rng.uniform(0.1, 3.0 if long else 0.9)
                pid = None
                while time.monotonic() < until or pid is None:
                    pid = worker_child(worker) or pid
                    if rig.status(run_id) in OVER:
                        break
                    time.sleep(0.01)
                    if time.monotonic() > until:
                        # The run waits for Harvest's rate limit, and the next tick enqueues it.
                        rig.tick()
                if pid is None or rig.status(run_id) in OVER:
                    break
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                    kills += 1
                    mid_run += rig.status(run_id) == "running"
                rig.expire_lease()
                rig.tick()
            assert rig.wait_for_the_end(run_id) == "finished", rig.run_as_json(run_id)["failure"]
            assert rig.losses() == (0, 0), f"seed {seed}"
            counted = rig.run_as_json(run_id)
            assert counted["imported"] == counted["total"] == entries, f"seed {seed}"
            rig.delete_imports()
    kind = database_url.partition(":")[0]
    print(
        f"\n{kind}: {kills} children killed, {mid_run} mid-run, {runs} runs, "
        f"0 lost, 0 duplicated, seed {seed}"
    )
    assert mid_run >= wanted * 3 // 4


def test_a_parent_is_killed_and_a_second_worker_takes_over(
    tmp_path: Path, request: pytest.FixtureRequest, redis_url: str, page_size: int
) -> None:
    """A child that outlives its worker writes no page once a second worker has the fence.

    The long form tries both databases; the store's contract has the fence for both.
    """
    urls = [f"sqlite:///{tmp_path / 'w.sqlite3'}"]
    if request.config.getoption("--long"):
        urls.append(fresh_database(request.getfixturevalue("postgres_url")))
    for number, database_url in enumerate(urls):
        folder = tmp_path / str(number)
        folder.mkdir()
        kill_the_parent(folder, database_url, redis_url, page_size)


def kill_the_parent(tmp_path: Path, database_url: str, redis_url: str, page_size: int) -> None:
    """Kill the worker of a run but not its child, and assert that another finishes the run."""
    with stress_rig(tmp_path, database_url, redis_url, PAGES * page_size, page=page_size) as rig:
        rig.slow_down_entries(0.6)
        # Both run before the import starts: on a busy machine a start takes longer than a run.
        workers = [rig.system.worker(), rig.system.worker()]
        rig.wait_for_workers(len(workers))
        run_id = rig.click()
        children: dict[int, Child] = {}
        while not children or rig.status(run_id) != "running":
            found = {pid: one for one in workers if (pid := worker_child(one)) is not None}
            children = found or children
            time.sleep(0.01)
        ((orphaned_child, parent),) = children.items()
        fence = rig.fence()
        rig.system.kill(parent)
        until = time.monotonic() + 20
        while rig.fence() == fence and time.monotonic() < until:
            # The orphaned child renews its lease; a long pause or a jump of the clock expires it.
            rig.expire_lease()
            rig.enqueue_run(run_id)
            time.sleep(0.1)
        assert rig.wait_for_the_end(run_id) == "finished"
        assert rig.losses() == (0, 0)
        assert rig.run_as_json(run_id)["imported"] == rig.entries
        assert rig.fence() > fence
        with suppress(ProcessLookupError):
            os.kill(orphaned_child, signal.SIGKILL)


def test_the_whole_group_is_killed_and_the_run_is_taken_up_in_two_minutes(
    tmp_path: Path, redis_url: str, request: pytest.FixtureRequest, page_size: int
) -> None:
    """A run whose worker and child are killed together is taken up within two minutes."""
    database_url = f"sqlite:///{tmp_path / 'w.sqlite3'}"
    long = request.config.getoption("--long")
    with stress_rig(tmp_path, database_url, redis_url, PAGES * page_size, page=page_size) as rig:
        rig.slow_down_entries(0.3)
        worker = rig.system.worker()
        waits = []
        for _ in range(3 if long else 1):
            run_id = rig.click()
            rig.wait_for(run_id, "running")
            child = worker_child(worker)
            fence = rig.fence()
            worker.process.kill()
            if child is not None:
                os.kill(child, signal.SIGKILL)
            worker.process.wait()
            begun = time.monotonic()
            if not long:
                rig.expire_lease()
            worker, scheduler = rig.system.worker(), rig.system.scheduler()
            while rig.fence() == fence:
                assert time.monotonic() < begun + 120
                time.sleep(0.1)
            waits.append(time.monotonic() - begun)
            assert rig.wait_for_the_end(run_id) == "finished"
            assert rig.losses() == (0, 0)
            scheduler.stop()
            rig.delete_imports()
    print(
        f"\n{len(waits)} whole groups killed, taken up after at most {max(waits):.0f} s, "
        f"{len(waits)} runs, 0 lost, 0 duplicated"
    )


def test_a_deploy_ends_worker_and_child_and_the_run_goes_on(
    tmp_path: Path, redis_url: str, page_size: int
) -> None:
    """A run whose worker is stopped by two TERMs is finished by the next worker after a tick."""
    database_url = f"sqlite:///{tmp_path / 'w.sqlite3'}"
    with stress_rig(tmp_path, database_url, redis_url, PAGES * page_size, page=page_size) as rig:
        rig.slow_down_entries(0.3)
        worker = rig.system.worker()
        run_id = rig.click()
        while rig.status(run_id) != "running":
            time.sleep(0.02)
        worker.process.send_signal(signal.SIGTERM)
        time.sleep(0.2)
        worker.stop()
        rig.expire_lease()
        rig.system.worker()
        rig.tick()
        assert rig.wait_for_the_end(run_id) == "finished"
        assert rig.losses() == (0, 0)


def test_redis_comes_back_empty_and_all_is_queued_again(
    tmp_path: Path, redis_url: str, page_size: int
) -> None:
    """A run that Redis has lost is enqueued by a tick, since the database knows it."""
    from redis import Redis

    database_url = f"sqlite:///{tmp_path / 'w.sqlite3'}"
    with stress_rig(tmp_path, database_url, redis_url, page_size) as rig:
        run_id = rig.click()
        with Redis.from_url(redis_url) as redis:
            redis.flushall()
        rig.system.worker()
        time.sleep(0.5)
        assert rig.status(run_id) == "queued"
        rig.expire_lease()
        rig.tick()
        assert rig.wait_for_the_end(run_id) == "finished"
        assert rig.losses() == (0, 0)
