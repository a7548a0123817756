"""Compares quiet nights with empty jobs in a worker, `python -m benchmarks.nights`.

A quiet night is one in which nobody touched an entry in Harvest. Each studio has an account of its
own, as one account's limit of requests would be what is measured.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

import sqlalchemy as sa
from redis import Redis

from benchmarks.figures import Figure
from benchmarks.grant import consent
from benchmarks.importing import delete_imports
from benchmarks.servers import DATABASES, Servers, run_alone, workroom
from benchmarks.studios import add_studios, connect
from benchmarks.worker import MeteredWorker, Work, metered_worker, nothing
from demo.workroom.models import db
from workroom_harvest.adapters.rq.jobs import HarvestQueue, dispatch_due
from workroom_harvest.adapters.sql.tables import define
from workroom_harvest.current import settings, use_cases
from workroom_harvest.domain.run_status import RunStatus

STUDIOS = 100
ROUNDS = 3
"""A process that forks is faster in one second than in the next, so medians are taken."""
FIRST_ACCOUNT = 1_000_001
"""The id of the first account of a generated world; the others follow."""


def figures(servers: Servers) -> Iterator[Figure]:
    """Yield for each database what a night's job costs, and how fast all nights are done."""
    for kind in DATABASES:
        accounts = ("--accounts", str(STUDIOS), "--users", "1")
        with (
            servers.system(kind, 0, *accounts) as system,
            workroom(system) as app,
            metered_worker(system) as worker,
        ):
            own_accounts = range(FIRST_ACCOUNT, FIRST_ACCOUNT + STUDIOS)
            connect(app, add_studios(STUDIOS), consent(system.harvest_url), own_accounts)
            servers.forget_requests()
            yield from _compare(kind, servers, worker)


def _compare(kind: str, servers: Servers, worker: MeteredWorker) -> Iterator[Figure]:
    rounds = [_round(servers, worker) for _ in range(ROUNDS)]
    cost = median(one.nights.cpu / one.empty.cpu for one in rounds)
    night = median(one.nights.cpu for one in rounds) / STUDIOS
    yield Figure(
        kind,
        "the job of a quiet night",
        f"{cost:.2f} times an empty job",
        f"{night * 1000:.0f} ms CPU",
    )
    rate = median(one.empty.seconds / one.drain.seconds for one in rounds)
    drain = STUDIOS / median(one.drain.seconds for one in rounds)
    empty = STUDIOS / median(one.empty.seconds for one in rounds)
    yield Figure(
        kind,
        f"one dispatch and the {STUDIOS} quiet nights",
        f"{rate:.2f} of the rate of empty jobs",
        f"{drain:.1f} runs a second, empty {empty:.1f}",
        "at least 0.5",
    )


@dataclass(frozen=True)
class Round:
    """What as many empty jobs took, as many nights, and these with their dispatch."""

    empty: Work
    nights: Work
    drain: Work


def _round(servers: Servers, worker: MeteredWorker) -> Round:
    empty = _jobs(servers, worker, [nothing] * STUDIOS)
    assert empty.jobs == STUDIOS, empty
    assert use_cases().dispatch_due().started == STUDIOS
    nights = worker.work()
    _demand_finished()
    delete_imports()
    servers.forget_requests()
    drain = _jobs(servers, worker, [dispatch_due])
    _demand_finished()
    delete_imports()
    servers.forget_requests()
    return Round(empty, nights, drain)


def _jobs(servers: Servers, worker: MeteredWorker, functions: Sequence[Callable[[], None]]) -> Work:
    """Enqueue a job for each of these functions, and return what the worker took for them."""
    with Redis.from_url(servers.redis_url) as redis:
        queue = HarvestQueue(settings().queue, redis)
        for function in functions:
            queue.enqueue(function, job_timeout=-1, result_ttl=0)
    return worker.work()


def _demand_finished() -> None:
    """Check that every studio had its night, and that it was a quiet one."""
    runs = define(db.metadata).runs
    found = db.session.execute(sa.select(runs.c.status, runs.c.imported)).all()
    db.session.rollback()
    assert found == [(RunStatus.FINISHED, 0)] * STUDIOS, found


if __name__ == "__main__":
    run_alone(figures)
