"""PostgreSQL finds entries by their key, whatever its statistics say of a studio.

It has none in the first minutes of the first import of all. Later it has those of other studios, by
which a new one has no row, or those of a time at which the table was empty.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event, text

from tests.contract.stored import NIGHT, imported, listed, record, record_imported, source
from tests.support.bare_store import BareStore, bare_store
from tests.support.servers import fresh_database
from workroom_harvest.adapters.sql.store import SqlTransaction
from workroom_harvest.domain.decisions import Skip
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.window import Days

STUDIO, OTHER = "studio", "another studio"
ONE_DAY = timedelta(days=1)
PAGE = range(2_000)
PAGES = 10
ENTRIES = "workroom_harvest_entries"
KEY = f"pk_{ENTRIES}"


def _no_statistics(_: BareStore) -> None:
    """Leave a table of which nobody made statistics."""


def _statistics_of_others(database: BareStore) -> None:
    """Make statistics of a table in which there is one other studio."""
    store, _, db = database
    for page in range(PAGES):
        with store.transaction() as tx:
            record_imported(tx, *_ids(page), studio_id=OTHER)
            tx.commit()
    _analyze(db)


def _statistics_of_nothing(database: BareStore) -> None:
    """Make statistics of a table all of whose rows were deleted, but not vacuumed away."""
    _, _, db = database
    _statistics_of_others(database)
    db.session.execute(text(f"DELETE FROM {ENTRIES}"))  # noqa: S608 because the name is ours
    db.session.commit()
    _analyze(db)


def _analyze(db: SQLAlchemy) -> None:
    db.session.execute(text(f"ANALYZE {ENTRIES}"))
    db.session.commit()


def _ids(page: int) -> Iterator[int]:
    return (number + page * len(PAGE) for number in PAGE)


@pytest.fixture(
    scope="module", params=[_no_statistics, _statistics_of_others, _statistics_of_nothing]
)
def database(postgres_url: str, request: pytest.FixtureRequest) -> Iterator[BareStore]:
    """Yield a store with a page of entries that wait, before many of one studio's.

    The server makes no statistics of these entries, however long the tests take.
    """
    for store, app, db in bare_store(fresh_database(postgres_url)):
        with app.app_context():
            without = text(f"ALTER TABLE {ENTRIES} SET (autovacuum_enabled = off)")
            db.session.execute(without)
            db.session.commit()
            request.param((store, app, db))
            for page in range(1, PAGES):
                with store.transaction() as tx:
                    record_imported(tx, *_ids(page), studio_id=STUDIO)
                    tx.commit()
            with store.transaction() as tx:
                record(
                    tx, *(Skip(listed(one), SkipReason.TOO_OLD) for one in PAGE), studio_id=STUDIO
                )
                tx.commit()
            yield store, app, db


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
