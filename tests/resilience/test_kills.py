"""Workers that are killed: nothing lost, nothing twice, and the run ends without a person."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest

from demo.processes import Child
from tests.resilience.storm import horse, seeded_random, storm
from tests.support.servers import fresh_database

PAGES = 4
OVER = ("finished", "failed")


def test_a_storm_of_killed_children(
    tmp_path: Path, database_url: str, redis_url: str, request: pytest.FixtureRequest
) -> None:
    """kill -9 at random moments; what was killed is taken up by the next tick.

    Thirty in a row without a page between them would end the run, so they leave it some time.
    """
    long = request.config.getoption("--long")
    wanted, entries = (200, 20_000) if long else (4, 10_000)
    rng, seed = seeded_random(None)
    kills = mid_run = runs = 0
    with storm(tmp_path, database_url, redis_url, entries, 0.02) as here:
        worker = here.system.worker()
        while kills < wanted:
            run_id = here.click()
            runs += 1
            while here.status(run_id) not in OVER and kills < wanted:
                until = time.monotonic() + rng.uniform(0.1, 3.0 if long else 0.9)
                pid = None
                while time.monotonic() < until or pid is None:
                    pid = horse(worker) or pid
                    if here.status(run_id) in OVER:
                        break
                    time.sleep(0.01)
                    if time.monotonic() > until:
                        # The run waits for Harvest's limit: a tick each minute would take it up.
                        here.tick()
                if pid is None or here.status(run_id) in OVER:
                    break
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                    kills += 1
                mid_run += here.status(run_id) == "running"
                here.let_the_lease_run_out()
                here.tick()
            assert here.wait_for_the_end(run_id) == "finished", here.counted(run_id)["failure"]
            assert here.losses() == (0, 0), f"seed {seed}"
            counted = here.counted(run_id)
            assert counted["imported"] == counted["total"] == entries, f"seed {seed}"
            here.wipe()
    kind = database_url.partition(":")[0]
    print(
        f"\n{kind}: {kills} children killed, {mid_run} mid-run, {runs} runs, "
        f"0 lost, 0 duplicated, seed {seed}"
    )
    assert mid_run >= wanted * 3 // 4


def test_a_parent_is_killed_and_a_second_worker_takes_over(
    tmp_path: Path, request: pytest.FixtureRequest, redis_url: str, page_size: int
) -> None:
    """The orphan writes no page after the second one came: the fence refuses it.

    On either database in the long form; the fence itself is in the store's contract for both.
    """
    urls = [f"sqlite:///{tmp_path / 'w.sqlite3'}"]
    if request.config.getoption("--long"):
        urls.append(fresh_database(request.getfixturevalue("postgres_url")))
    for number, database_url in enumerate(urls):
        folder = tmp_path / str(number)
        folder.mkdir()
        kill_the_parent(folder, database_url, redis_url, page_size)


def kill_the_parent(tmp_path: Path, database_url: str, redis_url: str, page_size: int) -> None:
    """And let a second worker come."""
    with storm(tmp_path, database_url, redis_url, PAGES * page_size, page=page_size) as here:
        here.entries_take(0.6)
        # Both are there before anything happens: on a busy machine a start takes longer than a run.
        workers = [here.system.worker(), here.system.worker()]
        here.wait_for_workers(len(workers))
        run_id = here.click()
        children: dict[int, Child] = {}
        while not children or here.status(run_id) != "running":
            children = {pid: one for one in workers if (pid := horse(one)) is not None} or children
            time.sleep(0.01)
        ((orphan, parent),) = children.items()
        here.system.kill(parent)
        until = time.monotonic() + 20
        while here.fence() < 2 and time.monotonic() < until:
            # The orphan keeps its lease; a clock that jumps, or a long pause, would end it.
            here.let_the_lease_run_out()
            here.enqueue_run(run_id)
            time.sleep(0.1)
        assert here.wait_for_the_end(run_id) == "finished"
        assert here.losses() == (0, 0)
        assert here.counted(run_id)["imported"] == here.entries
        assert here.fence() >= 2
        with suppress(ProcessLookupError):
            os.kill(orphan, signal.SIGKILL)


def test_the_whole_group_is_killed_and_the_run_is_taken_up_in_two_minutes(
    tmp_path: Path, redis_url: str, request: pytest.FixtureRequest, page_size: int
) -> None:
    """Parent and child at once, as when a machine goes down; another worker, a scheduler."""
    database_url = f"sqlite:///{tmp_path / 'w.sqlite3'}"
    long = request.config.getoption("--long")
    with storm(tmp_path, database_url, redis_url, PAGES * page_size, page=page_size) as here:
        here.entries_take(0.3)
        worker = here.system.worker()
        waits = []
        for _ in range(3 if long else 1):
            run_id = here.click()
            here.wait_for(run_id, "running")
            child = horse(worker)
            fence = here.fence()
            worker.process.kill()
            if child is not None:
                os.kill(child, signal.SIGKILL)
            worker.process.wait()
            begun = time.monotonic()
            if not long:
                here.let_the_lease_run_out()
            worker, scheduler = here.system.worker(), here.system.scheduler()
            while here.fence() == fence:
                assert time.monotonic() < begun + 120
                time.sleep(0.1)
            waits.append(time.monotonic() - begun)
            assert here.wait_for_the_end(run_id) == "finished"
            assert here.losses() == (0, 0)
            scheduler.stop()
            here.wipe()
    print(
        f"\n{len(waits)} whole groups killed, taken up after at most {max(waits):.0f} s, "
        f"{len(waits)} runs, 0 lost, 0 duplicated"
    )


def test_a_deploy_ends_worker_and_child_and_the_run_goes_on(
    tmp_path: Path, redis_url: str, page_size: int
) -> None:
    """TERM, and TERM again; another worker, a tick, and it is done."""
    database_url = f"sqlite:///{tmp_path / 'w.sqlite3'}"
    with storm(tmp_path, database_url, redis_url, PAGES * page_size, page=page_size) as here:
        here.entries_take(0.3)
        worker = here.system.worker()
        run_id = here.click()
        while here.status(run_id) != "running":
            time.sleep(0.02)
        worker.process.send_signal(signal.SIGTERM)
        time.sleep(0.2)
        worker.stop()
        here.let_the_lease_run_out()
        here.system.worker()
        here.tick()
        assert here.wait_for_the_end(run_id) == "finished"
        assert here.losses() == (0, 0)


def test_redis_comes_back_empty_and_all_is_queued_again(
    tmp_path: Path, redis_url: str, page_size: int
) -> None:
    """The database is the truth, the queue a hint."""
    from redis import Redis

    database_url = f"sqlite:///{tmp_path / 'w.sqlite3'}"
    with storm(tmp_path, database_url, redis_url, page_size) as here:
        run_id = here.click()
        with Redis.from_url(redis_url) as redis:
            redis.flushall()
        here.system.worker()
        time.sleep(0.5)
        assert here.status(run_id) == "queued"
        here.let_the_lease_run_out()
        here.tick()
        assert here.wait_for_the_end(run_id) == "finished"
        assert here.losses() == (0, 0)
