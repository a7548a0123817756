"""The store, over the session of the host's `db`."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from workroom_harvest.adapters.sql.errors import first_line, is_away, refuses_rows, translated
from workroom_harvest.adapters.sql.guard import guarded, watch_commits
from workroom_harvest.adapters.sql.host_call import HostCall, is_savepoint_gone
from workroom_harvest.adapters.sql.host_writes import HostWrites
from workroom_harvest.adapters.sql.repositories import SqlRepositories
from workroom_harvest.adapters.sql.session import HostSession
from workroom_harvest.adapters.sql.tables import Tables, define
from workroom_harvest.adapters.token_cipher import TokenCipher
from workroom_harvest.domain.errors import HostMisbehaved, RowsRefused, StoreUnavailable
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.ports.store import Store, Transaction


class SqlTransaction(SqlRepositories, Transaction):
    """A transaction of the host's session, and the repositories that read and write in it."""

    def __init__(self, session: HostSession, tables: Tables, cipher: TokenCipher) -> None:
        super().__init__(session, tables, cipher)
        self._writes: HostWrites | None = None
        self._call: HostCall | None = None
        self._connection: sa.Connection | None = None

    def now(self) -> datetime:
        return self._session.now()

    def commit(self) -> None:
        if self._writes:
            self._writes.demand()
        self._session.orm_session.commit()

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        # On SQLite the transaction needs a write before it: Python's driver begins a transaction
        # with the first write only, and releasing a savepoint outside of one would commit.
        session = self._session.orm_session
        self._connection = session.connection()
        try:
            with session.begin_nested():
                yield
        except SQLAlchemyError as error:
            if self._call and is_savepoint_gone(error):
                self._call.discard()
                raise HostMisbehaved(
                    Code.HOST_ENDED_TRANSACTION, method=self._call.method
                ) from error
            if is_away(error):
                raise StoreUnavailable from error
            raise

    @contextmanager
    def host_writes(self, method: str, rows: int) -> Iterator[None]:
        assert self._connection is not None, "the host writes in a savepoint only"  # noqa: S101 because that is for ourselves
        self._writes = self._writes or HostWrites.begin(method, self._connection)
        self._call = call = HostCall.begin(method, self._session.orm_session, self._connection)
        try:
            with guarded(call):
                yield
                call.check(self._session.orm_session)
                # At the commit it would no longer be known which rows were refused.
                self._session.demand_constraints()
        except Exception as error:
            call.check(self._session.orm_session, error)
            if isinstance(error, DBAPIError) and refuses_rows(error):
                raise RowsRefused(first_line(error.orig)) from error
            raise
        self._writes.add(call, rows)


class SqlStore(Store):
    """The plugin's tables in the host's database, in transactions of its session."""

    def __init__(self, session: HostSession, cipher: TokenCipher) -> None:
        watch_commits()
        self._session = session
        self._tables = define(session.metadata)
        self._cipher = cipher

    def ready(self) -> bool:
        with self.transaction():
            # After an older migration the tables exist, but lack some columns.
            inspector = sa.inspect(self._session.orm_session.connection())
            there = set(inspector.get_table_names())
            return all(
                table.name in there
                and {column["name"] for column in inspector.get_columns(table.name)}
                >= set(table.columns.keys())
                for table in self._tables.all()
            )

    @contextmanager
    def transaction(self) -> Iterator[SqlTransaction]:
        with translated(), self._session.opened():
            yield SqlTransaction(self._session, self._tables, self._cipher)
