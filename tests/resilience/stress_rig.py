"""A studio over real processes whose imports are disturbed, with counts of what was lost."""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import sqlalchemy as sa
from redis import Redis

from demo.processes import Child
from demo.walk import PAGE, Walker
from demo.workroom import create_app
from demo.workroom.config import database_url as with_driver
from demo.workroom.models import db
from tests.support.big_account import FULL_PAGE, big_system, connect_and_map
from tests.support.running_system import RunningSystem
from workroom_harvest.adapters.rq.queue import RqQueue
from workroom_harvest.current import use_cases, workers

WINDOW = {"from": "2000-01-01", "to": "2100-01-01"}
TIMEOUT = 60


class StressRig:
    """Local Harvest, Workroom and a database as processes, with one connected and mapped studio.

    `entries` is how many entries Harvest has. `TIMEOUT` is in seconds.
    """

    def __init__(
        self,
        system: RunningSystem,
        elin: Walker,
        engine: sa.Engine,
        entries: int,
        database_url: str,
    ) -> None:
        self.database_url = database_url
        self.system = system
        self.elin = elin
        self.engine = engine
        self.entries = entries
        self.app = create_app(system.environment)

    def sql(self, statement: str, **values: Any) -> Any:
        """Run a statement, and return the first column of its first row, None without rows."""
        with self.engine.begin() as connection:
            found = connection.execute(sa.text(statement), values)
            return found.scalar() if found.returns_rows else None

    def click(self, walker: Walker | None = None) -> str:
        """Start an import, and return the run's id."""
        answer = (walker or self.elin).post("/imports", WINDOW)
        return str(answer.url).rsplit("/", 1)[1]

    def connect_other_studios(self) -> list[Walker]:
        """Connect and map the other two studios like the first; return their walkers."""
        self.sql("UPDATE studio SET plan = 'pro'")
        people = ((2, "claire@moreau.example"), (3, "nora@nordform.example"))
        return [
            connect_and_map(self.system, self.database_url, studio=studio, email=email)
            for studio, email in people
        ]

    def wait_for_workers(self, count: int) -> None:
        """Wait until so many workers serve the queue; raises `AssertionError` if they do not."""
        until = time.monotonic() + TIMEOUT
        with self.app.app_context():
            while (alive := workers().alive()) < count:
                assert time.monotonic() < until, f"{alive} workers, not {count}"
                time.sleep(0.05)

    def wait_for(self, run_id: str, status: str) -> None:
        """Wait until the run has the status. Raises `AssertionError` after the timeout."""
        until = time.monotonic() + TIMEOUT
        while self.status(run_id) != status:
            assert time.monotonic() < until, f"{self.status(run_id)}, not {status}"
            time.sleep(0.02)

    def status(self, run_id: str) -> str:
        """Return the run's status, read from the database."""
        return str(self.sql("SELECT status FROM workroom_harvest_runs WHERE id = :id", id=run_id))

    def slow_down_entries(self, seconds: float) -> None:
        """Let Harvest delay each page of entries by so many seconds, and nothing else."""
        control = f"{self.system.harvest_url}/_control"
        httpx.post(f"{control}/config", json={"hang_seconds": seconds}).raise_for_status()
        httpx.delete(f"{control}/faults").raise_for_status()
        fault = {"endpoint": "time_entries", "page": 0, "kind": "hang", "times": -1}
        httpx.post(f"{control}/faults", json=fault).raise_for_status()

    def expire_lease(self) -> None:
        """Expire the lease of a killed worker, as 40 seconds would; the fence stays."""
        self.sql("UPDATE workroom_harvest_leases SET expires_at = '2000-01-01 00:00:00'")
        self.sql("UPDATE workroom_harvest_runs SET enqueued_at = '2000-01-01 00:00:00'")

    def tick(self) -> None:
        """Run a tick, as the scheduler has a worker do each minute."""
        with self.app.app_context():
            use_cases().dispatch_due()

    def enqueue_run(self, run_id: str) -> None:
        """Enqueue the run once more, as RQ does by itself after a worker's death."""
        with Redis.from_url(self.system.environment["HARVEST_REDIS_URL"]) as redis:
            RqQueue(redis, "workroom-harvest").enqueue(run_id, first=True)

    def close(self) -> None:
        """Close the app and the connections to the database."""
        self.app.extensions["workroom_harvest"].close()
        with self.app.app_context():
            db.engine.dispose()
        self.engine.dispose()

    def wait_for_the_end(self, run_id: str, timeout: float = TIMEOUT) -> str:
        """Wait until the run is over, and return its final status.

        Raises `AssertionError` after `timeout` seconds.
        """
        until = time.monotonic() + timeout
        while time.monotonic() < until:
            status = self.status(run_id)
            if status in ("finished", "failed"):
                return status
            time.sleep(0.05)
        raise AssertionError(f"the run is still {status}")

    def fence(self) -> int:
        """Return the fence of the studio's lease, which each holder raises; 0 before the first."""
        return int(self.sql("SELECT coalesce(max(fence), 0) FROM workroom_harvest_leases"))

    def losses(self, studio: int = 1) -> tuple[int, int]:
        """Return how many timelogs are lost and how many are duplicated; both have to be 0."""
        mine = "FROM timelog WHERE studio_id = :studio"
        timelogs = self.sql(f"SELECT count(*) {mine}", studio=studio)
        stamps = self.sql(f"SELECT count(DISTINCT harvest_entry_id) {mine}", studio=studio)
        return self.entries - stamps, timelogs - stamps

    def run_as_json(self, run_id: str) -> dict[str, Any]:
        """Return the run as its JSON object."""
        found: dict[str, Any] = self.elin.browser.get(
            f"{PAGE}/imports/{run_id}", headers={"Accept": "application/json"}
        ).json()
        return found

    def delete_imports(self) -> None:
        """Delete all timelogs, the ledger and the runs, so that the next import begins anew."""
        for table in ("timelog", "workroom_harvest_entries", "workroom_harvest_runs"):
            self.sql(f"DELETE FROM {table}")  # noqa: S608 because the names are ours


@contextmanager
def stress_rig(
    folder: Path,
    database_url: str,
    redis_url: str,
    entries: int,
    latency: float = 0,
    page: int = FULL_PAGE,
) -> Iterator[StressRig]:
    """Yield a running rig, whose Harvest answers after `latency` seconds.

    A page of Harvest's list has at most `page` entries.
    """
    options = ("--latency", str(latency), "--largest-page", str(page))
    with big_system(folder, database_url, redis_url, entries, *options) as system:
        engine = sa.create_engine(with_driver(database_url))
        rig = StressRig(
            system, connect_and_map(system, database_url), engine, entries, database_url
        )
        try:
            yield rig
        finally:
            rig.close()


def worker_child(worker: Child) -> int | None:
    """Return the process id of the child that performs the worker's job, None where it has none."""
    pid = worker.process.pid
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return int(children[0]) if children else None


def seeded_random(seed: int | None) -> tuple[random.Random, int]:
    """Return a random generator and its seed, which is random unless it is given."""
    seed = random.randrange(10**6) if seed is None else seed
    return random.Random(seed), seed
