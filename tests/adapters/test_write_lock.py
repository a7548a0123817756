"""SQLite's one write lock between writers: whoever waits for it gets a turn."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from tests.contract.stored import LIFETIME, OTHER, lease
from tests.support.bare_store import BareStore, bare_store
from workroom_harvest.adapters.sql.write_lock import PATIENCE
from workroom_harvest.domain.errors import StoreUnavailable

WRITING = 0.15
"""Seconds for which a page holds the lock: longer than SQLite pauses between two tries."""

WAITERS, PAGES = 3, 100
TIMEOUT = 60


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[BareStore]:
    """Yield an empty store in a file of SQLite's."""
    yield from bare_store(f"sqlite:///{tmp_path / 'w.sqlite3'}?timeout={TIMEOUT}")


def busy_timeout(stored: BareStore) -> int:
    """Return for how many milliseconds the connection of this context waits."""
    _, _, db = stored
    found: int = db.session.execute(sa.text("PRAGMA busy_timeout")).scalar_one()
    db.session.rollback()
    return found


def test_whoever_waits_is_let_in(stored: BareStore) -> None:
    """Three others, one after the other, write while an import writes page after page."""
    store, app, _ = stored
    written: list[int] = []
    is_writing, is_done = Event(), Event()

    def write_pages() -> None:
        with app.app_context():
            mine = lease(store)
            for page in range(PAGES):
                with store.transaction() as tx:
                    tx.leases.hold(mine, LIFETIME)
                    is_writing.set()
                    time.sleep(WRITING)
                    is_writing.clear()
                    tx.commit()
                written.append(page)
                if is_done.is_set():
                    return

    importing = Thread(target=write_pages)
    importing.start()
    try:
        with app.app_context():
            for waiter in range(WAITERS):
                is_writing.wait(TIMEOUT)
                lease(store, f"{OTHER} {waiter}")
    finally:
        is_done.set()
        importing.join()
    assert len(written) < PAGES


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
