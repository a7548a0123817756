"""The repositories of a transaction, each made when it is first asked for."""

from functools import cached_property

from workroom_harvest.adapters.sql.repositories.audit import SqlAudit
from workroom_harvest.adapters.sql.repositories.authorization_requests import (
    SqlAuthorizationRequests,
)
from workroom_harvest.adapters.sql.repositories.chosen_entries import SqlChosenEntries
from workroom_harvest.adapters.sql.repositories.connections import SqlConnections
from workroom_harvest.adapters.sql.repositories.corrections import SqlCorrections
from workroom_harvest.adapters.sql.repositories.entry_events import EntryEvents
from workroom_harvest.adapters.sql.repositories.entry_notes import SqlEntryNotes
from workroom_harvest.adapters.sql.repositories.entry_stories import SqlEntryStories
from workroom_harvest.adapters.sql.repositories.harvest_items import SqlHarvestItems
from workroom_harvest.adapters.sql.repositories.hash_keys import HashKeys
from workroom_harvest.adapters.sql.repositories.hours import SqlHours
from workroom_harvest.adapters.sql.repositories.leases import SqlLeases
from workroom_harvest.adapters.sql.repositories.ledger import SqlLedger
from workroom_harvest.adapters.sql.repositories.left_out import SqlLeftOut
from workroom_harvest.adapters.sql.repositories.listed_days import SqlListedDays
from workroom_harvest.adapters.sql.repositories.nights import SqlNights
from workroom_harvest.adapters.sql.repositories.pairs import SqlPairs
from workroom_harvest.adapters.sql.repositories.pending_grants import SqlPendingGrants
from workroom_harvest.adapters.sql.repositories.previewed_entries import SqlPreviewedEntries
from workroom_harvest.adapters.sql.repositories.read_days import SqlReadDays
from workroom_harvest.adapters.sql.repositories.runs import SqlRuns
from workroom_harvest.adapters.sql.repositories.skipped_entries import SqlSkippedEntries
from workroom_harvest.adapters.sql.repositories.studio_rows import SqlStudioRows
from workroom_harvest.adapters.sql.repositories.timelog_marks import SqlTimelogMarks
from workroom_harvest.adapters.sql.repositories.unfound import SqlUnfound
from workroom_harvest.adapters.sql.repositories.waiting import SqlWaiting
from workroom_harvest.adapters.sql.repositories.wanted import SqlWanted
from workroom_harvest.adapters.sql.session import HostSession
from workroom_harvest.adapters.sql.tables import Tables
from workroom_harvest.adapters.token_cipher import TokenCipher


class SqlRepositories:
    """The repositories that read and write in one transaction of the host's session."""

    def __init__(self, session: HostSession, tables: Tables, cipher: TokenCipher) -> None:
        self._session = session
        self._tables = tables
        self._cipher = cipher

    @cached_property
    def audit(self) -> SqlAudit:
        return SqlAudit(self._session, self._tables.audit)

    @cached_property
    def connections(self) -> SqlConnections:
        return SqlConnections(self._session, self._tables.connections, self._cipher)

    @cached_property
    def pairs(self) -> SqlPairs:
        return SqlPairs(self._session, self._tables.project_pairs, self._tables.task_pairs)

    @cached_property
    def authorization_requests(self) -> SqlAuthorizationRequests:
        return SqlAuthorizationRequests(self._session, self._tables.authorization_requests)

    @cached_property
    def pending_grants(self) -> SqlPendingGrants:
        return SqlPendingGrants(self._session, self._tables.pending_grants, self._cipher)

    @cached_property
    def runs(self) -> SqlRuns:
        tables = self._tables
        return SqlRuns(
            self._session,
            tables.runs,
            tables.leases,
            tables.connections,
            tables.skipped_entries,
            tables.previewed_entries,
            tables.chosen_entries,
            (tables.unfound, tables.listed_days),
        )

    @cached_property
    def nights(self) -> SqlNights:
        return SqlNights(self._session, self._tables.connections, self._tables.runs)

    @cached_property
    def leases(self) -> SqlLeases:
        return SqlLeases(self._session, self._tables.leases)

    @cached_property
    def ledger(self) -> SqlLedger:
        hash_keys = HashKeys(self._session, self._tables.hash_keys, self._cipher)
        return SqlLedger(self._session, self._tables.entries, self._events, hash_keys)

    @cached_property
    def timelog_marks(self) -> SqlTimelogMarks:
        return SqlTimelogMarks(self._session, self._tables.entries, self._events)

    @cached_property
    def corrections(self) -> SqlCorrections:
        tables = self._tables
        return SqlCorrections(self._session, tables.entries, tables.entry_notes, self._events)

    @cached_property
    def chosen_entries(self) -> SqlChosenEntries:
        return SqlChosenEntries(self._session, self._tables.chosen_entries)

    @cached_property
    def skipped_entries(self) -> SqlSkippedEntries:
        return SqlSkippedEntries(self._session, self._tables.skipped_entries)

    @cached_property
    def unfound(self) -> SqlUnfound:
        return SqlUnfound(self._session, self._tables.unfound)

    @cached_property
    def listed_days(self) -> SqlListedDays:
        return SqlListedDays(self._session, self._tables.listed_days, self._tables.entries)

    @cached_property
    def harvest_items(self) -> SqlHarvestItems:
        return SqlHarvestItems(self._session, self._tables.harvest_items, self._tables.entries)

    @cached_property
    def waiting(self) -> SqlWaiting:
        tables = self._tables
        entries, notes, skipped = tables.entries, tables.entry_notes, tables.skipped_entries
        return SqlWaiting(self._session, entries, notes, skipped)

    @cached_property
    def wanted(self) -> SqlWanted:
        tables = self._tables
        entries, notes, skipped = tables.entries, tables.entry_notes, tables.skipped_entries
        return SqlWanted(self._session, self.waiting, entries, notes, skipped)

    @cached_property
    def left_out(self) -> SqlLeftOut:
        return SqlLeftOut(self._session, self._tables.left_out)

    @cached_property
    def entry_notes(self) -> SqlEntryNotes:
        return SqlEntryNotes(self._session, self._tables.entry_notes)

    @cached_property
    def entry_stories(self) -> SqlEntryStories:
        return SqlEntryStories(self._session, self._tables.entries, self._tables.entry_events)

    @cached_property
    def hours(self) -> SqlHours:
        return SqlHours(self._session, self._tables.entries)

    @cached_property
    def read_days(self) -> SqlReadDays:
        return SqlReadDays(self._session, self._tables.read_days)

    @cached_property
    def previewed_entries(self) -> SqlPreviewedEntries:
        tables = self._tables
        return SqlPreviewedEntries(
            self._session, tables.previewed_entries, tables.entries, tables.skipped_entries
        )

    @cached_property
    def studio_rows(self) -> SqlStudioRows:
        return SqlStudioRows(self._session, self._tables)

    @cached_property
    def _events(self) -> EntryEvents:
        return EntryEvents(self._session, self._tables.entries, self._tables.entry_events)
