"""The real store on an SQLite file: for processes, and for whoever looks on."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from cryptography.fernet import Fernet
from sqlalchemy import event
from sqlalchemy.orm import scoped_session, sessionmaker

from tests.fakes.clock import FakeClock
from tests.schedules.giving_driver import GivingConnection
from tests.schedules.schedule import Kind
from tests.schedules.scheduler import Scheduler
from workroom_harvest.adapters.sql.session import HostSession
from workroom_harvest.adapters.sql.store import SqlStore
from workroom_harvest.adapters.token_cipher import TokenCipher
from workroom_harvest.domain.entries import NewTimelog
from workroom_harvest.domain.ports.host import Timelogs

CIPHER = TokenCipher([Fernet.generate_key().decode()])


class TimedSession(HostSession):
    """The session of a database whose clock a test has in its hand."""

    def __init__(self, door: "Door", clock: FakeClock) -> None:
        super().__init__(door)
        self._clock = clock

    def now(self) -> datetime:
        return self._clock.now()


class Door(Timelogs):
    """A way into a file, as a host has one: an engine, a session per thread, and its timelogs."""

    def __init__(self, path: Path, **how: Any) -> None:
        # Nobody waits: whoever meets a lock is told so at once.
        self.engine = sa.create_engine(f"sqlite:///{path}", connect_args={"timeout": 0, **how})
        event.listen(self.engine, "connect", _let_readers_in)
        self.session = scoped_session(sessionmaker(self.engine))
        self.metadata = sa.MetaData()
        self.timelogs = sa.Table(
            "timelogs", self.metadata, sa.Column("entry_id", sa.BigInteger, primary_key=True)
        )

    def store(self, clock: FakeClock) -> SqlStore:
        """Return the plugin's store; the database has this clock."""
        return SqlStore(TimedSession(self, clock), CIPHER)

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        rows = [{"entry_id": log.entry_id} for log in timelogs]
        self.session.execute(self.timelogs.insert(), rows)
        return len(rows)

    def rows(self, table: str, *columns: str) -> Sequence[sa.Row[Any]]:
        """Return these columns of all rows that lasted."""
        found = self.metadata.tables[table]
        with self.engine.connect() as connection:
            return connection.execute(sa.select(*(found.c[name] for name in columns))).all()

    def close(self) -> None:
        """Let go of the file."""
        self.session.remove()
        self.engine.dispose()


class SqliteFile:
    """The file with two doors: `inside` for the processes of a schedule, `outside` for all else."""

    def __init__(self, path: Path) -> None:
        self.scheduler: Scheduler | None = None
        self.inside = Door(path, factory=partial(GivingConnection, self))
        self.outside = Door(path)
        for door in (self.inside, self.outside):
            door.store(FakeClock())
        self.outside.metadata.create_all(self.outside.engine)

    def clear(self) -> None:
        """Delete every row; nothing gives way until there is another scheduler."""
        self.scheduler = None
        with self.outside.engine.begin() as connection:
            for table in self.outside.metadata.sorted_tables:
                connection.execute(table.delete())

    def close(self) -> None:
        """Let go of the file."""
        self.inside.close()
        self.outside.close()

    def reached(self, statement: str, *, holds_lock: bool) -> None:
        """Take note that a process comes to a statement, where it may be disturbed.

        Whoever holds the one lock for long keeps everybody else out, who give up then: no pause
        there.
        """
        if self.scheduler is not None:
            kinds = (Kind.PREEMPT, Kind.KILL) if holds_lock else tuple(Kind)
            self.scheduler.reached(statement, kinds)

    def give_way(self) -> bool:
        """Let another process go on; False where none is ready."""
        return self.scheduler is not None and self.scheduler.give_way()


def _let_readers_in(connection: sqlite3.Connection, _: object) -> None:
    """Readers beside a writer, as in the demo; no schedule outlives the machine."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = OFF")
