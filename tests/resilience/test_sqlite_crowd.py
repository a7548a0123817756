"""Six writers and six readers of one SQLite file never find the database locked."""

from collections import Counter
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from redis import Redis

from demo.walk import PAGE, Walker, fields
from tests.resilience.stress_rig import StressRig, stress_rig
from workroom_harvest.adapters.harvest.rate_limiter import KEY

STUDIOS = (1, 2, 3)


class RepeatingThreads:
    """Threads that repeat an action until they are stopped, and count the answers."""

    def __init__(self) -> None:
        self.answers: Counter[str] = Counter()
        self._stopping = Event()
        self._threads: list[Thread] = []

    def add(self, name: str, action: Callable[[], str]) -> None:
        """Start a thread that repeats the action."""

        def repeat() -> None:
            while not self._stopping.is_set():
                try:
                    answer = action()
                except Exception as error:
                    answer = repr(error)
                self.answers[f"{name}: {answer}"] += 1

        thread = Thread(target=repeat)
        self._threads.append(thread)
        thread.start()

    def stop(self) -> None:
        """Let each thread finish its action, and wait for it."""
        self._stopping.set()
        for thread in self._threads:
            thread.join()


def test_six_writers_and_six_readers(
    tmp_path: Path, redis_url: str, request: pytest.FixtureRequest, page_size: int
) -> None:
    """Three imports and three savers of mappings work beside readers of pages and timelogs."""
    entries = page_size * (50 if request.config.getoption("--long") else 5)
    database_url = f"sqlite:///{tmp_path / 'w.sqlite3'}"
    with stress_rig(tmp_path, database_url, redis_url, entries, page=page_size) as rig:
        walkers = [rig.elin, *rig.connect_other_studios()]
        workers = [rig.system.worker() for _ in STUDIOS]
        threads = RepeatingThreads()
        with Redis.from_url(redis_url) as redis:
            threads.add("rate limit", lambda: reset_rate_limit(redis))
            for walker in walkers:
                threads.add("save", saver(walker))
                threads.add("page", reader(walker, PAGE))
                threads.add("timelogs", reader(walker, "/timelogs"))
            try:
                runs = [rig.click(walker) for walker in walkers]
                ends = [rig.wait_for_the_end(run, timeout=300) for run in runs]
            finally:
                threads.stop()
        assert ends == ["finished"] * 3
        assert [rig.losses(studio) for studio in STUDIOS] == [(0, 0)] * 3
        logs = "".join(child.log.read_text() for child in rig.system.children)
        assert "locked" not in logs
        assert "StoreUnavailable" not in logs
        assert all(worker.process.poll() is None for worker in workers)
        others = {name for name in threads.answers if not name.endswith(" 200")}
        assert not others, threads.answers
        save = saver(rig.elin)
        assert len({(save(), target(rig)) for _ in range(2)}) == 2
    del threads.answers["rate limit: 200"]
    print(f"\n{dict(threads.answers)}; 3 runs, 0 lost, 0 duplicated, 0 locked")


def target(rig: StressRig) -> Any:
    """Return what the first studio's first project is mapped to."""
    return rig.sql(
        "SELECT target_id FROM workroom_harvest_project_pairs WHERE studio_id = '1' "
        "ORDER BY harvest_name LIMIT 1"
    )


def reader(walker: Walker, path: str) -> Callable[[], str]:
    """Return an action that reads a page, and returns the status."""
    return lambda: str(walker.browser.get(path).status_code)


def saver(walker: Walker) -> Callable[[], str]:
    """Return an action that swaps the targets of two projects, so that every entry stays mapped."""
    page = fields(walker.browser.get(f"{PAGE}/mappings?plain=1").text)
    first, second = sorted(name for name in page.options if name.startswith("project-"))[:2]
    one, two = (page.options[first][label] for label in ("Project 0000", "Project 0001"))
    token = page.token
    forms = cycle(((two, one), (one, two)))

    def save() -> str:
        to_first, to_second = next(forms)
        form = {first: to_first, second: to_second, "csrf_token": token}
        answer = walker.browser.post(f"{PAGE}/mappings", data=form, follow_redirects=False)
        return "200" if answer.status_code == 303 else str(answer.status_code)

    return save


def reset_rate_limit(redis: Redis) -> str:
    """Delete the counted requests, since the rate limit is not what this test tries."""
    for key in redis.scan_iter(f"{KEY}*"):
        redis.delete(key)
    Event().wait(0.05)
    return "200"
