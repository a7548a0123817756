"""One call of a host's method in the plugin's transaction, and what it must not do there."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, PendingRollbackError
from sqlalchemy.orm import Session, SessionTransaction

from workroom_harvest.adapters.sql.errors import sqlstate
from workroom_harvest.domain.errors import HostMisbehaved, StoreUnavailable
from workroom_harvest.domain.messages import Code


@dataclass
class HostCall:
    """The state of the session when the host's `method` was called, and the rule that it broke."""

    method: str
    session: Session
    connection: Connection
    root: SessionTransaction | None
    nested: SessionTransaction | None
    driver: Any
    changes: int
    violation: Code | None = None

    @classmethod
    def begin(cls, method: str, session: Session, connection: Connection) -> "HostCall":
        """Return the call, with the state that the session has before it, within a savepoint.

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
            changed_rows(driver),
        )

    def refuse(self, violation: Code) -> None:
        """Raise `HostMisbehaved`, and remember why: the host may catch what is raised."""
        self.violation = self.violation or violation
        raise HostMisbehaved(violation, method=self.method)

    def check(self, current: Session, error: Exception | None = None) -> None:
        """Raise `HostMisbehaved` unless all is as it was; `current` is the registry's session now.

        After an `error` savepoints of the host's may be open still, and a failed flush has undone
        ours: both are undone with it. Raises `StoreUnavailable` where the connection is lost.
        """
        if self.connection.invalidated and not self.violation:
            raise StoreUnavailable
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
            self.violation = self.violation or Code.HOST_ENDED_TRANSACTION
        elif isinstance(error, PendingRollbackError) or not (
            error or (nested and nested.is_active)
        ):
            self.violation = self.violation or Code.HOST_SWALLOWED_ERROR
        if self.violation:
            self.discard()
            raise HostMisbehaved(self.violation, method=self.method)

    def discard(self) -> None:
        """Close the session and its connection, whatever state they are in; the server undoes all.

        The connection is invalidated first, so that the session does not go back to savepoints that
        are none.
        """
        if not self.connection.closed:
            self.connection.invalidate()
        self.session.close()

    def _has_its_connection(self) -> bool:
        if self.connection.closed:
            return False
        same = self.connection.connection.dbapi_connection is self.driver
        return same and not _is_idle(self.driver)


def changed_rows(driver: Any) -> int:
    """Return how many rows SQLite's driver has written; 0 from PostgreSQL's, which do not count."""
    count: int = getattr(driver, "total_changes", 0)
    return count


def is_savepoint_gone(error: Exception) -> bool:
    """Return whether a savepoint could not be ended because it is none any more."""
    if not isinstance(error, DBAPIError):
        return False
    missing = str(error.orig).startswith("no such savepoint")
    return missing or sqlstate(error) in ("3B001", "25P01")


def _is_idle(driver: Any) -> bool:
    """Return whether the driver says that no transaction is open: sqlite3, or psycopg 2 and 3."""
    if hasattr(driver, "in_transaction"):
        return not driver.in_transaction
    return getattr(getattr(driver, "info", None), "transaction_status", None) == 0
