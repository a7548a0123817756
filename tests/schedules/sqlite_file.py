"""The real store on an SQLite file: for processes, and for whoever looks on."""

from functools import partial
from pathlib import Path
from typing import Any

from tests.fakes.clock import FakeClock
from tests.schedules.giving_driver import GivingConnection
from tests.schedules.schedule import Kind
from tests.schedules.scheduler import Scheduler
from tests.support.door import Door


class SqliteFile:
    """The file with two doors: `inside` for the processes of a schedule, `outside` for all else."""

    def __init__(self, path: Path) -> None:
        self.scheduler: Scheduler | None = None
        self.inside = _door(path, factory=partial(GivingConnection, self))
        self.outside = _door(path)
        self.inside.store(FakeClock())
        self.outside.create_tables()

    def clear(self) -> None:
        """Delete every row; nothing gives way until there is another scheduler."""
        self.scheduler = None
        self.outside.clear()

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


def _door(path: Path, **how: Any) -> Door:
    """Return a way into the file, where nobody waits: who meets a lock is told so at once."""
    return Door(f"sqlite:///{path}", timeout=0, **how)
