"""PostgreSQL finds by index what ticks and pages ask for, however many rows there are."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from tests.support.bare_store import BareStore, bare_store
from tests.support.explained import explained
from tests.support.servers import fresh_database
from workroom_harvest.adapters.sql.store import SqlTransaction
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.waiting import WaitingKey

STUDIOS, NIGHTS, CLICKS = 2_000, 30, 10
ENTRIES = 40_000
TONIGHT = date(2026, 6, 16)
SLOT = datetime(2026, 6, 16, 2, tzinfo=UTC)
TIMEOUT = timedelta(seconds=40)
FILL = """
INSERT INTO workroom_harvest_connections (studio_id, id, harvest_account_id, harvest_account_name,
  connected_by, connected_at, automated_since, last_night, sealed_access, sealed_refresh,
  token_version)
SELECT 'studio-' || studio, 'connection-' || studio, studio, 'Harvest', 'elin', '2026-01-01',
  '2026-01-01', '2026-06-16', repeat('x', 300), repeat('x', 300), 1
FROM generate_series(1, :studios) AS studio;

INSERT INTO workroom_harvest_leases (studio_id, fence)
SELECT 'studio-' || studio, 1 FROM generate_series(1, :studios) AS studio;

INSERT INTO workroom_harvest_runs (id, studio_id, connection_id, kind, created_at, night, status,
  is_complete, imported, minutes, skipped, skipped_minutes, lasting, missing, changed,
  listed, asked, looked_up, deleted, gone, fell_back,
  pages, attempts, restarts, failed_tries, warnings, first_day, last_day, started_at)
SELECT md5(studio || ' ' || number), 'studio-' || studio, 'connection-' || studio, 'nightly',
  date '2026-06-17' - number, CASE WHEN number <= :nights THEN date '2026-06-17' - number END,
  'finished', number % 9 = 0, 0, 0, '{}', '{}', '{}', 0, 0, 0, 0, 0, 0, 0, '[]', 1, 0, 0, 0, '[]',
  date '2026-06-01', date '2026-06-14',
  date '2026-06-17' - number
FROM generate_series(1, :studios) AS studio, generate_series(1, :nights + :clicks) AS number
ORDER BY number DESC, studio;

INSERT INTO workroom_harvest_entries (studio_id, entry_id, harvest_account_id, state, spent_on,
  said_minutes, harvest_project_id, harvest_task_id, harvest_user_id, run_id, reason,
  is_lasting, fell_back, listed_at)
SELECT 'studio-' || number % 20, number, 7,
  CASE WHEN number % 10 = 0 THEN 'waiting' ELSE 'imported' END,
  date '2026-06-17' - number % 700, 60, number % 300, number % 20, number % 40,
  CASE WHEN number % 10 > 0 THEN md5('run') END,
  CASE WHEN number % 10 = 0 THEN 'project_not_mapped' END,
  CASE WHEN number % 10 = 0 THEN false END, number % 50 = 1, '2026-06-01'
FROM generate_series(1, :entries) AS number;
"""


@pytest.fixture(scope="module")
def database(postgres_url: str) -> Iterator[BareStore]:
    """Yield a store with many studios, all of which had tonight's night, in an app context."""
    numbers = {"studios": STUDIOS, "nights": NIGHTS, "clicks": CLICKS, "entries": ENTRIES}
    for store, app, db in bare_store(fresh_database(postgres_url)):
        with app.app_context():
            for statement in FILL.split(";"):
                if statement.strip():
                    db.session.execute(sa.text(statement), _used(statement, numbers))
            db.session.execute(sa.text("ANALYZE"))
            db.session.commit()
            yield store, app, db


def _used(statement: str, numbers: dict[str, int]) -> dict[str, int]:
    return {name: number for name, number in numbers.items() if f":{name}" in statement}


def _due(tx: SqlTransaction) -> object:
    return tx.nights.due(TONIGHT, SLOT, after="", most=500)


def _due_by_hand(tx: SqlTransaction) -> object:
    return tx.nights.due(TONIGHT, None, after="", most=500)


def _take(tx: SqlTransaction) -> object:
    ids = [f"studio-{number}" for number in range(1, 501)]
    return tx.nights.take(ids, TONIGHT + timedelta(days=1), SLOT)


def _stalled(tx: SqlTransaction) -> object:
    return tx.runs.stalled(TIMEOUT, most=500)


def _mark(tx: SqlTransaction) -> None:
    tx.runs.mark_enqueued([f"{number:032x}" for number in range(500)])


def _latest(tx: SqlTransaction) -> object:
    return tx.runs.latest("studio-7")


def _history(tx: SqlTransaction) -> object:
    return tx.runs.page("studio-7", most=5, after=tx.runs.page("studio-7", most=5).next)


def _latest_night(tx: SqlTransaction) -> object:
    return tx.runs.latest_nightly("studio-7")


def _failing_since(tx: SqlTransaction) -> object:
    return tx.runs.failing_since("studio-7")


def _tallies(tx: SqlTransaction) -> object:
    return tx.waiting.tallies("studio-7", 7)


def _waiting_entries(tx: SqlTransaction) -> object:
    keys = [WaitingKey(number, number % 20, NOT_MAPPED) for number in range(300)]
    return tx.waiting.entries("studio-7", 7, keys, most=100)


def _fell_back(tx: SqlTransaction) -> object:
    return tx.ledger.fell_back("studio-7", 7)


ENTRY_ROWS = "workroom_harvest_entries"
NOT_MAPPED = SkipReason.PROJECT_NOT_MAPPED
RUNS, CONNECTIONS = "workroom_harvest_runs", "workroom_harvest_connections"


@pytest.mark.parametrize(
    ("ask", "tables"),
    [
        (_due, {RUNS, CONNECTIONS}),
        (_due_by_hand, {RUNS, CONNECTIONS}),
        # A quarter of the connections is taken here, for which an index is no gain.
        (_take, {RUNS}),
        (_stalled, {RUNS}),
        (_mark, {RUNS}),
        (_latest, {RUNS}),
        (_history, {RUNS}),
        (_latest_night, {RUNS, CONNECTIONS}),
        (_failing_since, {RUNS, CONNECTIONS}),
        (_tallies, {ENTRY_ROWS}),
        (_waiting_entries, {ENTRY_ROWS}),
        (_fell_back, {ENTRY_ROWS}),
    ],
)
def test_no_table_is_read_from_end_to_end(
    database: BareStore,
    ask: Callable[[SqlTransaction], object],
    tables: set[str],
) -> None:
    """No statement reads all runs or entries, or all connections where few are wanted."""
    every = (RUNS, CONNECTIONS, ENTRY_ROWS)
    _, plans = explained(database, ask, "EXPLAIN (FORMAT JSON)", *every)
    for (((plan,),),) in plans:
        assert scanned(plan["Plan"]).isdisjoint(tables), json.dumps(plan, indent=1)


def scanned(node: dict[str, Any]) -> set[str]:
    """Return the tables that a plan reads from end to end."""
    found = {node["Relation Name"]} if node["Node Type"] == "Seq Scan" else set()
    return found.union(*(scanned(part) for part in node.get("Plans", ())))
