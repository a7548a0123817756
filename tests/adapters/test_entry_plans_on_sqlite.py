"""SQLite finds among many entries the few that a query asks for by their partial index."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.contract.stored import NIGHT
from tests.support.bare_store import BareStore, bare_store
from tests.support.explained import explained
from workroom_harvest.adapters.sql.store import SqlTransaction
from workroom_harvest.domain.ports.store.harvest_items import ItemKind
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.waiting import WaitingKey
from workroom_harvest.domain.window import Days

STUDIO = "studio"
TODAY = Days(NIGHT, NIGHT)
USERS = [7]
ENTRIES = "workroom_harvest_entries"
KEY, DAY, MOVED, DIFFERS, ORPHANED, WAITING, FELL_BACK = (
    f"sqlite_autoindex_{ENTRIES}_1",
    *(f"ix_{ENTRIES}_{one}" for one in ("day", "moved", "differs", "orphaned")),
    *(f"ix_{ENTRIES}_{one}" for one in ("waiting", "fell_back")),
)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BareStore]:
    """Yield an empty store: SQLite has no statistics, and plans as it does with a million rows."""
    file: Path = tmp_path_factory.mktemp("plans") / "workroom.sqlite3"
    for store, app, db in bare_store(f"sqlite:///{file}"):
        with app.app_context():
            yield store, app, db


def _count_corrections(tx: SqlTransaction) -> object:
    return tx.corrections.counts(STUDIO, 1, USERS)


def _corrections(tx: SqlTransaction) -> object:
    return tx.corrections.page(STUDIO, 1, most=100)


def _owners(tx: SqlTransaction) -> object:
    return tx.corrections.fallback_users(STUDIO, 1)


def _fell_back(tx: SqlTransaction) -> object:
    return tx.ledger.fell_back(STUDIO, 1, USERS)


def _known(tx: SqlTransaction) -> object:
    return tx.ledger.known(STUDIO, range(2_000))


def _tallies(tx: SqlTransaction) -> object:
    return tx.waiting.tallies(STUDIO, 1)


def _waiting(tx: SqlTransaction) -> object:
    return tx.waiting.entries(
        STUDIO, 1, [WaitingKey(1, 2, SkipReason.PROJECT_NOT_MAPPED)], most=100
    )


def _waiting_projects(tx: SqlTransaction) -> object:
    return tx.harvest_items.waiting(STUDIO, 1, ItemKind.PROJECT)


def _orphans(tx: SqlTransaction) -> object:
    return tx.listed_days.orphans(STUDIO, 1, TODAY, most=100)


def _count_orphans(tx: SqlTransaction) -> object:
    return tx.listed_days.count_orphans(STUDIO, 1, TODAY)


def _hours(tx: SqlTransaction) -> object:
    return tx.hours.of_account(STUDIO, 1, TODAY)


@pytest.mark.parametrize(
    ("ask", "indexes"),
    [
        (_count_corrections, {DIFFERS, FELL_BACK}),
        (_corrections, {DIFFERS}),
        (_owners, {FELL_BACK}),
        (_fell_back, {FELL_BACK}),
        (_known, {KEY}),
        (_tallies, {WAITING}),
        # What is told of those is read by the key.
        (_waiting, {WAITING, KEY}),
        (_waiting_projects, {WAITING}),
        (_orphans, {ORPHANED}),
        (_count_orphans, {ORPHANED}),
        (_hours, {DAY, MOVED}),
    ],
)
def test_entries_are_found_by_the_index_that_has_only_them(
    database: BareStore, ask: Callable[[SqlTransaction], object], indexes: set[str]
) -> None:
    """No query reads all entries of the studio to find those that it asks for."""
    _, plans = explained(database, ask, "EXPLAIN QUERY PLAN", ENTRIES)
    steps = [step.detail for plan in plans for step in plan]
    assert {found for step in steps if (found := used(step))} == indexes, steps


def used(step: str) -> str | None:
    """Return the index by which a step reads entries, or the table's name if it reads all of them.

    The key has all of a studio's, too, where it is not asked for an id.
    """
    read = re.match(rf"\w+ {ENTRIES}(?: USING (?:COVERING )?INDEX (\w+) \((.*)\))?", step)
    if not read:
        return None
    index, columns = read.groups()
    return ENTRIES if index == KEY and "entry_id=?" not in columns else index or ENTRIES
