"""What people do with timelogs in the host, where the plugin is not asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from tests.fakes.database import FakeDatabase
from workroom_harvest.domain.entries import NewTimelog


class Timesheet(Protocol):
    """The timelogs of all studios, as people edit them; each method is committed."""

    def put(self, studio_id: str, log: NewTimelog) -> None:
        """Add a timelog, or give the one that has its stamp these values."""

    def remove(self, studio_id: str, stamp: int) -> None:
        """Remove a timelog, and its lock if it has one."""

    def lock(self, studio_id: str, stamp: int, sentence: str | None) -> None:
        """Lock a timelog for that reason, or with None unlock it."""

    def of(self, studio_id: str) -> dict[int, NewTimelog]:
        """Return the studio's timelogs by stamp."""


class FakeTimesheet(Timesheet):
    """The timelogs in a database in memory."""

    def __init__(self, database: FakeDatabase) -> None:
        self._database = database

    @contextmanager
    def _table(self, name: str) -> Iterator[dict[Any, Any]]:
        with self._database.transaction():
            yield self._database.table(name)
            self._database.commit()

    def put(self, studio_id: str, log: NewTimelog) -> None:
        with self._table("timelogs") as table:
            table[studio_id, log.entry_id] = log

    def remove(self, studio_id: str, stamp: int) -> None:
        with self._table("timelogs") as table:
            del table[studio_id, stamp]
        self.lock(studio_id, stamp, None)

    def lock(self, studio_id: str, stamp: int, sentence: str | None) -> None:
        with self._table("locks") as table:
            table[studio_id, stamp] = sentence

    def of(self, studio_id: str) -> dict[int, NewTimelog]:
        found = self._database.committed("timelogs")
        return {stamp: log for (studio, stamp), log in found.items() if studio == studio_id}
