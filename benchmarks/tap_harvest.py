"""Compares an import with tap-harvest from PyPI, `python -m benchmarks.tap_harvest`.

Both read all entries of the same local Harvest; the tap prints them to a file.
"""

import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from benchmarks import tap
from benchmarks.figures import Figure
from benchmarks.grant import AGENT, Grant, consent
from benchmarks.servers import DATABASES, Servers, run_alone
from demo.walk import Walker
from tests.support.big_account import connect_and_map

ENTRIES = 10_000
ACCOUNT = "1000001"


def figures(servers: Servers) -> Iterator[Figure]:
    """Yield the ratio for each database; nothing but a line where the tap cannot be installed."""
    try:
        python = tap.install(servers.folder)
    except tap.NoTapError as error:
        yield Figure("", "an import beside tap-harvest", "", f"The peer is missing: {error}")
        return
    for kind in DATABASES:
        with servers.system(kind, ENTRIES) as system:
            elin = connect_and_map(system, system.environment["DATABASE_URL"])
            system.worker()
            ours = _click(elin)
            yield from _compare(kind, servers, python, system.harvest_url, ours)


def _click(elin: Walker) -> float:
    """Import everything by a click, and return the seconds from the click to the result."""
    # A window without entries is imported first, so that the worker's start is not measured.
    elin.import_days({"from": "1999-01-01", "to": "1999-01-01"})
    begun = time.perf_counter()
    run = elin.import_days({"from": "2000-01-01", "to": "2100-01-01"})
    seconds = time.perf_counter() - begun
    assert (run["status"], run["imported"]) == ("finished", ENTRIES), run
    return seconds


def _compare(
    kind: str, servers: Servers, python: Path, harvest_url: str, ours: float
) -> Iterator[Figure]:
    grant = consent(harvest_url, ACCOUNT)
    where = (python, servers.folder, harvest_url, grant.refresh)
    printed = tap.read(*where, "time_entries")
    net = printed.seconds - printed.start
    yield Figure(
        kind,
        f"import of {ENTRIES:,} entries, by a worker",
        f"{ours / net:.2f} of the time of tap-harvest",
        f"{ours:.2f} s from the click to the result; tap-harvest printed "
        f"{printed.records.total():,} in {net:.2f} s, its start of {printed.start:.2f} s left out",
    )
    # A client of independent origin also checks that the local Harvest is correct.
    records, there = tap.read(*where, *tap.STREAMS).records, _totals(harvest_url, grant)
    assert records == there, (records, there)


def _totals(harvest_url: str, grant: Grant) -> dict[str, int]:
    """Return the number of records in each of the tap's streams."""
    bearer = {"Authorization": f"Bearer {grant.access}", "Harvest-Account-Id": ACCOUNT}
    with httpx.Client(headers=AGENT | bearer, base_url=harvest_url) as client:
        return {
            stream: int(client.get(f"/v2/{stream}?per_page=1").json()["total_entries"])
            for stream in tap.STREAMS
        }


if __name__ == "__main__":
    run_alone(figures)
