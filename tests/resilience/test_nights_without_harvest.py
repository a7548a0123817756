"""A night that finds Harvest away, for seconds, minutes or hours, is completed by itself."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from redis import Redis

from demo.harvest import Fault
from demo.workroom.models import db
from tests.support.big_account import big_harvest, big_studio
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio
from workroom_harvest.current import use_cases
from workroom_harvest.domain.retry import FURTHEST

ENTRIES, PAGE = 50, 20
MINUTE = timedelta(minutes=1)
LATEST = 1.25 * FURTHEST + 2 * MINUTE
"""After Harvest's return: the longest pause and one tick."""

MOST_REQUESTS = 40
OUTAGES = (3, 12, 60, 600, 3600, 10_800)
SHORT = (12, 3600)
KINDS = ("503", "reset", "html")


@pytest.fixture
def harvest(today: date) -> Iterator[LocalHarvest]:
    """Yield a local Harvest with three pages of entries, all of which were logged today."""
    yield from big_harvest(today, ENTRIES, projects=3, tasks=2, page=PAGE)


class Night:
    """A night of one studio with a tick each minute, whose minutes are skipped.

    What was written by the database's clock is set back instead, since that clock cannot be moved.
    """

    def __init__(self, studio: Studio, redis_url: str) -> None:
        self._studio = studio
        self._redis_url = redis_url
        self._skipped = timedelta()
        self._began = time.monotonic()

    @property
    def passed(self) -> timedelta:
        """Return the time since the night began."""
        return self._skipped + timedelta(seconds=time.monotonic() - self._began)

    def begin(self) -> str:
        """Run the first tick after 02:00, and return the run's id.

        It counts as tomorrow's, so that the night cannot be over before the test is, and no other
        night begins.
        """
        use_cases().dispatch_due()
        self._set("runs", "night", lambda night: night + timedelta(days=1))
        self._set("connections", "automated_since", lambda _: datetime.now(UTC))
        (row,) = self._rows("runs")
        return str(row["id"])

    def skip(self) -> None:
        """Let a minute pass."""
        for name in ("next_try_at", "failing_since", "enqueued_at"):
            self._set("runs", name, lambda then: then - MINUTE)
        self._skipped += MINUTE

    def tick(self) -> None:
        """Run a tick, and a worker if something is to be done."""
        with Redis.from_url(self._redis_url) as redis:
            redis.flushdb()
        if use_cases().dispatch_due().requeued:
            use_cases().perform_import(self._rows("runs")[0]["id"])

    def _rows(self, table: str) -> Any:
        found = db.metadata.tables[f"workroom_harvest_{table}"]
        return db.session.execute(sa.select(found)).mappings().all()

    def _set(self, table: str, name: str, change: Callable[[Any], Any]) -> None:
        found = db.metadata.tables[f"workroom_harvest_{table}"]
        for row in self._rows(table):
            if row[name] is not None:
                one = sa.update(found).where(found.c.id == row["id"])
                db.session.execute(one.values({name: change(row[name])}))
        db.session.commit()


def test_a_night_comes_in_by_itself_soon_after_harvest_is_back(
    either_app: Flask,
    harvest: LocalHarvest,
    redis_url: str,
    request: pytest.FixtureRequest,
) -> None:
    """The night is completed soon after Harvest's return, with few requests before it."""
    elin = big_studio(either_app, harvest)
    elin.post("/automated-sync", {"on": "1"})
    long = request.config.getoption("--long")
    outages = OUTAGES if long else SHORT
    for number, outage in enumerate(outages):
        late, asked = _try_one(elin, redis_url, outage, KINDS[number % len(KINDS)])
        assert late <= LATEST.total_seconds(), outage
        assert asked <= MOST_REQUESTS, outage
        print(f"\naway for {outage} s: in {late:.0f} s after that, {asked} requests meanwhile")


def _try_one(elin: Studio, redis_url: str, outage: float, kind: str) -> tuple[float, int]:
    """Return the seconds from Harvest's return to the end of the night, and the requests before."""
    delete_imports(elin)
    state = elin.harvest.state
    state.faults[:] = [Fault("*", 0, kind, -1)]
    state.requests.clear()
    asked, back_at = 0, timedelta(seconds=outage)
    with elin.app.app_context():
        night = Night(elin, redis_url)
        run_id = night.begin()
        use_cases().perform_import(run_id)
        while not (run := use_cases().show_run(elin.studio_id, run_id)).is_over:
            assert night.passed < back_at + 2 * LATEST
            night.skip()
            if state.faults and night.passed >= back_at:
                asked = sum(state.requests.values())
                state.faults.clear()
            night.tick()
        late = (night.passed - back_at).total_seconds()
    assert (run.status, run.progress.imported, run.is_complete) == ("finished", ENTRIES, True)
    stamps = elin.stamps()
    assert len(stamps) == len(set(stamps)) == ENTRIES
    return late, asked


def delete_imports(studio: Studio) -> None:
    """Delete all imports, and pretend that Automated sync has been on for two days."""
    with studio.app.app_context():
        tables = db.metadata.tables
        for name in ("workroom_harvest_entries", "workroom_harvest_runs", "timelog"):
            db.session.execute(sa.delete(tables[name]))
        since = datetime.now(UTC) - timedelta(days=2)
        connections = tables["workroom_harvest_connections"]
        fresh = {"automated_since": since, "last_night": None}
        db.session.execute(sa.update(connections).values(**fresh))
        db.session.commit()
