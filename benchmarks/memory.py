"""Measures how an import's peak memory grows with its entries, `python -m benchmarks.memory`.

Each import has a new process. One studio has everything mapped and imports all entries; the other
has nothing mapped and skips all. A million entries are tried with `--long` only.
"""

import sys
from collections.abc import Iterator

from benchmarks.figures import Figure
from benchmarks.import_process import Performed, perform_in_new_process
from benchmarks.importing import request
from benchmarks.servers import DATABASES, Servers, run_alone, workroom
from tests.support.big_account import connect_and_map
from tests.support.running_system import RunningSystem

SIZES = (10_000, 100_000)
LONG_SIZES = (*SIZES, 1_000_000)
GOAL = "20 MiB more at most"
MAPPED, UNMAPPED = "1", "2"
"""The ids of the two studios."""


def figures(servers: Servers) -> Iterator[Figure]:
    """Yield for each database and size the growth of the peak since the smallest size."""
    for kind in DATABASES:
        smallest: dict[str, float] = {}
        for size in LONG_SIZES if servers.is_long else SIZES:
            servers.forget_requests()
            for what, done in _performed(servers, kind, size).items():
                first = smallest.setdefault(what, done.mib)
                yield Figure(
                    kind,
                    f"peak memory, {size:,} entries {what}",
                    f"{done.mib - first:+.1f} MiB" if size != SIZES[0] else "",
                    f"{done.mib:.1f} MiB",
                    GOAL if size != SIZES[0] else "",
                )


def _performed(servers: Servers, kind: str, size: int) -> dict[str, Performed]:
    with servers.system(kind, size) as system:
        run_ids = _request_both(system)
        imported, skipped = (perform_in_new_process(system, run_id) for run_id in run_ids)
    assert (imported.imported, imported.skipped) == (size, 0), imported
    assert (skipped.imported, skipped.skipped) == (0, size), skipped
    return {"imported": imported, "skipped": skipped}


def _request_both(system: RunningSystem) -> list[str]:
    """Connect both studios, and return the ids of a run of each."""
    connect_and_map(system, system.environment["DATABASE_URL"], int(MAPPED))
    claire = system.walker("claire@moreau.example")
    claire.connect("admin@big.example", "Big Studio").raise_for_status()
    with workroom(system):
        return [request(studio_id) for studio_id in (MAPPED, UNMAPPED)]


if __name__ == "__main__":
    run_alone(figures, is_long="--long" in sys.argv)
