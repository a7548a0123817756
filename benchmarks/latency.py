"""Compares an import with the latency of a slow Harvest, `python -m benchmarks.latency`.

Pages that are fetched one after the other cost their latency each; what is beyond that is what the
import does while it does not wait.
"""

from collections.abc import Iterator

import httpx

from benchmarks.figures import Figure
from benchmarks.importing import delete_imports, measured, perform, request
from benchmarks.servers import DATABASES, Servers, run_alone, workroom
from tests.support.big_account import FULL_PAGE, connect_and_map
from tests.support.running_system import RunningSystem

ENTRIES = 100_000
LATENCY = 0.3
"""Seconds before each answer of Harvest's API."""

PAGES = ENTRIES // FULL_PAGE


def figures(servers: Servers) -> Iterator[Figure]:
    """Yield the ratio for each database.

    Raises `AssertionError` where the import asks for a page twice.
    """
    for kind in DATABASES:
        with servers.system(kind, ENTRIES) as system:
            connect_and_map(system, system.environment["DATABASE_URL"])
            with workroom(system):
                quick = _seconds(servers, system, 0.0)
                delete_imports()
                slow = _seconds(servers, system, LATENCY)
        waiting = PAGES * LATENCY
        yield Figure(
            kind,
            f"{ENTRIES:,} entries at {LATENCY * 1000:.0f} ms a page",
            f"{slow / waiting:.2f} times the latency",
            f"{slow:.1f} s; {PAGES} pages' latency {waiting:.1f} s, without latency {quick:.1f} s",
            "at most 1.2",
        )


def _seconds(servers: Servers, system: RunningSystem, latency: float) -> float:
    """Import everything at that latency, in seconds, and return the seconds it took."""
    servers.forget_requests()
    httpx.post(f"{system.harvest_url}/_control/config", json={"latency": latency})
    httpx.post(f"{system.harvest_url}/_control/reset-stats")
    run_id = request("1")
    cost, run = measured(lambda: perform(run_id))
    assert run.progress.imported == ENTRIES, run
    asked = httpx.get(f"{system.harvest_url}/_control/stats").json()["requests"]
    assert asked["time_entries"] == PAGES, asked
    return cost.clock


if __name__ == "__main__":
    run_alone(figures)
