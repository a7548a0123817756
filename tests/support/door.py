"""A way into a database, as a host has one, under a clock that a test has in its hand."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from cryptography.fernet import Fernet
from sqlalchemy.orm import scoped_session, sessionmaker

from tests.fakes.clock import FakeClock
from tests.support.sql_timelogs import SqlTimelogs
from workroom_harvest.adapters.sql.session import HostSession
from workroom_harvest.adapters.sql.store import SqlStore
from workroom_harvest.adapters.token_cipher import TokenCipher

CIPHER = TokenCipher([Fernet.generate_key().decode()])


class TimedSession(HostSession):
    """The session of a database whose clock a test has in its hand."""

    def __init__(self, door: "Door", clock: FakeClock) -> None:
        super().__init__(door)
        self._clock = clock

    def now(self) -> datetime:
        return self._clock.now()

    def instant(self) -> datetime:
        return self._clock.now()


class Door:
    """A way into a database: an engine, a session per thread, and the host's timelogs."""

    cipher = CIPHER

    def __init__(self, url: str, **how: Any) -> None:
        self.engine = sa.create_engine(url, connect_args=how)
        if self.engine.dialect.name == "sqlite":
            sa.event.listen(self.engine, "connect", _let_readers_in)
        self.session = scoped_session(sessionmaker(self.engine))
        self.metadata = sa.MetaData()
        self.timelogs = SqlTimelogs(self.metadata, self.session)

    def store(self, clock: FakeClock) -> SqlStore:
        """Return the plugin's store; the database has this clock."""
        return SqlStore(TimedSession(self, clock), self.cipher)

    def create_tables(self) -> None:
        """Create the tables of the host, and those of the plugin."""
        self.store(FakeClock())
        self.metadata.create_all(self.engine)

    def clear(self) -> None:
        """Delete every row."""
        with self.engine.begin() as connection:
            for table in self.metadata.sorted_tables:
                connection.execute(table.delete())

    def rows(self, table: str, *columns: str) -> Sequence[sa.Row[Any]]:
        """Return these columns of all rows that lasted."""
        found = self.metadata.tables[table]
        with self.engine.connect() as connection:
            return connection.execute(sa.select(*(found.c[name] for name in columns))).all()

    def close(self) -> None:
        """Let go of the database."""
        self.session.remove()
        self.engine.dispose()


def _let_readers_in(connection: sqlite3.Connection, _: object) -> None:
    """Readers beside a writer, as in the demo; no test of a file outlives the machine."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = OFF")
