"""The ports for the database: the store, its transactions, and the repositories in them.

Every row belongs to one studio. `with store.transaction() as tx: tx.runs…` is the only way to a
row. Every method raises `StoreUnavailable` if the database does not answer, lacks the plugin's
tables, or makes the transaction wait too long for a lock.
"""

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from workroom_harvest.domain.ports.store.audit import Audit
from workroom_harvest.domain.ports.store.authorization_requests import AuthorizationRequests
from workroom_harvest.domain.ports.store.chosen_entries import ChosenEntries
from workroom_harvest.domain.ports.store.connections import Connections
from workroom_harvest.domain.ports.store.corrections import Corrections
from workroom_harvest.domain.ports.store.entry_notes import EntryNotes
from workroom_harvest.domain.ports.store.entry_stories import EntryStories
from workroom_harvest.domain.ports.store.harvest_items import HarvestItems
from workroom_harvest.domain.ports.store.hours import HoursLog
from workroom_harvest.domain.ports.store.leases import Leases
from workroom_harvest.domain.ports.store.ledger import Ledger
from workroom_harvest.domain.ports.store.left_out import LeftOut
from workroom_harvest.domain.ports.store.listed_days import ListedDays
from workroom_harvest.domain.ports.store.nights import Nights
from workroom_harvest.domain.ports.store.pairs import Pairs
from workroom_harvest.domain.ports.store.pending_grants import PendingGrants
from workroom_harvest.domain.ports.store.previewed_entries import PreviewedEntries
from workroom_harvest.domain.ports.store.read_days import ReadDaysLog
from workroom_harvest.domain.ports.store.runs import Runs
from workroom_harvest.domain.ports.store.skipped_entries import SkippedEntries
from workroom_harvest.domain.ports.store.studio_rows import StudioRows
from workroom_harvest.domain.ports.store.timelog_marks import TimelogMarks
from workroom_harvest.domain.ports.store.unfound import Unfound
from workroom_harvest.domain.ports.store.waiting import Waiting
from workroom_harvest.domain.ports.store.wanted import Wanted


class Transaction(Protocol):
    """A transaction of the database, with the repositories that read and write in it.

    Nothing lasts unless `commit` is called.
    """

    @property
    def audit(self) -> Audit: ...
    @property
    def connections(self) -> Connections: ...
    @property
    def pairs(self) -> Pairs: ...
    @property
    def authorization_requests(self) -> AuthorizationRequests: ...
    @property
    def pending_grants(self) -> PendingGrants: ...
    @property
    def runs(self) -> Runs: ...
    @property
    def skipped_entries(self) -> SkippedEntries: ...
    @property
    def previewed_entries(self) -> PreviewedEntries: ...
    @property
    def unfound(self) -> Unfound: ...
    @property
    def listed_days(self) -> ListedDays: ...
    @property
    def nights(self) -> Nights: ...
    @property
    def leases(self) -> Leases: ...
    @property
    def ledger(self) -> Ledger: ...
    @property
    def timelog_marks(self) -> TimelogMarks: ...
    @property
    def corrections(self) -> Corrections: ...
    @property
    def chosen_entries(self) -> ChosenEntries: ...
    @property
    def harvest_items(self) -> HarvestItems: ...
    @property
    def waiting(self) -> Waiting: ...
    @property
    def wanted(self) -> Wanted: ...
    @property
    def left_out(self) -> LeftOut: ...
    @property
    def entry_notes(self) -> EntryNotes: ...
    @property
    def entry_stories(self) -> EntryStories: ...
    @property
    def hours(self) -> HoursLog: ...
    @property
    def read_days(self) -> ReadDaysLog: ...
    @property
    def studio_rows(self) -> StudioRows: ...

    def now(self) -> datetime:
        """Return the current instant by the database's clock, in UTC.

        Leases, claims, authorization requests, pending grants and waits are judged by this clock,
        because the clocks of processes differ.
        """

    def commit(self) -> None:
        """Make everything that was written last. Further writes need another commit.

        Raise `HostMisbehaved` if the host wrote fewer rows within `host_writes` than it said.
        """

    def savepoint(self) -> AbstractContextManager[None]:
        """Return a context in which writes are undone if its body raises; the error is raised on.

        What was written before it stays. The transaction must have written something before, as on
        SQLite a savepoint outside of a write transaction would commit by itself.
        """

    def host_writes(self, method: str, rows: int) -> AbstractContextManager[None]:
        """Return a context in which the host's `method` writes at least `rows` rows.

        A row that is removed counts as written, and a method that only reads writes none. The
        context stands within a savepoint. It raises `RowsRefused` for what a constraint or a
        trigger refuses, deferred ones included, and `HostMisbehaved` if the host committed, rolled
        back or replaced the transaction. Any other error of the host's is raised on. If fewer rows
        were written than that, `commit` raises `HostMisbehaved`.
        """


class Store(Protocol):
    """The plugin's tables in one database, reached in transactions."""

    def ready(self) -> bool:
        """Return whether the plugin's tables exist and have all their columns."""

    def transaction(self) -> AbstractContextManager[Transaction]:
        """Return a context with a new transaction, which is undone at the end unless committed.

        Transactions cannot be nested.
        """
