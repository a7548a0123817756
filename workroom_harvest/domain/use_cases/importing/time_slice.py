"""A worker's time slice of a run: page after page, until the run or the slice is over."""

import logging
from dataclasses import dataclass, field, replace
from datetime import datetime

from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.decisions import MappingSnapshot
from workroom_harvest.domain.errors import NotPro
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.owners import Owners
from workroom_harvest.domain.ports.store.harvest_items import ItemKey
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.use_cases.importing.back_off import SHORT_WAIT
from workroom_harvest.domain.use_cases.importing.lease_keeper import LeaseKeeper
from workroom_harvest.domain.use_cases.importing.outcomes import (
    Outcome,
    outcome,
    reason,
    retry_after,
)
from workroom_harvest.domain.use_cases.importing.page_reader import (
    PageReader,
    demand_all_pages,
    demand_whole,
)
from workroom_harvest.domain.use_cases.importing.steps import Steps
from workroom_harvest.domain.use_cases.shared.harvest_session import HarvestSession

TIME_SLICE = 15.0
"""Seconds after which a run leaves its worker to others, so that a slow Harvest delays nobody."""

MOST_ATTEMPTS = 30
"""How often a run is started without completing a page, about half an hour of ticks."""

MOST_BREAKS = 3
"""How often an unexpected exception may interrupt an import at the same page."""

log = logging.getLogger(__name__)


@dataclass
class TimeSlice:
    """A time slice of a run, with what is kept in memory between two pages.

    `owners` are read once, and only if an entry is wanted. `last_ids` are the ids of the last
    page's entries, and `known_items` the projects, tasks and people whose names were stored.
    `has_looked` says that Harvest was asked what the grant sees. `wait` is the number of seconds
    until the next try, and `has_backed_off` says that this slice decided on it.
    """

    steps: Steps
    lease: LeaseKeeper
    run: ImportRun
    pages: PageReader = field(default_factory=PageReader)
    owners: Owners | None = None
    last_ids: frozenset[int] = frozenset()
    known_items: set[ItemKey] = field(default_factory=set)
    has_looked: bool = False
    wait: float = 0.0
    has_backed_off: bool = False

    def work(self, ends: float) -> None:
        """Continue the run until it is over, or the slice, at `ends` by the monotonic clock.

        Raise `LeaseLost` if another worker has taken over, and what else `outcomes.OUTCOMES` says
        is raised; then the tick starts the run again.
        """
        goes_on = self._takes_up()
        while goes_on:
            try:
                goes_on = self._page(ends)
            except Exception as error:
                goes_on = self._goes_on_after(error, ends)

    @property
    def is_to_be_enqueued(self) -> bool:
        """Return whether the run goes on as soon as a worker is free."""
        return not (self.run.is_over or self.run.is_resting or self.wait > SHORT_WAIT)

    def _takes_up(self) -> bool:
        """Start the run where it was left; return False if there is nothing to do in this slice."""
        # The run is read again under the lease, as the former writer may have written a page since.
        with self.steps.store.transaction() as tx:
            run = tx.runs.by_id(self.run.id)
            now = tx.now()
        if run is None or run.is_over:
            return False
        if self._is_early(run, now):
            self.run = run
            return False
        self._save(run.start(self.steps.clock.now()))
        if self.run.attempts > MOST_ATTEMPTS:
            self._save(self.run.fail(Message(Code.IMPORT_STUCK), self.steps.clock.now()))
        return not self.run.is_over

    def _is_early(self, run: ImportRun, now: datetime) -> bool:
        """Sleep until the next try if that is soon; return True if it is not."""
        self.wait = run.retry_state.pause(now) if run.retry_state else 0.0
        if 0 < self.wait <= SHORT_WAIT:
            self.steps.clock.sleep(self.wait)
        return self.wait > SHORT_WAIT

    def _page(self, ends: float) -> bool:
        """Fetch, decide and write one page; return whether to go on in this slice.

        The next page is on its way while this one is decided and written.
        """
        connection, mappings = self.steps.check_preconditions(self.run)
        harvest = self.steps.harvest(connection, self.lease)
        self._look_around(harvest)
        if self.run.is_listed:
            return self._ask_unlisted(connection, mappings, harvest, ends)
        self.run, page = self.pages.read(self.run, harvest)
        goes_on = False
        if page.next_cursor is not None and self.steps.clock.monotonic() < ends:
            goes_on = True
            self.pages.read_ahead(self.run, page.next_cursor, harvest)
        decided = self.steps.decide(
            self.run,
            self.lease,
            connection,
            mappings,
            page,
            self.last_ids,
            lambda: self._owners(harvest),
        )
        demand_whole(self.run, page, decided)
        self.run = self.steps.keep(self.run)(
            self.run, self.lease, decided, page.next_cursor, self.known_items
        )
        self.last_ids = frozenset(entry.id for entry in page.entries)
        if page.next_cursor is None:
            demand_all_pages(self.run, page)
            if self.run.picks:
                return self.steps.clock.monotonic() < ends
            self.run = self.steps.finish(self.run, self.lease, connection, page.announced)
        return goes_on

    def _ask_unlisted(
        self,
        connection: Connection,
        mappings: MappingSnapshot,
        harvest: HarvestSession,
        ends: float,
    ) -> bool:
        """Ask for some of what was not listed, or finish; return whether to go on in this slice."""
        self.run = self.steps.ask_unlisted(
            self.run,
            self.lease,
            connection,
            mappings,
            harvest,
            lambda: self._owners(harvest),
            ends,
        )
        return not self.run.is_over and self.steps.clock.monotonic() < ends

    def _look_around(self, harvest: HarvestSession) -> None:
        """Ask Harvest once in a run what the grant sees, since it hides the rest without a word."""
        done = self.run.progress
        if done.sees is None and not (done.pages or self.has_looked):
            seeing = self.steps.learn_sight(harvest)
            self.has_looked = True
            self.run = replace(self.run, progress=replace(done, sees=seeing.sees, saw=seeing.saw))

    def _owners(self, harvest: HarvestSession) -> Owners:
        """Return the owners, which are read once in a slice, and only if an entry is wanted."""
        if self.owners is None:
            self.owners = self.steps.resolve_owners(harvest)
        return self.owners

    def _goes_on_after(self, error: Exception, ends: float) -> bool:
        """Do what becomes of the run at the error; return whether to go on in this slice."""
        match outcome(error):
            case Outcome.RAISE:
                raise error
            case Outcome.BREAK:
                self._break_off(error)
            case Outcome.TRY_AGAIN if self._waits(retry_after(error)):
                log.info("import %s: tries again in %.1f s: %s", self.run.id, self.wait, error)
                return self._naps(ends)
            case Outcome.STOP if isinstance(error, NotPro) and self._is_unbegun_night:
                self._withdraw(error)
            case Outcome.STOP:
                log.warning("import %s: %s", self.run.id, error)
                counted = self.steps.keep(self.run).recount(self.run)
                self._save(counted.fail(reason(error), self.steps.clock.now()))
            case _:
                log.warning("import %s: %s", self.run.id, error)
                self._save(self.run.fail_at_harvest(reason(error), self.steps.clock.now()))
        return False

    @property
    def _is_unbegun_night(self) -> bool:
        done = self.run.progress
        return self.run.request.night is not None and not (done.pages or done.imported)

    def _break_off(self, error: Exception) -> None:
        """Raise the error, unless it came too often at this page; then rest or fail."""
        if self.run.attempts < MOST_BREAKS:
            raise error
        log.error("import %s: broke %d times", self.run.id, self.run.attempts, exc_info=error)
        nightly = self.run.request.night is not None
        if not (nightly and self._waits(warning=Message(Code.IMPORT_BROKE))):
            self._save(self.run.fail(reason(error), self.steps.clock.now()))

    def _naps(self, ends: float) -> bool:
        """Sleep until the next try if that is soon, and within this slice; otherwise return False.

        A try may take twenty seconds, so that one after the slice would keep others waiting.
        """
        if self.wait > SHORT_WAIT or self.steps.clock.monotonic() >= ends:
            return False
        self.steps.clock.sleep(self.wait)
        return True

    def _waits(self, retry_after: float | None = None, warning: Message | None = None) -> bool:
        waiting = self.steps.back_off(
            self.run, self.lease, retry_after=retry_after, warning=warning
        )
        if waiting is not None:
            self.run, self.wait = waiting
            self.has_backed_off = self.wait > SHORT_WAIT
        return waiting is not None

    def _withdraw(self, error: NotPro) -> None:
        """Delete a night that did nothing yet: a studio off Pro has no nights, and no failed ones.

        The connection remembers that it had this night, so that no tick starts it again.
        """
        self.run = self.run.fail(error.detail, self.steps.clock.now())
        with self.steps.store.transaction() as tx:
            self.lease.renew(tx)
            tx.runs.remove(self.run.id)
            tx.commit()

    def _save(self, run: ImportRun) -> None:
        self.run = run
        with self.steps.store.transaction() as tx:
            self.lease.renew(tx)
            tx.runs.save(run)
            tx.commit()
