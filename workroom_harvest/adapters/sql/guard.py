"""The host's turn in the plugin's transaction: what it must not do there, and what tells it.

A commit is refused before it happens where SQLAlchemy sees it coming. What it does not see, a
driver that is told to commit behind its back, is noticed afterwards.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DBAPIError, PendingRollbackError
from sqlalchemy.orm import Session, SessionTransaction

from workroom_harvest.adapters.sql.database import UNAVAILABLE, sqlstate
from workroom_harvest.domain.errors import HostMisbehaved, StoreUnavailable

COMMITTED = "committed, which is the plugin's to do"
ENDED = "ended the transaction that it writes in, or left a savepoint of its own open"
SWALLOWED = "went on after a statement of its own had failed, and with it all that it had written"
TOO_FEW = "wrote fewer timelogs into the plugin's transaction than it said that it added"
ENDING = re.compile(r"\s*(COMMIT|END|ABORT|ROLLBACK(?!\s+(WORK\s+|TRANSACTION\s+)?TO))\b", re.I)
"""A statement that ends a transaction; going back to a savepoint does not."""


@dataclass
class Turn:
    """What the method of that name is lent, and what it did that it must not."""

    method: str
    session: Session
    connection: Connection
    root: SessionTransaction | None
    nested: SessionTransaction | None
    driver: Any
    changes: int
    deed: str | None = None

    @classmethod
    def begin(cls, method: str, session: Session, connection: Connection) -> "Turn":
        """The session, within a savepoint, as it is before the host has it.

        To ask the session for its connection would send the savepoint, which SQLAlchemy sends with
        the first statement only: a host that refuses at once costs nothing.
        """
        driver = connection.connection.dbapi_connection
        return cls(
            method,
            session,
            connection,
            session.get_transaction(),
            session.get_nested_transaction(),
            driver,
            _changes(driver),
        )

    def refuse(self, deed: str) -> None:
        """Raise, and remember it: the host may catch what is raised."""
        self.deed = self.deed or deed
        raise HostMisbehaved(self.method, deed)

    def check(self, current: Session, error: Exception | None = None) -> None:
        """Raise `HostMisbehaved` unless all is as it was; `current` is the registry's session now.

        After an `error` savepoints of the host's may be open still, and a failed flush has undone
        ours: both are undone with it. Raises `StoreUnavailable` where the connection is lost.
        """
        if self.connection.invalidated and not self.deed:
            raise StoreUnavailable(UNAVAILABLE)
        nested = self.session.get_nested_transaction()
        while error and nested is not None and nested is not self.nested:
            nested = nested.parent
        same = (
            current is self.session
            and self.session.get_transaction() is self.root
            and nested is self.nested
            and self._has_its_connection()
        )
        if not same:
            self.deed = self.deed or ENDED
        elif isinstance(error, PendingRollbackError) or not (
            error or (nested and nested.is_active)
        ):
            self.deed = self.deed or SWALLOWED
        if self.deed:
            self.discard()
            raise HostMisbehaved(self.method, self.deed)

    def discard(self) -> None:
        """Whatever state the connection is in, nobody is to find it so; the server undoes the rest.

        First the connection, so that the session does not go back to savepoints that are none.
        """
        if not self.connection.closed:
            self.connection.invalidate()
        self.session.close()

    def _has_its_connection(self) -> bool:
        if self.connection.closed:
            return False
        same = self.connection.connection.dbapi_connection is self.driver
        return same and not _is_idle(self.driver)


@dataclass
class Lent:
    """What a host's method was given in a transaction, and how many rows it wrote there.

    It may say that it added what it added to a session that nobody commits.
    """

    method: str
    connection: Connection
    before: int | None
    rows: int = 0
    written: int = 0

    @classmethod
    def begin(cls, method: str, connection: Connection) -> "Lent":
        """Nothing so far; what is said on the connection is listened to from now on."""
        event.listen(connection, "before_cursor_execute", _before_statement)
        return cls(method, connection, _inserted(connection))

    def take(self, turn: Turn, rows: int) -> None:
        """It says that it wrote so many."""
        self.rows += rows
        self.written += _changes(turn.driver) - turn.changes

    def demand(self) -> None:
        """Raise `HostMisbehaved` where it wrote fewer than it said."""
        after = _inserted(self.connection)
        if self.before is not None and after is not None:
            self.written = after - self.before
        elif self.connection.dialect.name != "sqlite":
            return
        if self.written < self.rows:
            raise HostMisbehaved(self.method, TOO_FEW)


_turn: ContextVar[Turn | None] = ContextVar("workroom_harvest_turn", default=None)


@contextmanager
def taking(turn: Turn) -> Iterator[None]:
    """The host's code runs in it; other threads are not touched."""
    token = _turn.set(turn)
    try:
        yield
    finally:
        _turn.reset(token)


def watch() -> None:
    """Look at every commit of this process from now on; once is enough."""
    for target, name, look in (
        (Session, "before_commit", _before_commit),
        (Engine, "commit", _before_database_commits),
    ):
        if not event.contains(target, name, look):
            event.listen(target, name, look)


def is_savepoint_gone(error: Exception) -> bool:
    """Whether a savepoint could not be ended because it is none any more."""
    if not isinstance(error, DBAPIError):
        return False
    missing = str(error.orig).startswith("no such savepoint")
    return missing or sqlstate(error) in ("3B001", "25P01")


def _before_commit(session: Session) -> None:
    turn = _turn.get()
    if turn is None or session is not turn.session:
        return
    # A savepoint of the host's own may end: it is within ours.
    if session.get_nested_transaction() in (None, turn.nested):
        turn.refuse(COMMITTED)


def _before_database_commits(connection: Connection) -> None:
    """Also of another engine for the same database: what it commits outlives what we undo."""
    turn = _turn.get()
    if turn is None or _place(connection) != _place(turn.connection):
        return
    # SQLAlchemy takes it for ended now, and would give it back to the pool as it is.
    connection.engine.dialect.do_rollback(connection.connection)
    turn.refuse(COMMITTED)


def _before_statement(
    _connection: Connection, _cursor: Any, statement: str, *_others: object
) -> None:
    turn = _turn.get()
    if turn is not None and ENDING.match(statement):
        turn.refuse(ENDED)


def _place(connection: Connection) -> tuple[object, ...]:
    url = connection.engine.url
    return url.get_backend_name(), url.host, url.port, url.database, *sorted(url.query.items())


def _is_idle(driver: Any) -> bool:
    """Whether the driver itself says that no transaction is open: sqlite3, or psycopg 2 and 3."""
    if hasattr(driver, "in_transaction"):
        return not driver.in_transaction
    return getattr(getattr(driver, "info", None), "transaction_status", None) == 0


def _changes(driver: Any) -> int:
    """How many rows SQLite's driver has written so far; 0 from PostgreSQL's, which do not count."""
    count: int = getattr(driver, "total_changes", 0)
    return count


INSERTED = sa.text("""
SELECT CASE WHEN current_setting('track_counts')::boolean THEN
(SELECT sum(pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid))
FROM pg_class WHERE relkind = 'r' AND relname NOT LIKE 'workroom\\_harvest\\_%') END
""")


def _inserted(connection: Connection) -> int | None:
    """How many rows PostgreSQL has written for others than the plugin; None where nobody counts."""
    if connection.dialect.name != "postgresql":
        return None
    count: int | None = connection.scalar(INSERTED)
    return count
