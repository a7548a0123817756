"""The meaning of the errors of SQLAlchemy and of the two databases."""

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
"""SQLSTATEs about the server and not about rows, such as a lost connection or a deadlock."""

STATEMENT = ("0A", "0B", "25", "26", "2D", "34", "3B", "3D", "3F", "42", "F0", "HV", "XX")
"""SQLSTATEs about a statement or a transaction, and not about a row."""

MISSING = ("42P01", "42703")
"""The SQLSTATEs of an undefined table and an undefined column."""


@contextmanager
def translated() -> Iterator[None]:
    """Raise `StoreUnavailable` for a database that is down, locked or not migrated.

    Any other error is raised on.
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
    """Return whether another transaction held a lock for longer than this one waits."""
    if not isinstance(error, DBAPIError):
        return False
    return sqlstate(error) == "55P03" or str(error.orig).startswith("database is locked")


def is_away(error: SQLAlchemyError) -> bool:
    """Return whether the database as a whole fails, and not on account of a row.

    psycopg reports some refusals of rows as operational errors as well, such as a trigger's own
    code or a row that is too long for an index.
    """
    if not isinstance(error, OperationalError):
        away = (InterfaceError, DisconnectionError, PendingRollbackError, PoolExhausted)
        return isinstance(error, away)
    state = sqlstate(error)
    return error.connection_invalidated or state is None or state.startswith(TRANSIENT)


def refuses_rows(error: DBAPIError) -> bool:
    """Return whether the database will never accept these rows: a constraint, a trigger, a value.

    A trigger may raise any code, so on PostgreSQL it is every code that is neither about the server
    nor about the statement.
    """
    if isinstance(error, IntegrityError | DataError):
        return True
    state = sqlstate(error)
    return state is not None and not state.startswith((*TRANSIENT, *STATEMENT))


def first_line(error: BaseException | None) -> str:
    """Return the first line of a database's message, without the statement and values below it.

    It has at most 200 characters.
    """
    lines = str(error).strip().splitlines()
    return lines[0][:200] if lines else type(error).__name__


def _is_missing(error: SQLAlchemyError) -> bool:
    if not isinstance(error, DBAPIError):
        return False
    # SQLite has one code for all errors in a statement.
    said = str(error.orig)
    return sqlstate(error) in MISSING or said.startswith(("no such table", "no such column"))


def sqlstate(error: DBAPIError) -> str | None:
    """Return PostgreSQL's SQLSTATE, or None from SQLite and if no server answered.

    psycopg 2 calls it `pgcode`.
    """
    state: str | None = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "pgcode", None)
    return state
