"""Imports in this process, as a worker's job performs them."""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import sqlalchemy as sa

from demo.workroom.models import Timelog, db
from workroom_harvest.adapters.rq.process import collect_seldom
from workroom_harvest.adapters.sql.tables import define
from workroom_harvest.current import use_cases
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.window import Days

T = TypeVar("T")

EVERYTHING = Days(date(2000, 1, 1), date(2100, 1, 1))
"""A window with all entries of a generated Harvest."""


@dataclass(frozen=True)
class Cost:
    """What something cost, in seconds: of this process's CPU in all its threads, and by the clock.

    The clock also counts what the database and Harvest did meanwhile.
    """

    cpu: float
    clock: float


def request(studio_id: str) -> str:
    """Request an import of everything, and return the run's id; this needs an app context."""
    return use_cases().request_import(studio_id, None, EVERYTHING).run.id


def perform(run_id: str) -> ImportRun:
    """Perform the run, time slice after time slice, until it has finished."""
    while True:
        run = use_cases().perform_import(run_id)
        assert run is not None
        if run.is_over:
            assert run.status is RunStatus.FINISHED, run
            return run


def import_everything(studio_id: str, entries: int) -> float:
    """Import everything, and return the CPU seconds of what a worker's job does for it.

    Raise `ValueError` if that was not this many entries.
    """
    run_id = request(studio_id)
    cost, run = measured(lambda: perform(run_id))
    if run.progress.total != entries:
        raise ValueError(f"the import saw {run.progress.total} entries")
    return cost.cpu


def delete_imports(first_entry: int = 0) -> None:
    """Delete all runs and nights, and the timelogs and records of all entries from this id on."""
    tables, timelogs = define(db.metadata), db.metadata.tables[Timelog.__tablename__]
    for table, entry_id in (
        (timelogs, timelogs.c.harvest_entry_id),
        (tables.entries, tables.entries.c.entry_id),
    ):
        db.session.execute(sa.delete(table).where(entry_id >= first_entry))
    for table in (tables.runs, tables.skipped_entries):
        db.session.execute(sa.delete(table))
    db.session.execute(sa.update(tables.connections).values(last_night=None))
    db.session.commit()


def measured(action: Callable[[], T]) -> tuple[Cost, T]:
    """Return what an action cost, and its result.

    The garbage collector is as in a worker's children.
    """
    before = gc.get_threshold()
    collect_seldom()
    try:
        begun, used = time.perf_counter(), time.process_time()
        result = action()
        return Cost(time.process_time() - used, time.perf_counter() - begun), result
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
