"""A worker's time slice of a run: page after page, until the run or the slice is over."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime

from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.errors import (
    HarvestError,
    HarvestImportError,
    HostMisbehaved,
    MalformedResponse,
    NotAllowed,
    NotConnected,
    ReconnectNeeded,
    RequestRejected,
    TokensUnreadable,
    TransientHarvestError,
)
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.owners import Owners
from workroom_harvest.domain.ports.harvest import EntryPage
from workroom_harvest.domain.progress import Progress
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.use_cases.importing.back_off import SHORT_WAIT
from workroom_harvest.domain.use_cases.importing.fetch_page import lacks_entries, leads_back
from workroom_harvest.domain.use_cases.importing.lease_keeper import LeaseKeeper
from workroom_harvest.domain.use_cases.importing.steps import Steps

TIME_SLICE = 15.0
"""Seconds after which a run leaves its worker to others, so that a slow Harvest delays nobody."""

QUEUED_WAIT = 30.0
"""Seconds: the longest wait that a run that holds the studio spends in the queue.

A run with a longer wait is enqueued by the tick when its next try is due.
"""

MOST_ATTEMPTS = 30
"""How often a run is started without completing a page, about half an hour of ticks."""

MOST_BREAKS = 3
"""How often an unexpected exception may interrupt an import at the same page."""

STOPPING = (NotAllowed, NotConnected, ReconnectNeeded, TokensUnreadable, HostMisbehaved)
"""The errors that stop a run for good, apart from those of Harvest."""

log = logging.getLogger(__name__)


@dataclass
class TimeSlice:
    """A time slice of a run, with what is kept in memory between two pages.

    `owners` are read once, and only if an entry is wanted. `last_ids` are the ids of the last
    page's entries. `has_read` says that a page was read in this slice, `has_looked` that Harvest
    was asked what the grant sees. `wait` is the number of seconds until the next try.
    """

    steps: Steps
    lease: LeaseKeeper
    run: ImportRun
    owners: Owners | None = None
    last_ids: frozenset[int] = frozenset()
    has_read: bool = False
    has_looked: bool = False
    wait: float = 0.0

    def work(self) -> None:
        """Continue the run until it or the slice is over.

        Raise `LeaseLost` if another worker has taken over. An unexpected exception, as of the
        host's objects, is raised, and the tick starts the run again. After `MOST_BREAKS` times at
        the same page a nightly run waits for its next try, and any other run fails.
        """
        clock = self.steps.clock
        ends = clock.monotonic() + TIME_SLICE
        if not self._takes_up():
            return
        try:
            self._save()
            if self.run.attempts > MOST_ATTEMPTS:
                self._end(self.run.fail(Message(Code.IMPORT_STUCK), clock.now()))
                return
            while self._page() and clock.monotonic() < ends:
                pass
        except HarvestError as error:
            log.warning("import %s: %s", self.run.id, error)
            self._end(self.run.fail_at_harvest(error.detail, clock.now()))
        except STOPPING as error:
            log.warning("import %s: %s", self.run.id, error)
            self._end(self.steps.write.recount(self.run).fail(error.detail, clock.now()))
        except HarvestImportError:
            raise
        except Exception:
            # The host's objects failed, or the plugin has a defect. It may be over at the next
            # attempt, but the number of attempts is limited.
            if self.run.attempts < MOST_BREAKS:
                raise
            log.exception("import %s: broke %d times", self.run.id, self.run.attempts)
            is_nightly = self.run.request.night is not None
            if not (is_nightly and self._waits(warning=Message(Code.IMPORT_BROKE))):
                self._end(self.run.fail(Message(Code.IMPORT_BROKEN), clock.now()))

    @property
    def is_to_be_enqueued(self) -> bool:
        """Return whether the run goes on as soon as a worker is free."""
        return not (self.run.is_over or self.run.is_resting or self.wait > QUEUED_WAIT)

    def _takes_up(self) -> bool:
        """Start the run where it was left; return False if there is nothing to do in this slice."""
        # The run is read again under the lease, as the former writer may have written a page since.
        with self.steps.store.transaction() as tx:
            run = tx.runs.by_id(self.run.id)
            now = tx.now()
        if run is None or run.is_over:
            return False
        waits = self._is_early(run, now)
        self.run = run if waits else run.start(self.steps.clock.now())
        return not waits

    def _is_early(self, run: ImportRun, now: datetime) -> bool:
        """Sleep until the next try if that is soon; return True if it is not due even then.

        The sleep is short, so that whoever waits in the queue may have the worker.
        """
        self.wait = run.retry_state.pause(now) if run.retry_state else 0.0
        if 0 < self.wait <= QUEUED_WAIT:
            self.steps.clock.sleep(min(self.wait, SHORT_WAIT))
        return self.wait > SHORT_WAIT

    def _page(self) -> bool:
        """Fetch, decide and write one page; return whether to go on in this slice."""
        connection, mappings = self.steps.check_preconditions(self.run)
        if self.run.progress.exceeds_page_limit:
            raise MalformedResponse(Code.HARVEST_ENTRIES_ENDLESS)
        try:
            self._look_around(connection)
            page = self._fetch(connection)
            decided = self.steps.decide(
                self.run,
                connection,
                mappings,
                page,
                self.last_ids,
                lambda: self._owners(connection),
            )
            if self.run.retry_state is None and lacks_entries(
                self.run, page, len(decided.decisions)
            ):
                raise MalformedResponse(Code.HARVEST_ENTRIES_CUT_SHORT)
        except TransientHarvestError as error:
            return self._try_again(error)
        self.run = self.steps.write(self.run, self.lease, decided, page.next_cursor)
        self.last_ids = frozenset(entry.id for entry in page.entries)
        if page.next_cursor is None:
            done = self.run.progress
            if done.announced.missing_pages(page.announced, done.pages):
                raise MalformedResponse(Code.HARVEST_ENTRIES_CUT_SHORT)
            self._end(self.run.finish(self.steps.clock.now(), page.announced))
        return page.next_cursor is not None

    def _look_around(self, connection: Connection) -> None:
        """Ask Harvest once in a run what the grant sees, since it hides the rest without a word."""
        if self.run.progress.sees is None and not (self.run.progress.pages or self.has_looked):
            seeing = self.steps.learn_sight(connection, self.lease.keep_alive)
            self.has_looked = True
            self._note(replace(self.run.progress, sees=seeing.sees, saw=seeing.saw))

    def _fetch(self, connection: Connection) -> EntryPage:
        keep_alive = self.lease.keep_alive
        try:
            page = self.steps.fetch(self.run, connection, keep_alive)
        except RequestRejected:
            if self.has_read or not self.run.may_restart:
                raise
            # The cursor was stored in an earlier time slice, and is stale by now.
            self.run = self.run.restart_stale()
            page = self.steps.fetch(self.run, connection, keep_alive)
        self.has_read = True
        if leads_back(self.run, page):
            raise MalformedResponse(Code.HARVEST_ENTRIES_LOOP)
        self._note(self.run.progress.expect(page.announced))
        return page

    def _owners(self, connection: Connection) -> Owners:
        """Return the owners, which are read once in a slice, and only if an entry is wanted."""
        if self.owners is None:
            self.owners = self.steps.resolve_owners(connection, self.lease.keep_alive)
        return self.owners

    def _try_again(self, error: TransientHarvestError) -> bool:
        """Wait for a moment, or leave the worker to others; raise the error if no try is left.

        Return whether to go on in this slice.
        """
        if not self._waits(error.retry_after):
            raise error
        log.info("import %s: tries again in %.1f s: %s", self.run.id, self.wait, error)
        if self.wait > SHORT_WAIT:
            return False
        self.steps.clock.sleep(self.wait)
        return True

    def _waits(self, retry_after: float | None = None, warning: Message | None = None) -> bool:
        waiting = self.steps.back_off(
            self.run, self.lease, retry_after=retry_after, warning=warning
        )
        if waiting is not None:
            self.run, self.wait = waiting
        return waiting is not None

    def _note(self, progress: Progress) -> None:
        self.run = replace(self.run, progress=progress)

    def _end(self, run: ImportRun) -> None:
        self.run = run
        self._save()

    def _save(self) -> None:
        with self.steps.store.transaction() as tx:
            self.lease.renew(tx)
            tx.runs.save(self.run)
            tx.commit()
