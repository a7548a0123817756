"""Measures finding rows that a host refuses, `python -m benchmarks.refused`.

It compares hosts that name the refused rows with hosts that do not, where they are found by halving
the page.
"""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

from benchmarks.figures import Figure
from benchmarks.importing import delete_imports
from benchmarks.servers import DATABASES, Servers, run_alone
from tests.support.apps import make_app
from tests.support.big_account import FULL_PAGE, big_harvest, big_studio
from tests.support.refusing_host import RefusingTimelogs, use_timelogs
from tests.support.studio import Studio

WINDOW = ("2000-01-01", "2100-01-01")
ROUNDS = 3
REFUSED = (1, 3, 50, FULL_PAGE)


def figures(servers: Servers) -> Iterator[Figure]:
    """Yield for each database and number of refused rows both ratios to a page without such."""
    for kind in DATABASES:
        for harvest in big_harvest(datetime.now(UTC).date(), FULL_PAGE):
            for app in make_app(servers.new_database(kind), harvest, servers.redis_url):
                timelogs = RefusingTimelogs()
                use_timelogs(app, timelogs)
                elin = big_studio(app, harvest)
                elin.import_days(*WINDOW)
                ids = [one.id for found in harvest.world.entries.values() for one in found]
                yield from _compare(kind, elin, timelogs, ids)


def _compare(
    kind: str, elin: Studio, timelogs: RefusingTimelogs, ids: list[int]
) -> Iterator[Figure]:
    clean = _least_time(elin, timelogs, set())
    for count in REFUSED:
        refused = set(ids[:: max(1, len(ids) // count)][:count])
        ratios = []
        for timelogs.by_name in (True, False):
            ratios.append(_least_time(elin, timelogs, refused) / clean)
        yield Figure(
            kind,
            f"a page with {count:,} of {len(ids):,} rows refused",
            f"{ratios[0]:.2f} times a clean page",
            f"{ratios[1]:.2f} times where the host does not name them; clean page {clean:.2f} s",
            "at most 2, where they are named",
        )


def _least_time(elin: Studio, timelogs: RefusingTimelogs, refused: set[int]) -> float:
    return min(_time_import(elin, timelogs, refused) for _ in range(ROUNDS))


def _time_import(elin: Studio, timelogs: RefusingTimelogs, refused: set[int]) -> float:
    with elin.app.app_context():
        delete_imports()
    timelogs.refused = refused
    run_id = elin.start_import(*WINDOW)
    begun = time.perf_counter()
    elin.work(run_id)
    return time.perf_counter() - begun


if __name__ == "__main__":
    run_alone(figures)
