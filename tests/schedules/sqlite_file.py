"""The real store on an SQLite file: for processes, and for whoever looks on."""

import sqlite3
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from tests.fakes.clock import FakeClock
from tests.schedules.giving_driver import GivingConnection
from tests.schedules.schedule import Kind
from tests.schedules.scheduler import Scheduler
from tests.support.door import Door
from tests.support.steady_cipher import SteadyCipher

Rows = Mapping[str, Sequence[tuple[object, ...]]]
"""Rows by table, with all their columns."""


class SteadyDoor(Door):
    """A way in under a cipher without chance."""

    cipher = SteadyCipher()


class SqliteFile:
    """The file with two doors: `inside` for the processes of a schedule, `outside` for all else."""

    def __init__(self, path: Path) -> None:
        self.scheduler: Scheduler | None = None
        self.inside = _door(path, factory=partial(GivingConnection, self))
        self.outside = _door(path)
        self.inside.store(FakeClock())
        self.outside.create_tables()
        self._texts = {
            table.name: [
                str(one.compile(dialect=self.outside.engine.dialect))
                for one in (table.select(), table.delete(), table.insert())
            ]
            for table in self.outside.metadata.sorted_tables
        }
        # Whose turn it is looks on in its own thread; there is one turn at a time.
        self._driver = sqlite3.connect(path, timeout=0, check_same_thread=False)

    def put(self, rows: Rows) -> None:
        """Let there be these rows, and no others; nothing gives way until another scheduler."""
        self.scheduler = None
        with self._driver:
            for _, delete, _ in reversed(self._texts.values()):
                self._driver.execute(delete)
            for name, (_, _, insert) in self._texts.items():
                self._driver.executemany(insert, rows.get(name, ()))

    def rows(self) -> Rows:
        """Return all rows that lasted."""
        return {
            name: self._driver.execute(select).fetchall()
            for name, (select, _, _) in self._texts.items()
        }

    def version(self) -> object:
        """Return what is another after each commit."""
        return self._driver.execute("PRAGMA data_version").fetchone()[0]

    def close(self) -> None:
        """Let go of the file."""
        self.inside.close()
        self.outside.close()
        self._driver.close()

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


def _door(path: Path, **how: Any) -> SteadyDoor:
    """Return a way into the file, where nobody waits: who meets a lock is told so at once."""
    return SteadyDoor(f"sqlite:///{path}", timeout=0, **how)
