"""One call of a host's method in the plugin's transaction, and the rules that it must keep."""

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
        """Return the call with the session's state before it, which is within a savepoint.

        The session is not asked for its connection, because that would send the savepoint.
        SQLAlchemy sends it with the first statement only, so a host that refuses at once costs
        nothing.
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
        """Raise `HostMisbehaved`, and remember the violation, as the host may catch the error."""
        self.violation = self.violation or violation
        raise HostMisbehaved(violation, method=self.method)

    def check(self, current: Session, error: Exception | None = None) -> None:
        """Raise `HostMisbehaved` unless everything is as it was before the call.

        `current` is the session that the registry returns now. After an `error`, savepoints of the
        host's may still be open, and a failed flush has undone the plugin's; both are undone with
        it. Raise `StoreUnavailable` if the connection is lost.
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
        """Close the session and its connection, whatever state they are in.

        The server then undoes everything. The connection is invalidated first, so that the session
        does not roll back to savepoints that no longer exist.
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
    """Return how many rows SQLite's driver has written.

    It is 0 from PostgreSQL's drivers, which do not count.
    """
    count: int = getattr(driver, "total_changes", 0)
    return count


def is_savepoint_gone(error: Exception) -> bool:
    """Return whether a savepoint could not be ended because it no longer exists."""
    if not isinstance(error, DBAPIError):
        return False
    missing = str(error.orig).startswith("no such savepoint")
    return missing or sqlstate(error) in ("3B001", "25P01")


def _is_idle(driver: Any) -> bool:
    """Return whether the driver (sqlite3, psycopg 2 or 3) says that no transaction is open."""
    if hasattr(driver, "in_transaction"):
        return not driver.in_transaction
    return getattr(getattr(driver, "info", None), "transaction_status", None) == 0
