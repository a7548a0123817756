"""What SQLite and PostgreSQL do alike and SQLAlchemy spells twice."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import CursorResult
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
from sqlalchemy.orm import Session, scoped_session

from workroom_harvest.adapters.sql.usable import begin
from workroom_harvest.domain.errors import StoreUnavailable

UNAVAILABLE = "The database does not answer. What was imported stays. Try again in a few minutes."
UNPREPARED = (
    "Tables or columns are missing in the database. "
    "Ask whoever runs Workroom to run the migrations: upgrade heads."
)
BUSY = (
    "Somebody else is still changing the same data. Nothing was changed here. "
    "Try again in a few minutes."
)
TRANSIENT = ("08", "25P03", "40", "53", "55P03", "57", "58")
"""SQLSTATEs that speak of the server and not of the rows: no connection, a deadlock, no room, …"""

STATEMENT = ("0A", "0B", "25", "26", "2D", "34", "3B", "3D", "3F", "42", "F0", "HV", "XX")
"""SQLSTATEs that speak of a statement or of a transaction, and of no row in particular."""

PATIENCE = timedelta(seconds=10)
"""How long a transaction of ours waits for a lock; SQLite has its own time-out."""

MISSING = ("42P01", "42703")
"""SQLSTATEs of an undefined table and an undefined column."""


class HostDatabase(Protocol):
    """What is asked of the host's Flask-SQLAlchemy object."""

    @property
    def session(self) -> scoped_session[Any]: ...
    @property
    def metadata(self) -> sa.MetaData: ...
    @property
    def engine(self) -> sa.Engine: ...


@contextmanager
def translated() -> Iterator[None]:
    """`StoreUnavailable` for a database that is away, locked or not migrated; the rest stays."""
    try:
        yield
    except SQLAlchemyError as error:
        if _is_missing(error):
            raise StoreUnavailable(UNPREPARED) from error
        if is_away(error):
            raise StoreUnavailable(BUSY if _waited_in_vain(error) else UNAVAILABLE) from error
        raise


def _waited_in_vain(error: SQLAlchemyError) -> bool:
    """Whether somebody has held what was wanted for longer than we wait."""
    if not isinstance(error, DBAPIError):
        return False
    return sqlstate(error) == "55P03" or str(error.orig).startswith("database is locked")


def is_away(error: SQLAlchemyError) -> bool:
    """Whether the database as a whole is in trouble, and no row of ours.

    psycopg calls some refusals operational, too: a trigger's own code, a row too long for an index.
    """
    if not isinstance(error, OperationalError):
        away = (InterfaceError, DisconnectionError, PendingRollbackError, PoolExhausted)
        return isinstance(error, away)
    state = sqlstate(error)
    return error.connection_invalidated or state is None or state.startswith(TRANSIENT)


def refuses_rows(error: DBAPIError) -> bool:
    """Whether the database will never take these rows: a constraint, a trigger, a value.

    A trigger may raise whatever code it likes, so on PostgreSQL it is any code that speaks neither
    of the server nor of the statement.
    """
    if isinstance(error, IntegrityError | DataError):
        return True
    state = sqlstate(error)
    return state is not None and not state.startswith((*TRANSIENT, *STATEMENT))


def first_line(error: BaseException | None) -> str:
    """The first line of what a database said: statement and values stand below it."""
    lines = str(error).strip().splitlines()
    return lines[0][:200] if lines else type(error).__name__


def _is_missing(error: SQLAlchemyError) -> bool:
    if not isinstance(error, DBAPIError):
        return False
    # SQLite has one code for every mistake in a statement.
    said = str(error.orig)
    return sqlstate(error) in MISSING or said.startswith(("no such table", "no such column"))


def sqlstate(error: DBAPIError) -> str | None:
    """PostgreSQL's SQLSTATE; None from SQLite, and where no server answered.

    psycopg 2 calls it `pgcode`.
    """
    state: str | None = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "pgcode", None)
    return state


def has_ended(
    end: sa.ColumnElement[Any], now: datetime, length: timedelta
) -> sa.ColumnElement[bool]:
    """Whether something that lasts for `length` and is extended in time is over, or never was.

    An end that is further away than twice the length was written by a clock that runs ahead, and
    must not block those that run well. Where that clock's process still lives, the fence or the
    version keeps it from writing.
    """
    return sa.or_(end.is_(None), end <= now, end > now + 2 * length)


class HostSession:
    """The statements of the store's parts, in the session of the transaction that is open."""

    def __init__(self, db: HostDatabase, patience: timedelta = PATIENCE) -> None:
        self._db = db
        self._patience = patience

    @property
    def metadata(self) -> sa.MetaData:
        """The host's, which holds the plugin's tables too."""
        return self._db.metadata

    @property
    def session(self) -> Session:
        """The host's own, so that timelogs and ledger rows are committed together."""
        session: Session = self._db.session()
        return session

    def now(self) -> datetime:
        """The current instant by the database's clock, in UTC; SQLite's is the machine's own."""
        if self.session.get_bind().dialect.name == "postgresql":
            # The clock and not `now()`, which is when the transaction began.
            naive = sa.func.timezone("UTC", sa.func.clock_timestamp())
            found: datetime = self.session.execute(sa.select(naive)).scalar_one()
        else:
            text = sa.func.strftime("%Y-%m-%d %H:%M:%f", "now")
            found = datetime.fromisoformat(self.session.execute(sa.select(text)).scalar_one())
        return found.replace(tzinfo=UTC)

    @contextmanager
    def opened(self) -> Iterator[Session]:
        """The session, begun anew, and undone in the end unless it was committed.

        The plugin's routes and jobs own the host's session. It begins with a rollback because a
        reader's old snapshot would keep SQLite from writing.
        """
        session = self.session
        session.rollback()
        try:
            begin(session, self._patience)
            yield session
        finally:
            session.rollback()

    def lock(self, name: str) -> None:
        """Be alone under that name until the transaction ends; SQLite has one writer anyway."""
        if self.session.get_bind().dialect.name == "postgresql":
            key = sa.func.hashtextextended(name, 0)
            self.session.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))

    def demand_constraints(self) -> None:
        """Have deferred constraints checked now, and leave them deferred; only PostgreSQL can."""
        self.session.flush()
        connection = self.session.connection()
        if connection.dialect.name == "postgresql":
            with connection.begin_nested() as check:
                connection.execute(sa.text("SET CONSTRAINTS ALL IMMEDIATE"))
                check.rollback()

    def one(self, statement: sa.Select[Any]) -> sa.RowMapping | None:
        """The first row or None."""
        return self.session.execute(statement).mappings().first()

    def all(self, statement: sa.Select[Any]) -> Sequence[sa.RowMapping]:
        """All rows."""
        return self.session.execute(statement).mappings().all()

    def write(self, statement: sa.Executable) -> int:
        """How many rows a statement met."""
        # SQLAlchemy looks at the count by itself after UPDATE and DELETE only.
        result = self.session.execute(statement, execution_options={"preserve_rowcount": True})
        assert isinstance(result, CursorResult)  # noqa: S101 because it narrows the type only
        return result.rowcount

    def insert(self, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Plain inserts, many in one round trip."""
        if rows:
            self.session.execute(sa.insert(table), rows)

    def insert_unless_there(self, table: sa.Table, row: Mapping[str, Any]) -> bool:
        """Whether the row went in; False when any unique key refused it."""
        return self.write(self._insert(table).values(row).on_conflict_do_nothing()) == 1

    def put(self, table: sa.Table, row: Mapping[str, Any], key: Sequence[str]) -> None:
        """Insert, or bring the row of that key up to date."""
        insert = self._insert(table).values(row)
        changes = {name: value for name, value in row.items() if name not in key}
        self.write(insert.on_conflict_do_update(index_elements=key, set_=changes))

    def _insert(self, table: sa.Table) -> "postgresql.Insert | sqlite.Insert":
        # Both dialects know ON CONFLICT, and SQLAlchemy has an insert for each.
        name = self.session.get_bind().dialect.name
        return postgresql.insert(table) if name == "postgresql" else sqlite.insert(table)


class NestedSession(HostSession):
    """The same in a session beside the host's, for what stands in a page of the host's own.

    There the host may have written already, and commit later: its session is not ours to end.
    """

    def __init__(self, db: HostDatabase) -> None:
        super().__init__(db)
        self._open: ContextVar[Session] = ContextVar("workroom_harvest_session")

    @property
    def session(self) -> Session:
        """The one that `opened` began."""
        return self._open.get()

    @contextmanager
    def opened(self) -> Iterator[Session]:
        """A session of its own, in a savepoint of the host's connection.

        A connection of its own, too, would let a full pool of the host's wait for itself. The
        savepoint is released: undone, it would leave SQLite with a snapshot nobody asked for.
        """
        mine = self._db.session.connection()
        with Session(mine, join_transaction_mode="create_savepoint") as session:
            token = self._open.set(session)
            try:
                yield session
                session.commit()
            finally:
                self._open.reset(token)
