"""Compares imports before and after a million entries, `python -m benchmarks.on_record`.

The entries imported are newer than those on record, as they are every day of a studio's life, and
lie on later days: for each that is on record for its days and not listed, a run asks Harvest.

A hundred thousand more wait. All of these are read to count what is to be done, which is compared
with the same before there was a million beside them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import cycle
from statistics import median

from flask import Flask

from benchmarks.figures import Figure
from benchmarks.importing import EVERYTHING, Cost, delete_imports, measured, perform, request
from benchmarks.servers import DATABASES, Servers, run_alone, workroom
from benchmarks.studios import copy_row, ports, vacuum
from demo.harvest.world import FIRST_ENTRY_ID
from demo.workroom.models import db
from tests.contract.stored import listed, source
from tests.support.big_account import FULL_PAGE, connect_and_map
from workroom_harvest.adapters.sql.tables import define
from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.decisions import Skip
from workroom_harvest.domain.ports.store import Transaction
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.use_cases.shared.count_todo import CountTodo

ON_RECORD = 1_000_000
WAITING = 100_000
UNMAPPED = 60
"""Of how many Harvest projects entries wait."""
ENTRIES = 10_000
YEARS = 5
"""For a million entries, a studio of more than a hundred people."""
ROUNDS = 3
COUNTS = 7
STUDIO = "1"


def figures(servers: Servers) -> Iterator[Figure]:
    """Yield for each database what a page and a count cost, as ratios to the cost at the start."""
    for kind in DATABASES:
        with servers.system(kind, ENTRIES) as system:
            connect_and_map(system, system.environment["DATABASE_URL"])
            with workroom(system) as app:
                _import_twice(servers)  # warms up
                first = _rounds(servers)
                _let_wait(app)
                count = _count(app)
                _put_on_record()
                count_later = _count(app)
                later = _rounds(servers)
        for what, before, after in zip(("new", "known"), first, later, strict=True):
            yield Figure(
                kind,
                f"a page of {what} entries, {ON_RECORD:,} on record",
                f"{after.cpu / before.cpu:.2f} times the CPU, "
                f"{after.clock / before.clock:.2f} times the time at the start",
                f"{_page(after.cpu)} ms CPU, {_page(after.clock)} ms by the clock",
                "as at the start",
            )
        yield Figure(
            kind,
            f"counting what is to be done, {WAITING:,} waiting and {ON_RECORD:,} on record",
            f"{count_later / count:.2f} times the time without those on record",
            f"{count_later * 1000:.0f} ms by the clock, without {count * 1000:.0f} ms",
            "as at the start",
        )


def _rounds(servers: Servers) -> tuple[Cost, Cost]:
    """Return the medians of an import of new entries, and of the same window again."""
    costs = [_import_twice(servers) for _ in range(ROUNDS)]
    return _median([new for new, _ in costs]), _median([known for _, known in costs])


def _median(costs: list[Cost]) -> Cost:
    return Cost(median(one.cpu for one in costs), median(one.clock for one in costs))


def _import_twice(servers: Servers) -> tuple[Cost, Cost]:
    """Import everything twice and delete it; return what both imports cost."""
    servers.forget_requests()
    costs = _import(), _import()
    delete_imports(FIRST_ENTRY_ID)
    return costs


def _import() -> Cost:
    run_id = request(STUDIO)
    cost, run = measured(lambda: perform(run_id))
    assert run.progress.total == ENTRIES, run
    return cost


def _let_wait(app: Flask) -> None:
    """Record older entries of projects that are not mapped, a page at a time, as a run does."""
    store = ports(app).store
    ids = range(FIRST_ENTRY_ID - 2 * ON_RECORD + 1, FIRST_ENTRY_ID, 2)[:WAITING]
    days = cycle(_earlier_days())
    for first in range(0, WAITING, FULL_PAGE):
        skips = [_waiting(one, next(days)) for one in ids[first : first + FULL_PAGE]]
        with store.transaction() as tx:
            account = _connection(tx).harvest_account
            of_studio = replace(source(skips, studio_id=STUDIO), harvest_account_id=account.id)
            tx.ledger.add_many(of_studio, skips)
            tx.commit()
    vacuum()


def _connection(tx: Transaction) -> Connection:
    """Return the studio's connection, which was there before anything was measured."""
    found = tx.connections.for_studio(STUDIO)
    assert found is not None
    return found


def _waiting(entry_id: int, day: date) -> Skip:
    # The generated Harvest's projects have other ids, so that none of these is mapped.
    entry = replace(listed(entry_id, project_id=1 + entry_id // 2 % UNMAPPED), spent_on=day)
    return Skip(entry, SkipReason.PROJECT_NOT_MAPPED)


def _count(app: Flask) -> float:
    """Return the seconds in which it is counted what is to be done: a median."""
    those = ports(app)
    count = CountTodo(those.store, those.catalogue, those.people)
    seconds = median(measured(lambda: count(STUDIO))[0].clock for _ in range(COUNTS))
    with those.store.transaction() as tx:
        todo = _connection(tx).todo
    assert todo == UNMAPPED, todo
    return seconds


def _put_on_record() -> None:
    """Put a million older entries on record, each as the plugin remembers one of a member."""
    perform(request(STUDIO))
    older = range(FIRST_ENTRY_ID - 2 * ON_RECORD, FIRST_ENTRY_ID, 2)
    changes = (
        {"entry_id": entry_id, "spent_on": day, "written_on": day, "fell_back": False}
        for entry_id, day in zip(older, cycle(_earlier_days()), strict=False)
    )
    copy_row(define(db.metadata).entries, changes, studio_id=STUDIO, entry_id=FIRST_ENTRY_ID)
    delete_imports(FIRST_ENTRY_ID)
    vacuum()


def _earlier_days() -> Sequence[date]:
    """Return the days of some years before all that are imported."""
    return [EVERYTHING.first - timedelta(days=back) for back in range(1, YEARS * 365)]


def _page(seconds: float) -> str:
    """Return the milliseconds of one page of the import."""
    return f"{seconds / (ENTRIES / FULL_PAGE) * 1000:.0f}"


if __name__ == "__main__":
    run_alone(figures)
