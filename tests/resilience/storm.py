"""A running system whose studio imports again and again, and an oracle that counts."""

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
PATIENCE = 60


class Storm:
    """The parts that a kill storm needs."""

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
        """Run a statement; the first row's first column, if any."""
        with self.engine.begin() as connection:
            found = connection.execute(sa.text(statement), values)
            return found.scalar() if found.returns_rows else None

    def click(self, walker: Walker | None = None) -> str:
        """Start an import; the run's id."""
        answer = (walker or self.elin).post("/imports", WINDOW)
        return str(answer.url).rsplit("/", 1)[1]

    def others(self) -> list[Walker]:
        """The other two studios, connected and mapped like the first."""
        self.sql("UPDATE studio SET plan = 'pro'")
        people = ((2, "claire@moreau.example"), (3, "nora@nordform.example"))
        return [
            connect_and_map(self.system, self.database_url, studio=studio, email=email)
            for studio, email in people
        ]

    def wait_for_workers(self, count: int) -> None:
        """Wait until so many workers serve the queue; raises `AssertionError` if they do not."""
        until = time.monotonic() + PATIENCE
        with self.app.app_context():
            while (alive := workers().alive()) < count:
                assert time.monotonic() < until, f"{alive} workers, not {count}"
                time.sleep(0.05)

    def wait_for(self, run_id: str, status: str) -> None:
        """Until the run is so; `AssertionError` when it does not become so."""
        until = time.monotonic() + PATIENCE
        while self.status(run_id) != status:
            assert time.monotonic() < until, f"{self.status(run_id)}, not {status}"
            time.sleep(0.02)

    def status(self, run_id: str) -> str:
        """The run's status, from the database itself."""
        return str(self.sql("SELECT status FROM workroom_harvest_runs WHERE id = :id", id=run_id))

    def entries_take(self, seconds: float) -> None:
        """Let Harvest think so long over each page of entries, and over nothing else."""
        control = f"{self.system.harvest_url}/_control"
        httpx.post(f"{control}/config", json={"hang_seconds": seconds}).raise_for_status()
        httpx.delete(f"{control}/faults").raise_for_status()
        fault = {"endpoint": "time_entries", "page": 0, "kind": "hang", "times": -1}
        httpx.post(f"{control}/faults", json=fault).raise_for_status()

    def let_the_lease_run_out(self) -> None:
        """What 40 seconds do to the lease of a killed worker; the fence stays."""
        self.sql("UPDATE workroom_harvest_leases SET expires_at = '2000-01-01 00:00:00'")
        self.sql("UPDATE workroom_harvest_runs SET enqueued_at = '2000-01-01 00:00:00'")

    def tick(self) -> None:
        """What the scheduler has a worker do each minute."""
        with self.app.app_context():
            use_cases().dispatch_due()

    def enqueue_run(self, run_id: str) -> None:
        """Queue the run once more, as RQ does by itself after a worker's death."""
        with Redis.from_url(self.system.environment["HARVEST_REDIS_URL"]) as redis:
            RqQueue(redis, "workroom-harvest").enqueue(run_id)

    def close(self) -> None:
        """Close what is open."""
        self.app.extensions["workroom_harvest"].close()
        with self.app.app_context():
            db.engine.dispose()
        self.engine.dispose()

    def wait_for_the_end(self, run_id: str, patience: float = PATIENCE) -> str:
        """The final status; nothing stays running for ever."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            status = self.status(run_id)
            if status in ("finished", "failed"):
                return status
            time.sleep(0.05)
        raise AssertionError(f"the run is still {status}")

    def fence(self) -> int:
        """How often the studio's lease was given out."""
        return int(self.sql("SELECT coalesce(max(fence), 0) FROM workroom_harvest_leases"))

    def losses(self, studio: int = 1) -> tuple[int, int]:
        """Lost and duplicated timelogs: both are to be nought."""
        mine = "FROM timelog WHERE studio_id = :studio"
        timelogs = self.sql(f"SELECT count(*) {mine}", studio=studio)
        stamps = self.sql(f"SELECT count(DISTINCT harvest_entry_id) {mine}", studio=studio)
        return self.entries - stamps, timelogs - stamps

    def counted(self, run_id: str) -> dict[str, Any]:
        """The run as JSON."""
        found: dict[str, Any] = self.elin.browser.get(
            f"{PAGE}/imports/{run_id}", headers={"Accept": "application/json"}
        ).json()
        return found

    def wipe(self) -> None:
        """Forget all imports, so that the next one has all to do again."""
        for table in ("timelog", "workroom_harvest_ledger", "workroom_harvest_runs"):
            self.sql(f"DELETE FROM {table}")  # noqa: S608 because the names are ours


@contextmanager
def storm(
    folder: Path,
    database_url: str,
    redis_url: str,
    entries: int,
    latency: float = 0,
    page: int = FULL_PAGE,
) -> Iterator[Storm]:
    """A studio with everything mapped, over a Harvest that takes its time."""
    options = ("--latency", str(latency), "--largest-page", str(page))
    with big_system(folder, database_url, redis_url, entries, *options) as system:
        engine = sa.create_engine(with_driver(database_url))
        here = Storm(system, connect_and_map(system, database_url), engine, entries, database_url)
        try:
            yield here
        finally:
            here.close()


def horse(worker: Child) -> int | None:
    """The process id of the worker's child that is at a job, if one is."""
    pid = worker.process.pid
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return int(children[0]) if children else None


def seeded_random(seed: int | None) -> tuple[random.Random, int]:
    """Randomness with its seed."""
    seed = random.randrange(10**6) if seed is None else seed
    return random.Random(seed), seed
