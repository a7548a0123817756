"""Compares the CPU time of an import with that of a program without rules, `benchmarks.floor`.

Both run in this process, in turns, and write the same timelogs. Harvest is another process, and so
is PostgreSQL, so that neither's CPU time counts.
"""

from collections.abc import Iterator, Sequence
from statistics import median
from typing import Any

import httpx
import sqlalchemy as sa
from flask import Flask

from benchmarks.figures import Figure
from benchmarks.floor_program import FloorProgram
from benchmarks.importing import delete_imports, measured, perform, request
from benchmarks.servers import DATABASES, Servers, run_alone, workroom
from demo.workroom.models import Member, Timelog, db
from tests.support.big_account import connect_and_map
from workroom_harvest.current import EXTENSION

ENTRIES = 10_000
ROUNDS = 5
STUDIO = 1


def figures(servers: Servers) -> Iterator[Figure]:
    """Yield the ratios for each database; each time is the median of `ROUNDS` rounds."""
    for kind in DATABASES:
        with servers.system(kind, ENTRIES) as system:
            connect_and_map(system, system.environment["DATABASE_URL"])
            with workroom(system) as app:
                add_harvest_people(system.harvest_url)
                yield from _compare(kind, servers, app)


def add_harvest_people(harvest_url: str) -> None:
    """Let each Harvest user be a member of the studio, found by e-mail."""
    users = httpx.get(f"{harvest_url}/_control/users").json()
    rest = {"studio_id": STUDIO, "password_hash": "", "role": "member", "is_active": True}
    people = [{"name": user["email"], "email": user["email"], **rest} for user in users]
    db.session.execute(sa.insert(Member), people)
    db.session.commit()


def _compare(kind: str, servers: Servers, app: Flask) -> Iterator[Figure]:
    with _harvest_client(app) as client:
        floor = FloorProgram(db.engine, client, STUDIO)
        floor.demand_all_columns()
        times: list[tuple[float, float, float]] = []
        # The first round warms up everything, and shows that both write the same.
        for _ in range(ROUNDS + 1):
            servers.forget_requests()
            first, again = _import(), _import()
            written = _timelogs()
            delete_imports()
            servers.forget_requests()
            cheapest = measured(floor.run)[0].cpu
            assert _timelogs() == written
            assert len(written) == ENTRIES
            delete_imports()
            times.append((first, again, cheapest))
    columns = list(zip(*times[1:], strict=True))
    first, again, cheapest = map(median, columns)
    best = min(columns[0]) / min(columns[2])
    yield Figure(
        kind,
        f"import of {ENTRIES:,} entries",
        f"{first / cheapest:.2f} times the floor",
        f"{first:.2f} s CPU, floor {cheapest:.2f} s; by the best of each {best:.2f} times",
        "at most 1.5",
    )
    yield Figure(
        kind,
        "the same window again",
        f"{again / first:.2f} of the first import",
        f"{again:.2f} s CPU",
        "at most 0.7",
    )


def _harvest_client(app: Flask) -> httpx.Client:
    """Return a client with the studio's own token."""
    with app.extensions[EXTENSION].ports.store.transaction() as tx:
        connection = tx.connections.for_studio(str(STUDIO))
        token = tx.connections.tokens(connection).tokens.access
    headers = {
        "Authorization": f"Bearer {token}",
        "Harvest-Account-Id": str(connection.harvest_account.id),
        "User-Agent": app.config["HARVEST_USER_AGENT"],
    }
    return httpx.Client(base_url=app.config["HARVEST_API_URL"], headers=headers, timeout=60)


def _import() -> float:
    """Import everything, and return the CPU seconds of what a worker's job does for it."""
    run_id = request(str(STUDIO))
    cost, run = measured(lambda: perform(run_id))
    assert run.progress.total == ENTRIES, run
    return cost.cpu


def _timelogs() -> Sequence[Any]:
    """Return all timelogs in the order of their stamps, without their ids and times of creation."""
    table = db.metadata.tables[Timelog.__tablename__]
    columns = [column for column in table.c if column.name not in ("id", "created_at")]
    found = db.session.execute(sa.select(*columns).order_by(table.c.harvest_entry_id)).all()
    db.session.rollback()
    return found


if __name__ == "__main__":
    run_alone(figures)
