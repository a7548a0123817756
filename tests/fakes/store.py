"""The store in memory, with the unique keys of the real one."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from functools import cached_property

from tests.fakes.audit import FakeAudit
from tests.fakes.authorization_requests import FakeAuthorizationRequests
from tests.fakes.chosen_entries import FakeChosenEntries
from tests.fakes.connections import FakeConnections
from tests.fakes.corrections import FakeCorrections
from tests.fakes.database import FakeDatabase
from tests.fakes.entry_notes import FakeEntryNotes
from tests.fakes.entry_stories import FakeEntryStories
from tests.fakes.harvest_items import FakeHarvestItems
from tests.fakes.hours import FakeHours
from tests.fakes.leases import FakeLeases
from tests.fakes.ledger import FakeLedger
from tests.fakes.left_out import FakeLeftOut
from tests.fakes.listed_days import FakeListedDays
from tests.fakes.nights import FakeNights
from tests.fakes.pairs import FakePairs
from tests.fakes.pending_grants import FakePendingGrants
from tests.fakes.previewed_entries import FakePreviewedEntries
from tests.fakes.read_days import FakeReadDays
from tests.fakes.runs import FakeRuns
from tests.fakes.skipped_entries import FakeSkippedEntries
from tests.fakes.studio_rows import FakeStudioRows
from tests.fakes.timelog_marks import FakeTimelogMarks
from tests.fakes.unfound import FakeUnfound
from tests.fakes.waiting import FakeWaiting
from tests.fakes.wanted import FakeWanted
from workroom_harvest.domain.ports.store import Store, Transaction


class FakeTransaction(Transaction):
    """A transaction of a database in memory, and the repositories in it."""

    def __init__(
        self, database: FakeDatabase, runs: Callable[[FakeDatabase], FakeRuns], sealed_shut: bool
    ) -> None:
        self._database = database
        self._make_runs = runs
        self._sealed_shut = sealed_shut

    @cached_property
    def audit(self) -> FakeAudit:
        return FakeAudit(self._database)

    @cached_property
    def connections(self) -> FakeConnections:
        return FakeConnections(self._database, is_sealed_shut=self._sealed_shut)

    @cached_property
    def pairs(self) -> FakePairs:
        return FakePairs(self._database)

    @cached_property
    def authorization_requests(self) -> FakeAuthorizationRequests:
        return FakeAuthorizationRequests(self._database)

    @cached_property
    def pending_grants(self) -> FakePendingGrants:
        return FakePendingGrants(self._database, is_sealed_shut=self._sealed_shut)

    @cached_property
    def runs(self) -> FakeRuns:
        return self._make_runs(self._database)

    @cached_property
    def nights(self) -> FakeNights:
        return FakeNights(self._database, self.runs)

    @cached_property
    def leases(self) -> FakeLeases:
        return FakeLeases(self._database)

    @cached_property
    def ledger(self) -> FakeLedger:
        return FakeLedger(self._database)

    @cached_property
    def timelog_marks(self) -> FakeTimelogMarks:
        return FakeTimelogMarks(self._database)

    @cached_property
    def corrections(self) -> FakeCorrections:
        return FakeCorrections(self._database)

    @cached_property
    def chosen_entries(self) -> FakeChosenEntries:
        return FakeChosenEntries(self._database)

    @cached_property
    def skipped_entries(self) -> FakeSkippedEntries:
        return FakeSkippedEntries(self._database)

    @cached_property
    def unfound(self) -> FakeUnfound:
        return FakeUnfound(self._database)

    @cached_property
    def listed_days(self) -> FakeListedDays:
        return FakeListedDays(self._database)

    @cached_property
    def harvest_items(self) -> FakeHarvestItems:
        return FakeHarvestItems(self._database)

    @cached_property
    def waiting(self) -> FakeWaiting:
        return FakeWaiting(self._database)

    @cached_property
    def wanted(self) -> FakeWanted:
        return FakeWanted(self._database)

    @cached_property
    def left_out(self) -> FakeLeftOut:
        return FakeLeftOut(self._database)

    @cached_property
    def entry_notes(self) -> FakeEntryNotes:
        return FakeEntryNotes(self._database)

    @cached_property
    def entry_stories(self) -> FakeEntryStories:
        return FakeEntryStories(self._database)

    @cached_property
    def hours(self) -> FakeHours:
        return FakeHours(self._database)

    @cached_property
    def read_days(self) -> FakeReadDays:
        return FakeReadDays(self._database)

    @cached_property
    def previewed_entries(self) -> FakePreviewedEntries:
        return FakePreviewedEntries(self._database)

    @cached_property
    def studio_rows(self) -> FakeStudioRows:
        return FakeStudioRows(self._database)

    def now(self) -> datetime:
        return self._database.clock.now()

    def commit(self) -> None:
        self._database.commit()

    def savepoint(self) -> AbstractContextManager[None]:
        return self._database.savepoint()

    def host_writes(self, method: str, rows: int) -> AbstractContextManager[None]:
        return self._database.host_writes(method, rows)


class FakeStore(Store):
    """The plugin's store over a database in memory.

    It has its tables, and the key for its tokens, until a test says otherwise; `runs` makes what
    keeps the runs.
    """

    def __init__(self, database: FakeDatabase) -> None:
        self._database = database
        self.has_tables = True
        self.is_sealed_shut = False
        self.runs: Callable[[FakeDatabase], FakeRuns] = FakeRuns

    def ready(self) -> bool:
        with self.transaction():
            return self.has_tables

    @contextmanager
    def transaction(self) -> Iterator[FakeTransaction]:
        with self._database.transaction():
            yield FakeTransaction(self._database, self.runs, self.is_sealed_shut)
