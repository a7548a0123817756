"""Measures the scheduler's tick over very many studios, `python -m benchmarks.tick`."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask

from benchmarks.figures import Figure
from benchmarks.servers import DATABASES, Servers, run_alone, workroom
from benchmarks.statements import counted
from benchmarks.studios import (
    add_studios,
    connect_without_tokens,
    connection_id,
    copy_row,
    insert,
    ports,
    vacuum,
)
from demo.workroom.models import db
from workroom_harvest.adapters.sql.tables import define
from workroom_harvest.current import use_cases
from workroom_harvest.domain import schedule
from workroom_harvest.domain.completeness import Announced
from workroom_harvest.domain.run import ImportRun, Request, RunKind
from workroom_harvest.domain.window import ChangedSince

STUDIOS = 10_000
DUE = 1_000
ROUNDS = 3
HISTORY = 3
"""How many nights each studio had, the latest one among them."""


@dataclass(frozen=True)
class Tick:
    """What a tick took: seconds by the clock, and SQL statements."""

    seconds: float
    statements: int


def figures(servers: Servers) -> Iterator[Figure]:
    """Yield the figures of a tick with nothing due, and of one that starts `DUE` nights."""
    for kind in DATABASES:
        with servers.system(kind, 0) as system, workroom(system) as app:
            studio_ids = add_studios(STUDIOS)
            connect_without_tokens(app, studio_ids)
            nights = _add_nights(app, studio_ids)
            vacuum()
            idle = min((_tick(0) for _ in range(ROUNDS)), key=lambda tick: tick.seconds)
            least = _write_and_enqueue(app, servers, nights)
            servers.forget_requests()
            started = _tick(DUE)
            servers.forget_requests()
            yield Figure(
                kind,
                f"a tick over {STUDIOS:,} studios, nothing due",
                f"{idle.seconds:.2f} s",
                f"{idle.statements:,} statements",
                "below 1 s",
            )
            yield Figure(
                kind,
                f"a tick that starts {DUE:,} nights",
                f"{started.seconds / least:.1f} times inserting and enqueuing as many",
                f"{started.seconds:.2f} s, {started.statements:,} statements; "
                f"inserting and enqueuing {least:.2f} s",
            )


def _tick(due: int) -> Tick:
    with counted() as statements:
        begun = time.perf_counter()
        done = use_cases().dispatch_due()
        seconds = time.perf_counter() - begun
    assert (done.started, done.requeued, done.waits) == (due, 0, 0), done
    return Tick(seconds, len(statements))


def _add_nights(app: Flask, studio_ids: Sequence[str]) -> Sequence[date]:
    """Give each studio its last nights, all finished; return their dates, the latest first."""
    latest = schedule.latest_night(datetime.now(UTC))
    nights = [latest - timedelta(days=back) for back in range(HISTORY)]
    pattern = _finished_night(studio_ids[0], latest)
    with ports(app).store.transaction() as tx:
        tx.runs.add(pattern)
        tx.runs.save(pattern)
        tx.commit()
    changes = (
        _other_night(studio_id, night, number)
        for number, night in enumerate(nights)
        for studio_id in studio_ids
        if (studio_id, night) != (studio_ids[0], latest)
    )
    tables = define(db.metadata)
    copy_row(tables.runs, changes, id=pattern.id)
    db.session.execute(sa.update(tables.connections).values(last_night=latest))
    db.session.commit()
    return nights


def _finished_night(studio_id: str, night: date) -> ImportRun:
    began = schedule.slot(night)
    window = ChangedSince(schedule.changed_since(night, None), schedule.reach(night, 60))
    run = ImportRun(
        id=_run_id(studio_id, 0),
        studio_id=studio_id,
        connection_id=connection_id(studio_id),
        created_at=began,
        request=Request(RunKind.NIGHTLY, window, night),
    )
    return run.start(began).finish(began + timedelta(seconds=1), Announced())


def _other_night(studio_id: str, night: date, number: int) -> dict[str, Any]:
    began = schedule.slot(night)
    return {
        "id": _run_id(studio_id, number),
        "studio_id": studio_id,
        "connection_id": connection_id(studio_id),
        "night": night,
        "created_at": began,
        "started_at": began,
    }


def _run_id(studio_id: str, number: int) -> str:
    return f"{number:08x}{int(studio_id):024x}"


def _write_and_enqueue(app: Flask, servers: Servers, nights: Sequence[date]) -> float:
    """Return the seconds for inserting `DUE` runs at once, and enqueuing them at once.

    They are the latest night of as many studios, and were deleted before; so they are afterwards.
    """
    runs = define(db.metadata).runs
    some = sa.select(runs).where(runs.c.night == nights[0]).order_by(runs.c.studio_id).limit(DUE)
    rows = [dict(row) for row in db.session.execute(some).mappings()]
    delete = sa.delete(runs).where(runs.c.id.in_([row["id"] for row in rows]))
    db.session.execute(delete)
    db.session.commit()
    queue = ports(app).queue
    begun = time.perf_counter()
    insert(runs, iter(rows))
    db.session.commit()
    queue.enqueue(*(row["id"] for row in rows), first=False)
    seconds = time.perf_counter() - begun
    connections, mine = define(db.metadata).connections, [row["studio_id"] for row in rows]
    theirs = sa.update(connections).where(connections.c.studio_id.in_(mine))
    db.session.execute(theirs.values(last_night=nights[1]))
    db.session.execute(delete)
    db.session.commit()
    return seconds


if __name__ == "__main__":
    run_alone(figures)
