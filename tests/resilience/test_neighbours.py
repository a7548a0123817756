"""One studio's Harvest is slow, dead or garbage; another studio shares the one worker."""

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
from tests.resilience.storm import WINDOW
from tests.support.running_system import RunningSystem

KINDS = ("hang", "503", "429", "reset", "html", "trickle")
# One answers, if slowly; the other names a wait of nought, and patience ends in four seconds.
SOON_OVER = ("hang", "429")
SHORT = ("hang", "503")
MOREAU = {
    name: name
    for name in (
        *("Appartement Marais", "Maison Biarritz", "Hôtel Lumière"),
        *("Concept", "Plans", "Chantier", "Réunion client"),
    )
}
HANG = 3.0


class Street:
    """Two studios, and one worker."""

    def __init__(self, system: RunningSystem, engine: sa.Engine) -> None:
        self.system = system
        self.engine = engine
        self.sick = system.walker()
        self.sick.connect("elin@lindqvist.example", "Studio Lindqvist")
        self.sick.map(MAPPINGS)
        self.well = system.walker("claire@moreau.example")
        self.well.connect("claire@moreau.example", "Atelier Moreau")
        self.well.map(MOREAU)

    def sql(self, statement: str) -> None:
        """Run a statement."""
        with self.engine.begin() as connection:
            connection.execute(sa.text(statement))

    def row(self, studio: int) -> tuple[str, int]:
        """The studio's run: its status, and how often Harvest was asked in vain."""
        statement = sa.text(
            "SELECT status, failed_tries FROM workroom_harvest_runs WHERE studio_id = :studio"
        )
        with self.engine.connect() as connection:
            found = connection.execute(statement, {"studio": str(studio)}).one()
        return str(found[0]), int(found[1])

    def trouble(self, kind: str | None, endpoint: str = "time_entries") -> None:
        """Let Harvest misbehave for Studio Lindqvist, and for nobody else."""
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

    def forget(self) -> None:
        """No run and no timelog."""
        for table in ("timelog", "workroom_harvest_ledger", "workroom_harvest_runs"):
            self.sql(f"DELETE FROM {table}")  # noqa: S608 because the names are ours

    def take(self, walker: Walker) -> float:
        """Seconds of an import with everything."""
        begun = time.monotonic()
        run = walker.import_days(WINDOW)
        assert run["status"] == "finished"
        assert run["imported"] > 0
        return time.monotonic() - begun


@contextmanager
def street(folder: Path, redis_url: str) -> Iterator[Street]:
    """Everything started."""
    database_url = f"sqlite:///{folder / 'w.sqlite3'}"
    with RunningSystem(folder, database_url, redis_url, "--hang-seconds", str(HANG)) as system:
        engine = sa.create_engine(with_driver(database_url))
        try:
            yield Street(system, engine)
        finally:
            engine.dispose()


def test_the_healthy_studio_is_done_while_the_sick_one_is_still_at_it(
    tmp_path: Path, redis_url: str, request: pytest.FixtureRequest
) -> None:
    """With one worker; what the neighbour's trouble costs is printed as a ratio."""
    kinds = KINDS if request.config.getoption("--long") else SHORT
    ratios = []
    with street(tmp_path, redis_url) as here:
        here.system.worker()
        here.take(here.well)
        here.forget()
        alone = here.take(here.well)
        for kind in kinds:
            here.forget()
            here.trouble(kind)
            here.sick.post("/imports", WINDOW)
            while here.row(1)[0] != "running":
                time.sleep(0.02)
            beside = here.take(here.well)
            ratios.append(f"{kind} {beside / alone:.1f}")
            if kind not in SOON_OVER:
                assert here.row(1)[0] == "running", kind
            here.trouble(None)
            while here.row(1)[0] == "running":
                time.sleep(0.1)
    print(f"\nalone {alone:.2f} s; beside a sick neighbour, times that: {', '.join(ratios)}")


def test_a_body_that_is_slow_to_read_holds_up_nobody(
    tmp_path: Path, redis_url: str, request: pytest.FixtureRequest
) -> None:
    """Neither in the worker nor in the web process, whose threads share one interpreter."""
    rounds = 20 if request.config.getoption("--long") else 3
    with street(tmp_path, redis_url) as here:
        here.system.worker()
        alone = max(waits(here.well, rounds))
        here.forget()
        imported_alone = here.take(here.well)
        here.forget()
        here.trouble("slow-to-read", "*")
        here.sick.post("/imports", WINDOW)
        with ThreadPoolExecutor(2) as threads:
            pages = threads.submit(
                lambda: [here.sick.browser.get(PAGE).text for _ in range(rounds)]
            )
            beside = max(waits(here.well, rounds))
            imported_beside = here.take(here.well)
        assert all("cannot be shown now" in page for page in pages.result())
        while here.row(1)[0] in ("queued", "running"):
            time.sleep(0.1)
        assert here.row(1)[0] == "failed"
    print(
        f"\na page's longest wait {alone:.2f} s alone, {beside:.2f} s beside a body of 8 MiB that"
        f" is slow to read; an import {imported_alone:.2f} s and {imported_beside:.2f} s"
    )


def looks(walker: Walker, rounds: int) -> list[str]:
    """The plugin's page, so many times."""
    return [walker.browser.get(PAGE).text for _ in range(rounds)]


def waits(walker: Walker, rounds: int) -> list[float]:
    """Seconds until each of so many pages of the host's own was there."""
    found = []
    for _ in range(5 * rounds):
        begun = time.monotonic()
        walker.browser.get("/").raise_for_status()
        found.append(time.monotonic() - begun)
    return found
