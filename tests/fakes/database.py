"""A database in memory: tables of rows that never change in place, and transactions over them."""

import itertools
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from tests.fakes.clock import FakeClock
from tests.fakes.crash_points import Moments
from workroom_harvest.domain.errors import HostMisbehaved, RowsRefused, StoreUnavailable
from workroom_harvest.domain.messages import Code

Tables = dict[str, dict[Any, Any]]


class NotUniqueError(Exception):
    """A unique key refused a row; its text is the key's name."""


class FakeDatabase:
    """A database that the plugin's store and the host share, as they do the real one.

    There is one transaction at a time, none inside another, and no row is reached outside of one.
    Its `clock` is its own, since a process may have another. Its `sequence` gives out each number
    once, whatever becomes of the transaction.
    """

    def __init__(self, moments: Moments | None = None, clock: FakeClock | None = None) -> None:
        self._moments = moments or Moments()
        self.clock = clock or FakeClock()
        self.sequence = itertools.count(1)
        self._committed: Tables = {}
        self._working: Tables | None = None
        self.is_away = False
        self._borrower: str | None = None
        self._deed: Code | None = None
        self._short: HostMisbehaved | None = None

    @property
    def is_open(self) -> bool:
        """Return whether a transaction is open."""
        return self._working is not None

    def table(self, name: str) -> dict[Any, Any]:
        """Return the rows of a table by their key, as the open transaction sees them."""
        assert self._working is not None, f"{name} was reached outside of a transaction"
        return self._working.setdefault(name, {})

    def committed(self, name: str) -> Mapping[Any, Any]:
        """Return the committed rows of a table by their key."""
        return self._committed.get(name, {})

    def everything(self) -> Tables:
        """Return a copy of all committed rows by table and key; tables without any are left out."""
        return {name: dict(rows) for name, rows in self._committed.items() if rows}

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Open a transaction, which is undone unless it is committed."""
        assert self._working is None, "a transaction inside another"
        self._moments("begin")
        if self.is_away:
            raise StoreUnavailable
        self._working, self._short = _copied(self._committed), None
        try:
            yield
        finally:
            self._working = None

    def commit(self) -> None:
        """Commit the open transaction, and begin another; refused while a host writes."""
        assert self._working is not None, "nothing to commit"
        if self._borrower:
            self._deed = Code.HOST_COMMITTED
            raise HostMisbehaved(Code.HOST_COMMITTED, method=self._borrower)
        if self._short:
            raise self._short
        self._moments("commit")
        self._committed, self._working = self._working, None
        # Whoever gives way here holds nothing any more.
        self._moments("committed")
        self._working = _copied(self._committed)

    def commit_unseen(self) -> None:
        """Commit as a driver can be told to, which is noticed only afterwards."""
        assert self._working is not None, "nothing to commit"
        self._committed = _copied(self._working)
        self._deed = Code.HOST_COMMITTED

    def rollback(self) -> None:
        """Undo all since the last commit; the transaction goes on."""
        self._working = _copied(self._committed)
        if self._borrower:
            self._deed = Code.HOST_ENDED_TRANSACTION

    @contextmanager
    def host_writes(self, method: str, rows: int) -> Iterator[None]:
        """Let a host write, which may neither commit nor roll back; raises `HostMisbehaved`.

        What it adds, changes or removes is in `timelogs`; at the commit there must be at least
        `rows` of them that are not as they were.
        """
        before = dict(self.table("timelogs"))
        self._borrower, self._deed = method, None
        try:
            yield
        except NotUniqueError as error:
            raise RowsRefused(str(error)) from error
        finally:
            self._borrower = None
            if self._deed:
                raise HostMisbehaved(self._deed, method=method)
        if len(self.table("timelogs").items() ^ before.items()) < rows:
            self._short = HostMisbehaved(Code.HOST_WROTE_TOO_FEW, method=method)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo what the body wrote when it raises."""
        assert self._working is not None, "a savepoint outside of a transaction"
        before = _copied(self._working)
        try:
            yield
        except BaseException:
            self._working = before
            raise


def _copied(tables: Tables) -> Tables:
    return {name: dict(rows) for name, rows in tables.items()}
