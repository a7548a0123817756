"""Six writers and six readers on one SQLite file: nobody hears that the database is locked."""

from collections import Counter
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from redis import Redis

from demo.walk import PAGE, Walker, fields
from tests.resilience.storm import Storm, storm
from workroom_harvest.adapters.harvest.rate_limiter import KEY

STUDIOS = (1, 2, 3)


class Crowd:
    """Threads that do the same thing again and again, and count what they were answered."""

    def __init__(self) -> None:
        self.answers: Counter[str] = Counter()
        self._enough = Event()
        self._threads: list[Thread] = []

    def add(self, name: str, action: Callable[[], str]) -> None:
        """One more, from now on."""

        def again_and_again() -> None:
            while not self._enough.is_set():
                try:
                    answer = action()
                except Exception as error:
                    answer = repr(error)
                self.answers[f"{name}: {answer}"] += 1

        thread = Thread(target=again_and_again)
        self._threads.append(thread)
        thread.start()

    def stop(self) -> None:
        """Each ends what it is at."""
        self._enough.set()
        for thread in self._threads:
            thread.join()


def test_six_writers_and_six_readers(
    tmp_path: Path, redis_url: str, request: pytest.FixtureRequest, page_size: int
) -> None:
    """Three imports and three savers of mappings, beside pages and timelogs that are read."""
    entries = page_size * (50 if request.config.getoption("--long") else 5)
    database_url = f"sqlite:///{tmp_path / 'w.sqlite3'}"
    with storm(tmp_path, database_url, redis_url, entries, page=page_size) as here:
        everybody = [here.elin, *here.others()]
        workers = [here.system.worker() for _ in STUDIOS]
        crowd = Crowd()
        with Redis.from_url(redis_url) as redis:
            crowd.add("pace", lambda: forget_the_pace(redis))
            for walker in everybody:
                crowd.add("save", saver(walker))
                crowd.add("page", reader(walker, PAGE))
                crowd.add("timelogs", reader(walker, "/timelogs"))
            try:
                runs = [here.click(walker) for walker in everybody]
                ends = [here.wait_for_the_end(run, patience=300) for run in runs]
            finally:
                crowd.stop()
        assert ends == ["finished"] * 3
        assert [here.losses(studio) for studio in STUDIOS] == [(0, 0)] * 3
        told = "".join(child.log.read_text() for child in here.system.children)
        assert "locked" not in told
        assert "StoreUnavailable" not in told
        assert all(worker.process.poll() is None for worker in workers)
        others = {name for name in crowd.answers if not name.endswith(" 200")}
        assert not others, crowd.answers
        save = saver(here.elin)
        assert len({(save(), target(here)) for _ in range(2)}) == 2
    del crowd.answers["pace: 200"]
    print(f"\n{dict(crowd.answers)}; 3 runs, 0 lost, 0 duplicated, 0 locked")


def target(here: Storm) -> Any:
    """What the first studio's first project is mapped to: the savers' forms did something."""
    return here.sql(
        "SELECT target_id FROM workroom_harvest_project_pairs WHERE studio_id = '1' "
        "ORDER BY harvest_name LIMIT 1"
    )


def reader(walker: Walker, path: str) -> Callable[[], str]:
    """Reads a page."""
    return lambda: str(walker.browser.get(path).status_code)


def saver(walker: Walker) -> Callable[[], str]:
    """Swaps the targets of two projects, so that every entry stays mapped."""
    page = fields(walker.browser.get(f"{PAGE}/mappings?plain=1").text)
    first, second = sorted(name for name in page.options if name.startswith("project-"))[:2]
    one, two = (page.options[first][label] for label in ("Project 0000", "Project 0001"))
    token = page.token
    turns = cycle(((two, one), (one, two)))

    def save() -> str:
        to_first, to_second = next(turns)
        form = {first: to_first, second: to_second, "csrf_token": token}
        answer = walker.browser.post(f"{PAGE}/mappings", data=form, follow_redirects=False)
        return "200" if answer.status_code == 303 else str(answer.status_code)

    return save


def forget_the_pace(redis: Redis) -> str:
    """Harvest's limit of requests is not what is tried here."""
    for key in redis.scan_iter(f"{KEY}*"):
        redis.delete(key)
    Event().wait(0.05)
    return "200"
