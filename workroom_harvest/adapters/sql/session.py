"""The session in which the plugin reads and writes: its transactions, clock and locks."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Session, scoped_session

from workroom_harvest.adapters.sql.statements import Statements
from workroom_harvest.adapters.sql.usable import begin

LOCK_TIMEOUT = timedelta(seconds=10)
"""How long a transaction waits for a lock; on SQLite the driver's own time-out holds."""

POSTGRESQL_NOW = sa.func.timezone("UTC", sa.func.clock_timestamp(), type_=sa.DateTime)
"""The current instant, in UTC without a zone; `now()` would be when the transaction began."""

NESTED_LOOPS = sa.text("SELECT current_setting('enable_nestloop')")
SET_NESTED_LOOPS = sa.text("SELECT set_config('enable_nestloop', :value, true)")
"""Until the transaction ends."""


class HostDatabase(Protocol):
    """What the plugin uses of the host's Flask-SQLAlchemy object."""

    @property
    def session(self) -> scoped_session[Any]: ...
    @property
    def metadata(self) -> sa.MetaData: ...
    @property
    def engine(self) -> sa.Engine: ...


class HostSession(Statements):
    """The host's session, in which timelogs and ledger are committed together."""

    def __init__(self, db: HostDatabase, lock_timeout: timedelta = LOCK_TIMEOUT) -> None:
        self._db = db
        self._lock_timeout = lock_timeout

    @property
    def metadata(self) -> sa.MetaData:
        """Return the host's metadata, which also holds the plugin's tables."""
        return self._db.metadata

    @property
    def orm_session(self) -> Session:
        """Return the host's own session."""
        session: Session = self._db.session()
        return session

    def now(self) -> datetime:
        """Return the current instant by the database's clock, in UTC.

        SQLite's clock is that of the machine.
        """
        if self.is_postgresql:
            found: datetime = self.orm_session.execute(sa.select(POSTGRESQL_NOW)).scalar_one()
        else:
            text = sa.func.strftime("%Y-%m-%d %H:%M:%f", "now")
            found = datetime.fromisoformat(self.orm_session.execute(sa.select(text)).scalar_one())
        return found.replace(tzinfo=UTC)

    def instant(self) -> "datetime | sa.ColumnElement[datetime]":
        """Return the current instant as a value in a statement, to which a length can be added.

        PostgreSQL computes it within that statement, which saves a round trip. SQLite has none.
        """
        return POSTGRESQL_NOW if self.is_postgresql else self.now()

    @contextmanager
    def opened(self) -> Iterator[Session]:
        """Yield the session with a new transaction, which is undone at the end unless committed.

        In the plugin's routes and jobs the host's session belongs to the plugin. It begins with a
        rollback, because a reader's old snapshot would keep SQLite from writing.
        """
        session = self.orm_session
        session.rollback()
        try:
            begin(session, self._lock_timeout)
            yield session
        finally:
            session.rollback()

    def lock(self, name: str) -> None:
        """Lock `name` against other transactions that lock the same name, until this one ends.

        On SQLite nothing is done, because it has one writer anyway.
        """
        if self.is_postgresql:
            key = sa.func.hashtextextended(name, 0)
            self.orm_session.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))

    def lock_rows(self, key: sa.Column[str], values: Sequence[str]) -> Sequence[str]:
        """Lock the rows with these keys until this transaction ends; return the keys locked.

        On PostgreSQL rows that another transaction has locked are left out, so that nobody waits
        here, and two that lock many rows at once do not wait for each other. On SQLite the write
        lock is taken, which is that of all rows.
        """
        mine = key.in_(values)
        if not self.is_postgresql:
            # An UPDATE that changes nothing begins a transaction that may write.
            self.write(sa.update(key.table).where(mine).values({key: key}))
        query = sa.select(key).where(mine).order_by(key)
        return [row[key] for row in self.all(query.with_for_update(skip_locked=True))]

    def demand_constraints(self) -> None:
        """Check deferred constraints now, and leave them deferred.

        On SQLite nothing is done, because it has no such check.
        """
        self.orm_session.flush()
        if self.is_postgresql:
            connection = self.orm_session.connection()
            with connection.begin_nested() as check:
                connection.execute(sa.text("SET CONSTRAINTS ALL IMMEDIATE"))
                check.rollback()

    @contextmanager
    def joining_many(self) -> Iterator[None]:
        """Let PostgreSQL join no table within by looking through another for each row of it.

        It does so where it expects one row, and that is what it expects of a studio that is new to
        its statistics: 20,000 entries are then compared with each of 20,000 others. The host's own
        setting is back afterwards; an error undoes the transaction, and the setting with it.
        """
        if not self.is_postgresql:
            # SQLite has no other way to join, and makes an index for it where there is none.
            yield
            return
        held = self.orm_session.execute(NESTED_LOOPS).scalar_one()
        self.orm_session.execute(SET_NESTED_LOOPS, {"value": "off"})
        yield
        self.orm_session.execute(SET_NESTED_LOOPS, {"value": held})


class NestedSession(HostSession):
    """A session beside the host's, for what is rendered within a page of the host's own.

    There the host may have written already, and commit later, so its session must not be ended.
    """

    def __init__(self, db: HostDatabase) -> None:
        super().__init__(db)
        self._open: ContextVar[Session] = ContextVar("workroom_harvest_session")

    @property
    def orm_session(self) -> Session:
        """Return the session that `opened` began."""
        return self._open.get()

    @contextmanager
    def opened(self) -> Iterator[Session]:
        """Yield a session of its own, in a savepoint of the host's connection, and commit it.

        With a connection of its own, the host would wait for itself when its pool is full. The
        savepoint is released; a rollback would leave SQLite with a snapshot that nobody asked for.
        """
        mine = self._db.session.connection()
        with Session(mine, join_transaction_mode="create_savepoint") as session:
            token = self._open.set(session)
            try:
                yield session
                session.commit()
            finally:
                self._open.reset(token)
