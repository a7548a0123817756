"""SQLite's one write lock, and a turn at it for whoever waits.

SQLite gives it to whoever asks while it is free. The longer a connection waits, the less often it
asks: after 1 ms at first, every 100 ms from the twelfth time (`sqliteDefaultBusyCallback` in its
`main.c`). Between two pages of an import, or two saves, it is free for some milliseconds. So a few
that write again and again keep another one waiting until its time-out.
"""

import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

R = TypeVar("R")

PATIENCE = 1_000
"""Milliseconds after which one who waits asks more often than all who came later."""

PAUSE = 0.003
"""Seconds between two times that it asks then."""


def in_turn(session: Session, write: Callable[[], R]) -> R:
    """Return what `write` returns, which executes one statement that writes.

    Where that takes SQLite's write lock it waits as long as the host lets its connection wait, and
    asks oftener after a second; a host that begins transactions itself takes the lock before.
    Raise what SQLAlchemy raises.
    """
    driver = session.connection().connection.dbapi_connection
    if not isinstance(driver, sqlite3.Connection) or driver.in_transaction:
        return write()
    longest: int = driver.execute("PRAGMA busy_timeout").fetchone()[0]
    if longest <= PATIENCE:
        return write()
    ends = time.monotonic() + longest / 1_000
    _wait_at_most(driver, PATIENCE)
    try:
        while True:
            try:
                return write()
            except OperationalError as error:
                if not _is_busy(error) or time.monotonic() >= ends:
                    raise
            _wait_at_most(driver, 0)
            time.sleep(PAUSE)
    finally:
        # SQLAlchemy closes the connection of whoever is killed while it writes.
        with suppress(sqlite3.ProgrammingError):
            _wait_at_most(driver, longest)


def _wait_at_most(driver: sqlite3.Connection, milliseconds: int) -> None:
    driver.execute(f"PRAGMA busy_timeout = {milliseconds}")


def _is_busy(error: OperationalError) -> bool:
    """Return whether another holds the lock. A snapshot that is too old is busy for ever."""
    return getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY
