"""What the errors of SQLAlchemy and of the two databases mean for the plugin."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    DisconnectionError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    PendingRollbackError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as PoolExhausted

from workroom_harvest.domain.errors import StoreUnavailable
from workroom_harvest.domain.messages import Code

TRANSIENT = ("08", "25P03", "40", "53", "55P03", "57", "58")
"""SQLSTATEs that speak of the server and not of the rows: no connection, a deadlock, no room, …"""

STATEMENT = ("0A", "0B", "25", "26", "2D", "34", "3B", "3D", "3F", "42", "F0", "HV", "XX")
"""SQLSTATEs that speak of a statement or of a transaction, and of no row in particular."""

MISSING = ("42P01", "42703")
"""SQLSTATEs of an undefined table and an undefined column."""


@contextmanager
def translated() -> Iterator[None]:
    """Raise `StoreUnavailable` for a database that is away, locked or not migrated.

    Any other error goes on as it is.
    """
    try:
        yield
    except SQLAlchemyError as error:
        if _is_missing(error):
            raise StoreUnavailable(Code.STORE_UNPREPARED) from error
        if is_away(error):
            raise StoreUnavailable(
                Code.STORE_BUSY if _is_lock_timeout(error) else Code.STORE_UNAVAILABLE
            ) from error
        raise


def _is_lock_timeout(error: SQLAlchemyError) -> bool:
    """Return whether somebody has held a lock for longer than we wait."""
    if not isinstance(error, DBAPIError):
        return False
    return sqlstate(error) == "55P03" or str(error.orig).startswith("database is locked")


def is_away(error: SQLAlchemyError) -> bool:
    """Return whether the database as a whole is in trouble, and no row of ours.

    psycopg calls some refusals operational, too: a trigger's own code, a row too long for an index.
    """
    if not isinstance(error, OperationalError):
        away = (InterfaceError, DisconnectionError, PendingRollbackError, PoolExhausted)
        return isinstance(error, away)
    state = sqlstate(error)
    return error.connection_invalidated or state is None or state.startswith(TRANSIENT)


def refuses_rows(error: DBAPIError) -> bool:
    """Return whether the database will never take these rows: a constraint, a trigger, a value.

    A trigger may raise whatever code it likes, so on PostgreSQL it is any code that speaks neither
    of the server nor of the statement.
    """
    if isinstance(error, IntegrityError | DataError):
        return True
    state = sqlstate(error)
    return state is not None and not state.startswith((*TRANSIENT, *STATEMENT))


def first_line(error: BaseException | None) -> str:
    """Return the first line of what a database said, without the statement and values below it.

    It has 200 characters at most.
    """
    lines = str(error).strip().splitlines()
    return lines[0][:200] if lines else type(error).__name__


def _is_missing(error: SQLAlchemyError) -> bool:
    if not isinstance(error, DBAPIError):
        return False
    # SQLite has one code for every mistake in a statement.
    said = str(error.orig)
    return sqlstate(error) in MISSING or said.startswith(("no such table", "no such column"))


def sqlstate(error: DBAPIError) -> str | None:
    """Return PostgreSQL's SQLSTATE; None from SQLite, and where no server answered.

    psycopg 2 calls it `pgcode`.
    """
    state: str | None = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "pgcode", None)
    return state
