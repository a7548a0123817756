"""PostgreSQL finds entries by their key, whatever its statistics say of a studio."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from tests.contract.stored import NIGHT, imported, listed, record, record_imported, source
from tests.support.bare_store import BareStore, bare_store
from tests.support.explained import Answer, explained
from tests.support.planner_statistics import STATES, no_statistics
from tests.support.servers import fresh_database
from workroom_harvest.adapters.sql.store import SqlStore, SqlTransaction
from workroom_harvest.domain.decisions import Import, Skip
from workroom_harvest.domain.fallback import Cause, FellBack
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.waiting import Tally, WaitingKey
from workroom_harvest.domain.window import Days

STUDIO = "studio"
ONE_DAY = timedelta(days=1)
PAGE = range(2_000)
PAGES = 10
PEOPLE = range(1, 31)
ENTRIES = "workroom_harvest_entries"
KEY = f"pk_{ENTRIES}"
MEASURED = "ANALYZE, BUFFERS, FORMAT JSON"


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
    _, plans = _explained(database, ask)
    found = {name for plan in plans for name in used(plan)}
    assert found == indexes, json.dumps(plans, indent=1)


@pytest.mark.parametrize("database", [no_statistics], indirect=True)
def test_what_waits_is_counted_without_looking_for_each_entry(database: BareStore) -> None:
    """What waits for one mapping lies together, even if it was listed by its days.

    A table that was not vacuumed yet is looked at for each entry that is counted, and that is dear
    only where the entries lie apart.
    """
    store, _, _ = database
    entries = PAGES * len(PAGE)
    for page in range(PAGES):
        with store.transaction() as tx:
            record(tx, *(_waiting(page * len(PAGE) + one) for one in PAGE), studio_id="waits")
            tx.commit()
    tallies, (plan,) = _explained(database, _tallies, MEASURED)
    assert sum(one.entries for one in tallies.values()) == entries
    assert _blocks(plan) < entries / 5, json.dumps(plan, indent=1)


@pytest.mark.parametrize("database", [no_statistics], indirect=True)
def test_owners_are_found_without_reading_each_of_their_entries(database: BareStore) -> None:
    """However many entries went to the designer who connected, one is read for each person."""
    store, _, _ = database
    for page in range(PAGES):
        with store.transaction() as tx:
            everybodys = [_fell_back(page * len(PAGE) + one) for one in PAGE]
            record(tx, *everybodys, studio_id="fell back")
            tx.commit()
    users, (plan,) = _explained(database, _fallback_users, MEASURED)
    assert users == set(PEOPLE)
    assert _blocks(plan) < PAGES * len(PEOPLE), json.dumps(plan, indent=1)


def _tallies(tx: SqlTransaction) -> Mapping[WaitingKey, Tally]:
    return tx.waiting.tallies("waits", 1)


def _fallback_users(tx: SqlTransaction) -> Collection[int]:
    return tx.corrections.fallback_users("fell back", 1)


def _explained(
    database: BareStore, ask: Callable[[SqlTransaction], Answer], options: str = "FORMAT JSON"
) -> tuple[Answer, Sequence[dict[str, Any]]]:
    """Return what was asked for, and the topmost node of each plan that reads entries for it."""
    answer, plans = explained(database, ask, f"EXPLAIN ({options})", ENTRIES)
    return answer, [plan["Plan"] for (((plan,),),) in plans]


def _blocks(plan: dict[str, Any]) -> int:
    """Return how many blocks of the database a plan reads."""
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])


def _waiting(number: int) -> Skip:
    """Return an entry that waits, of one of thirty projects, as they come in Harvest's list."""
    day = NIGHT - timedelta(days=number // 100)
    entry = replace(listed(number, project_id=10 + number * 7919 % 30), spent_on=day)
    return Skip(entry, SkipReason.PROJECT_NOT_MAPPED)


def _fell_back(number: int) -> Import:
    """Return an entry of one of these people that goes to the designer who connected."""
    user = PEOPLE[number % len(PEOPLE)]
    whose = FellBack(user, f"User {user}", Cause.UNKNOWN)
    return replace(imported(listed(number, user_id=user)), fell_back=whose)


def used(node: dict[str, Any]) -> set[str]:
    """Return the indexes by which a plan reads entries, or the table's name for none."""
    name, how = node.get("Index Name") or node.get("Relation Name", ""), node["Node Type"]
    # A bitmap of rows was made by an index, which is a node of its own.
    reads = "Scan" in how and how != "Bitmap Heap Scan"
    found = {name} if reads and ENTRIES in name else set()
    return found.union(*(used(part) for part in node.get("Plans", ())))
