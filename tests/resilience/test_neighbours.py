"""A studio whose Harvest is slow, down or broken does not hold up another at its worker."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa

from demo.__main__ import MAPPINGS
from demo.walk import PAGE, Walker
from demo.workroom.config import database_url as with_driver
from tests.resilience.stress_rig import WINDOW
from tests.support.running_system import RunningSystem

KINDS = ("hang", "503", "429", "reset", "html", "trickle")
# With these the import ends soon: one only slows Harvest down, the other asks for no wait.
ENDS_SOON = ("hang", "429")
SHORT = ("hang", "503")
MOREAU = {
    name: name
    for name in (
        *("Appartement Marais", "Maison Biarritz", "Hôtel Lumière"),
        *("Concept", "Plans", "Chantier", "Réunion client"),
    )
}
HANG = 3.0


class TwoStudios:
    """Two studios that share one worker; Harvest fails only one of them."""

    def __init__(self, system: RunningSystem, engine: sa.Engine) -> None:
        self.system = system
        self.engine = engine
        self.affected = system.walker()
        self.affected.connect("elin@lindqvist.example", "Studio Lindqvist")
        self.affected.map(MAPPINGS)
        self.healthy = system.walker("claire@moreau.example")
        self.healthy.connect("claire@moreau.example", "Atelier Moreau")
        self.healthy.map(MOREAU)

    def sql(self, statement: str) -> None:
        """Run a statement."""
        with self.engine.begin() as connection:
            connection.execute(sa.text(statement))

    def run_state(self, studio: int) -> tuple[str, int]:
        """Return the status of the studio's run, and how often it asked Harvest in vain."""
        statement = sa.text(
            "SELECT status, failed_tries FROM workroom_harvest_runs WHERE studio_id = :studio"
        )
        with self.engine.connect() as connection:
            found = connection.execute(statement, {"studio": str(studio)}).one()
        return str(found[0]), int(found[1])

    def set_fault(self, kind: str | None, endpoint: str = "time_entries") -> None:
        """Let Harvest fail for Studio Lindqvist alone; None lets it work again."""
        faults = f"{self.system.harvest_url}/_control/faults"
        httpx.delete(faults).raise_for_status()
        if kind is not None:
            with self.engine.connect() as connection:
                account = connection.execute(
                    sa.text(
                        "SELECT harvest_account_id FROM workroom_harvest_connections "
                        "WHERE studio_id = '1'"
                    )
                ).scalar()
            fault = {"endpoint": endpoint, "page": 0, "kind": kind, "times": -1}
            httpx.post(faults, json={**fault, "account": account}).raise_for_status()

    def delete_imports(self) -> None:
        """Delete all timelogs, the ledger and the runs."""
        for table in ("timelog", "workroom_harvest_entries", "workroom_harvest_runs"):
            self.sql(f"DELETE FROM {table}")  # noqa: S608 because the names are ours

    def time_import(self, walker: Walker) -> float:
        """Import everything, and return the seconds it took."""
        begun = time.monotonic()
        run = walker.import_days(WINDOW)
        assert run["status"] == "finished"
        assert run["imported"] > 0
        return time.monotonic() - begun


@contextmanager
def two_studios(folder: Path, redis_url: str) -> Iterator[TwoStudios]:
    """Yield the two studios, over running processes."""
    database_url = f"sqlite:///{folder / 'w.sqlite3'}"
    with RunningSystem(folder, database_url, redis_url, "--hang-seconds", str(HANG)) as system:
        engine = sa.create_engine(with_driver(database_url))
        try:
            yield TwoStudios(system, engine)
        finally:
            engine.dispose()


def test_one_studios_fault_does_not_hold_up_another_studios_import(
    tmp_path: Path, redis_url: str, request: pytest.FixtureRequest
) -> None:
    """The other studio's import is done while the first one's still tries, with one worker.

    How much longer it takes is printed as a ratio.
    """
    kinds = KINDS if request.config.getoption("--long") else SHORT
    ratios = []
    with two_studios(tmp_path, redis_url) as studios:
        studios.system.worker()
        studios.system.scheduler()
        studios.time_import(studios.healthy)
        studios.delete_imports()
        alone = studios.time_import(studios.healthy)
        for kind in kinds:
            studios.delete_imports()
            studios.set_fault(kind)
            studios.affected.post("/imports", WINDOW)
            while studios.run_state(1)[0] != "running":
                time.sleep(0.02)
            beside = studios.time_import(studios.healthy)
            ratios.append(f"{kind} {beside / alone:.1f}")
            if kind not in ENDS_SOON:
                assert studios.run_state(1)[0] == "running", kind
            studios.set_fault(None)
            while studios.run_state(1)[0] == "running":
                time.sleep(0.1)
    print(f"\nalone {alone:.2f} s; beside a faulty neighbour, times that: {', '.join(ratios)}")


def test_a_body_that_is_slow_to_read_holds_up_nobody(
    tmp_path: Path, redis_url: str, request: pytest.FixtureRequest
) -> None:
    """A body that is slow to read holds up neither the worker nor other pages of the site."""
    rounds = 20 if request.config.getoption("--long") else 3
    with two_studios(tmp_path, redis_url) as studios:
        studios.system.worker()
        studios.system.scheduler()
        alone = max(response_times(studios.healthy, rounds))
        studios.delete_imports()
        imported_alone = studios.time_import(studios.healthy)
        studios.delete_imports()
        studios.set_fault("slow-to-read", "*")
        studios.affected.post("/imports", WINDOW)
        with ThreadPoolExecutor(2) as threads:
            pages = threads.submit(
                lambda: [studios.affected.browser.get(PAGE).text for _ in range(rounds)]
            )
            beside = max(response_times(studios.healthy, rounds))
            imported_beside = studios.time_import(studios.healthy)
        # The table comes from the last lists.
        assert all("Save mappings" in page for page in pages.result())
        while studios.run_state(1)[0] in ("queued", "running"):
            time.sleep(0.1)
        assert studios.run_state(1)[0] == "failed"
    print(
        f"\na page's longest wait {alone:.2f} s alone, {beside:.2f} s beside a body of 8 MiB that"
        f" is slow to read; an import {imported_alone:.2f} s and {imported_beside:.2f} s"
    )


def response_times(walker: Walker, rounds: int) -> list[float]:
    """Return the seconds that each of several requests for the host's own page took."""
    found = []
    for _ in range(5 * rounds):
        begun = time.monotonic()
        walker.browser.get("/").raise_for_status()
        found.append(time.monotonic() - begun)
    return found
