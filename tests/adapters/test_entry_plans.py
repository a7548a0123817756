"""PostgreSQL finds entries by their key, whatever its statistics say of a studio."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import event

from tests.contract.stored import NIGHT, imported, listed, record, record_imported, source
from tests.support.bare_store import BareStore, bare_store
from tests.support.planner_statistics import STATES, no_statistics
from tests.support.servers import fresh_database
from workroom_harvest.adapters.sql.store import SqlStore, SqlTransaction
from workroom_harvest.domain.decisions import Skip
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.window import Days

STUDIO = "studio"
ONE_DAY = timedelta(days=1)
PAGE = range(2_000)
PAGES = 10
ENTRIES = "workroom_harvest_entries"
KEY = f"pk_{ENTRIES}"


@pytest.fixture(scope="module", params=STATES)
def database(postgres_url: str, request: pytest.FixtureRequest) -> Iterator[BareStore]:
    """Yield a store with a page of entries that wait, before many of one studio's.

    The server makes no statistics of these entries.
    """
    for store, app, db in bare_store(fresh_database(postgres_url)):
        with app.app_context():
            request.param(db, [ENTRIES], partial(_import_pages, store))
            _import_pages(store, STUDIO)
            with store.transaction() as tx:
                record(
                    tx, *(Skip(listed(one), SkipReason.TOO_OLD) for one in PAGE), studio_id=STUDIO
                )
                tx.commit()
            yield store, app, db


def _import_pages(store: SqlStore, studio_id: str) -> None:
    for page in range(1, PAGES):
        with store.transaction() as tx:
            record_imported(
                tx, *(number + page * len(PAGE) for number in PAGE), studio_id=studio_id
            )
            tx.commit()


def _known(tx: SqlTransaction) -> None:
    assert len(tx.ledger.known(STUDIO, PAGE)) == len(PAGE)


def _update(tx: SqlTransaction) -> None:
    decisions = [imported(listed(one)) for one in PAGE]
    tx.ledger.update_many(source(decisions, studio_id=STUDIO), decisions)


def _hours(tx: SqlTransaction) -> None:
    assert tx.hours.of_account(STUDIO, 1, Days(NIGHT - ONE_DAY, NIGHT - ONE_DAY)) == []


def _corrections(tx: SqlTransaction) -> None:
    assert tx.corrections.counts(STUDIO, 1) == {}
    assert tx.corrections.page(STUDIO, 1, most=100) == []


def _owners(tx: SqlTransaction) -> None:
    assert not tx.corrections.fallback_users(STUDIO, 1)


@pytest.mark.parametrize(
    ("ask", "indexes"),
    [
        (_corrections, {f"ix_{ENTRIES}_differs"}),
        (_owners, {f"ix_{ENTRIES}_fell_back"}),
        (_known, {KEY}),
        (_update, {KEY}),
        (_hours, {f"ix_{ENTRIES}_day", f"ix_{ENTRIES}_moved"}),
    ],
)
def test_entries_are_found_by_the_right_index(
    database: BareStore, ask: Callable[[SqlTransaction], None], indexes: set[str]
) -> None:
    """A page's entries are looked up one by one, the hours of a day by their days.

    What differs, or went to somebody else, is read by an index that has nothing else.

    None are found by reading all of the studio's.
    """
    store, _, db = database
    asked: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        asked.extend([(statement, parameters)] if ENTRIES in statement else [])

    with store.transaction() as tx:
        event.listen(db.engine, "before_cursor_execute", note)
        ask(tx)
        event.remove(db.engine, "before_cursor_execute", note)
        connection = db.session.connection()
        plans = [
            connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {one}", parameters).scalar_one()
            for one, parameters in asked
        ]
    found = {name for plan in plans for name in used(plan[0]["Plan"])}
    assert found == indexes, json.dumps(plans, indent=1)


@pytest.mark.parametrize("database", [no_statistics], indirect=True)
def test_what_waits_is_counted_without_looking_for_each_entry(database: BareStore) -> None:
    """What waits for one mapping lies together, even if it was listed by its days.

    A table that was not vacuumed yet is looked at for each entry that is counted, and that is dear
    only where the entries lie apart.
    """
    store, _, db = database
    entries = PAGES * len(PAGE)
    for page in range(PAGES):
        with store.transaction() as tx:
            record(tx, *(_waiting(page * len(PAGE) + one) for one in PAGE), studio_id="waits")
            tx.commit()
    asked: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        asked.append((statement, parameters))

    with store.transaction() as tx:
        event.listen(db.engine, "before_cursor_execute", note)
        tallies = tx.waiting.tallies("waits", 1)
        event.remove(db.engine, "before_cursor_execute", note)
        ((statement, parameters),) = asked
        explain = f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}"
        (plan,) = db.session.connection().exec_driver_sql(explain, parameters).scalar_one()
    blocks = plan["Plan"]["Shared Hit Blocks"] + plan["Plan"]["Shared Read Blocks"]
    assert sum(one.entries for one in tallies.values()) == entries
    assert blocks < entries / 5, json.dumps(plan, indent=1)


def _waiting(number: int) -> Skip:
    """Return an entry that waits, of one of thirty projects, as they come in Harvest's list."""
    day = NIGHT - timedelta(days=number // 100)
    entry = replace(listed(number, project_id=10 + number * 7919 % 30), spent_on=day)
    return Skip(entry, SkipReason.PROJECT_NOT_MAPPED)


def used(node: dict[str, Any]) -> set[str]:
    """Return the indexes by which a plan reads entries, or the table's name for none."""
    name, how = node.get("Index Name") or node.get("Relation Name", ""), node["Node Type"]
    # A bitmap of rows was made by an index, which is a node of its own.
    reads = "Scan" in how and how != "Bitmap Heap Scan"
    found = {name} if reads and ENTRIES in name else set()
    return found.union(*(used(part) for part in node.get("Plans", ())))
