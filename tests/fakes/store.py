"""The Store port in memory, with the real one's unique keys."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime

from tests.fakes.authorization_requests import FakeAuthorizationRequests
from tests.fakes.connections import FakeConnections
from tests.fakes.database import FakeDatabase
from tests.fakes.leases import FakeLeases
from tests.fakes.ledger import FakeLedger
from tests.fakes.pairs import FakePairs
from tests.fakes.runs import FakeRuns


class FakeTransaction:
    """The Transaction port."""

    def __init__(
        self, database: FakeDatabase, runs: "Callable[[FakeDatabase], FakeRuns]", sealed_shut: bool
    ) -> None:
        self._database = database
        self.connections = FakeConnections(database, is_sealed_shut=sealed_shut)
        self.pairs = FakePairs(database)
        self.authorization_requests = FakeAuthorizationRequests(database)
        self.runs = runs(database)
        self.leases = FakeLeases(database)
        self.ledger = FakeLedger(database)

    def now(self) -> datetime:
        """By the database's own clock."""
        return self._database.clock.now()

    def commit(self) -> None:
        """See the port."""
        self._database.commit()

    def savepoint(self) -> AbstractContextManager[None]:
        """See the port."""
        return self._database.savepoint()

    def host_writes(self, method: str, rows: int) -> AbstractContextManager[None]:
        """See the port."""
        return self._database.host_writes(method, rows)


class FakeStore:
    """The Store port over a database in memory.

    It has its tables, and the key for its tokens, until a test says otherwise; `runs` makes what
    keeps the runs.
    """

    def __init__(self, database: FakeDatabase) -> None:
        self._database = database
        self.has_tables = True
        self.is_sealed_shut = False
        self.runs: Callable[[FakeDatabase], FakeRuns] = FakeRuns

    def ready(self) -> bool:
        """See the port."""
        with self.transaction():
            return self.has_tables

    @contextmanager
    def transaction(self) -> Iterator[FakeTransaction]:
        """See the port."""
        with self._database.transaction():
            yield FakeTransaction(self._database, self.runs, self.is_sealed_shut)
