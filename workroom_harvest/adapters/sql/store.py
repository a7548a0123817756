"""The Store port over the session of the host's `db`."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from workroom_harvest.adapters.sql.authorization_requests import SqlAuthorizationRequests
from workroom_harvest.adapters.sql.connections import SqlConnections
from workroom_harvest.adapters.sql.database import (
    UNAVAILABLE,
    HostSession,
    first_line,
    is_away,
    refuses_rows,
    translated,
)
from workroom_harvest.adapters.sql.guard import (
    ENDED,
    Lent,
    Turn,
    is_savepoint_gone,
    taking,
    watch,
)
from workroom_harvest.adapters.sql.leases import SqlLeases
from workroom_harvest.adapters.sql.ledger import SqlLedger
from workroom_harvest.adapters.sql.pairs import SqlPairs
from workroom_harvest.adapters.sql.runs import SqlRuns
from workroom_harvest.adapters.sql.tables import Tables, define
from workroom_harvest.adapters.token_cipher import TokenCipher
from workroom_harvest.domain.errors import HostMisbehaved, RowsRefused, StoreUnavailable


class SqlTransaction:
    """A transaction of the host's session, and the repositories that read and write in it."""

    def __init__(self, rows: HostSession, tables: Tables, cipher: TokenCipher) -> None:
        self._rows = rows
        self.connections = SqlConnections(rows, tables.connections, cipher)
        self.pairs = SqlPairs(rows, tables.project_pairs, tables.task_pairs)
        self.authorization_requests = SqlAuthorizationRequests(rows, tables.authorization_requests)
        self.runs = SqlRuns(rows, tables.runs, tables.leases, tables.connections)
        self.leases = SqlLeases(rows, tables.leases)
        self.ledger = SqlLedger(rows, tables.ledger)
        self._lent: Lent | None = None
        self._turn: Turn | None = None
        self._connection: sa.Connection | None = None

    def now(self) -> datetime:
        """The database's clock, in UTC."""
        return self._rows.now()

    def commit(self) -> None:
        """Make it last, unless a host's method wrote less than it said: `HostMisbehaved` then."""
        if self._lent:
            self._lent.demand()
        self._rows.session.commit()

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """A part that is undone by itself when its body raises.

        On SQLite it needs a write before it in the same transaction: Python's driver begins one
        with the first write only, and releasing a savepoint outside of one would commit.
        """
        session = self._rows.session
        self._connection = session.connection()
        try:
            with session.begin_nested():
                yield
        except SQLAlchemyError as error:
            if self._turn and is_savepoint_gone(error):
                self._turn.discard()
                raise HostMisbehaved(self._turn.method, ENDED) from error
            if is_away(error):
                raise StoreUnavailable(UNAVAILABLE) from error
            raise

    @contextmanager
    def lent(self, method: str, rows: int) -> Iterator[None]:
        """Let the host write, look at what it left, and say in the domain's words what is refused.

        What is deferred is checked here: at the commit nobody could tell which rows it was.
        """
        assert self._connection is not None, "nothing is lent outside of a savepoint"  # noqa: S101 because that is for ourselves
        self._lent = self._lent or Lent.begin(method, self._connection)
        self._turn = turn = Turn.begin(method, self._rows.session, self._connection)
        try:
            with taking(turn):
                yield
                turn.check(self._rows.session)
                self._rows.demand_constraints()
        except Exception as error:
            turn.check(self._rows.session, error)
            if isinstance(error, DBAPIError) and refuses_rows(error):
                raise RowsRefused(first_line(error.orig)) from error
            raise
        self._lent.take(turn, rows)


class SqlStore:
    """The plugin's rows in the host's database, in transactions as `rows` opens them."""

    def __init__(self, rows: HostSession, cipher: TokenCipher) -> None:
        watch()
        self._rows = rows
        self._tables = define(rows.metadata)
        self._cipher = cipher

    def ready(self) -> bool:
        """See the port. An older migration has the tables, but not each of their columns."""
        with self.transaction():
            inspector = sa.inspect(self._rows.session.connection())
            there = set(inspector.get_table_names())
            return all(
                table.name in there
                and {column["name"] for column in inspector.get_columns(table.name)}
                >= set(table.columns.keys())
                for table in self._tables.all()
            )

    @contextmanager
    def transaction(self) -> Iterator[SqlTransaction]:
        """Begin anew; leaving without a commit undoes."""
        with translated(), self._rows.opened():
            yield SqlTransaction(self._rows, self._tables, self._cipher)
