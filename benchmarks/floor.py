"""Compares the CPU time of an import with that of a program without rules, `benchmarks.floor`.

Both run in this process, in turns, and write the same timelogs and records. Harvest is another
process, and so is PostgreSQL, so that neither's CPU time counts.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from statistics import median

import httpx
import sqlalchemy as sa
from flask import Flask

from benchmarks.figures import Figure
from benchmarks.floor_program import FloorProgram
from benchmarks.importing import delete_imports, import_everything, measured
from benchmarks.servers import DATABASES, Servers, run_alone, workroom
from demo.workroom.models import Member, Timelog, db
from tests.support.big_account import connect_and_map
from workroom_harvest.adapters.sql.tables import define

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
    import_everything(str(STUDIO), ENTRIES)  # so that the studio has its key for hashes
    delete_imports()
    with closing(FloorProgram(app, STUDIO)) as floor:
        times: list[tuple[float, float, float]] = []
        # The first round warms up everything.
        for _ in range(ROUNDS + 1):
            servers.forget_requests()
            first = import_everything(str(STUDIO), ENTRIES)
            again = import_everything(str(STUDIO), ENTRIES)
            written = _written()
            delete_imports()
            servers.forget_requests()
            cheapest = measured(floor.run)[0].cpu
            demand_same(written, _written())
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


Rows = Sequence[sa.RowMapping]


def _written() -> tuple[Rows, Rows]:
    """Return all timelogs and records, in the order of their entries.

    What differs from one import to the next, ids of their own and instants, is left out.
    """
    timelogs, records = db.metadata.tables[Timelog.__tablename__], define(db.metadata).entries
    return (
        _rows(timelogs, timelogs.c.harvest_entry_id, {"id", "created_at"}),
        _rows(records, records.c.entry_id, {"run_id", "written_at", "listed_at"}),
    )


def _rows(table: sa.Table, entry_id: sa.Column[int], left_out: set[str]) -> Rows:
    columns = [column for column in table.c if column.name not in left_out]
    found = db.session.execute(sa.select(*columns).order_by(entry_id)).mappings().all()
    db.session.rollback()
    return found


def demand_same(written: tuple[Rows, Rows], floor: tuple[Rows, Rows]) -> None:
    """Raise `ValueError` unless the floor wrote the same timelogs and records as the plugin.

    A table that has got a column which the floor does not fill is noticed here.
    """
    for ours, theirs in zip(written, floor, strict=True):
        if not (len(ours) == len(theirs) == ENTRIES):
            raise ValueError(f"{len(ours)} rows, and {len(theirs)} of the floor's")
        for one, other in zip(ours, theirs, strict=True):
            if one != other:
                differing = {
                    name: (one[name], other[name]) for name in one if one[name] != other[name]
                }
                raise ValueError(f"the floor writes other values: {differing}")


if __name__ == "__main__":
    run_alone(figures)
