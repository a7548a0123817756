"""SQLite's one write lock between writers: whoever waits for it gets a turn."""

import multiprocessing
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from tests.adapters.page_writer import write_pages
from tests.contract.stored import LIFETIME, OTHER, lease
from tests.support.bare_store import BareStore, bare_store
from workroom_harvest.adapters.sql.write_lock import PATIENCE
from workroom_harvest.domain.errors import StoreUnavailable

WAITERS = 3
TIMEOUT = 60

SPAWNED = multiprocessing.get_context("spawn")


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Return the address of a file of SQLite's, whose lock is waited for a minute."""
    return f"sqlite:///{tmp_path / 'w.sqlite3'}?timeout={TIMEOUT}"


@pytest.fixture
def stored(url: str) -> Iterator[BareStore]:
    """Yield an empty store in that file."""
    yield from bare_store(url)


def busy_timeout(stored: BareStore) -> int:
    """Return for how many milliseconds the connection of this context waits."""
    _, _, db = stored
    found: int = db.session.execute(sa.text("PRAGMA busy_timeout")).scalar_one()
    db.session.rollback()
    return found


def test_whoever_waits_is_let_in(stored: BareStore, url: str) -> None:
    """Three others, one after the other, write while an import writes page after page.

    The import is a process of its own, as a worker is: in a thread it would also hold Python's
    lock between two pages, and let nobody ask for SQLite's.
    """
    store, app, _ = stored
    has_begun, is_done = SPAWNED.Event(), SPAWNED.Event()
    importing = SPAWNED.Process(target=write_pages, args=(url, has_begun, is_done))
    importing.start()
    try:
        assert has_begun.wait(TIMEOUT)
        with app.app_context():
            for waiter in range(WAITERS):
                lease(store, f"{OTHER} {waiter}")
    finally:
        is_done.set()
        importing.join()
    assert importing.exitcode == 0, "all pages were written before whoever waited was let in"


def test_a_connection_keeps_the_time_out_of_its_host(stored: BareStore, tmp_path: Path) -> None:
    """Whether the lock was given or not, the connection's own time-out is as it was.

    `StoreUnavailable` is raised where it was not.
    """
    store, app, db = stored
    longest = PATIENCE + 500
    with app.app_context():
        mine = lease(store)
        assert busy_timeout(stored) == TIMEOUT * 1_000
        db.session.execute(sa.text(f"PRAGMA busy_timeout = {longest}"))
        with closing(sqlite3.connect(tmp_path / "w.sqlite3")) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreUnavailable), store.transaction() as tx:
                tx.leases.hold(mine, LIFETIME)
        assert busy_timeout(stored) == longest
        with store.transaction() as tx:
            tx.leases.hold(mine, LIFETIME)
            tx.commit()
        assert busy_timeout(stored) == longest


def test_what_ends_a_write_is_raised_as_it_is(stored: BareStore) -> None:
    """Where SQLAlchemy closes the connection of whoever is killed, the kill is raised."""
    store, app, db = stored

    def kill(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("UPDATE"):
            raise KeyboardInterrupt

    with app.app_context():
        mine = lease(store)
        event.listen(db.engine, "before_cursor_execute", kill)
        with pytest.raises(KeyboardInterrupt), store.transaction() as tx:
            tx.leases.hold(mine, LIFETIME)
        event.remove(db.engine, "before_cursor_execute", kill)
        assert busy_timeout(stored) == TIMEOUT * 1_000
