"""An import at work: page by page, each in one commit, by one writer per studio."""

import logging
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from workroom_harvest.domain import retry, schedule
from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.decisions import Owners
from workroom_harvest.domain.errors import (
    HarvestError,
    HarvestImportError,
    HostMisbehaved,
    LeaseLost,
    MalformedResponse,
    NotAllowed,
    NotConnected,
    ReconnectNeeded,
    RequestRejected,
    TokensUnreadable,
    TransientHarvestError,
)
from workroom_harvest.domain.ports.clock import Clock, Random
from workroom_harvest.domain.ports.harvest import EntryPage, HarvestApi
from workroom_harvest.domain.ports.queue import ImportQueue
from workroom_harvest.domain.ports.store import Lease, Store
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.use_cases.importing.check_preconditions import CheckPreconditions
from workroom_harvest.domain.use_cases.importing.decide_page import DecidePage
from workroom_harvest.domain.use_cases.importing.resolve_owners import ResolveOwners
from workroom_harvest.domain.use_cases.importing.write_page import WritePage
from workroom_harvest.domain.use_cases.shared.enqueue_run import enqueue_run
from workroom_harvest.domain.use_cases.shared.harvest_calls import HarvestCalls
from workroom_harvest.domain.use_cases.shared.learn_sight import LearnSight

LEASE = timedelta(seconds=40)
HOLD_EVERY = 10.0
TIME_SLICE = 15.0
"""After this long a run lets others have the worker, so that a slow Harvest holds up nobody."""

NAP_SECONDS = 1.0
"""The longest wait for Harvest during which a run keeps the worker."""

TURNS_SECONDS = 30.0
"""The longest wait during which a run that holds the studio takes turns in the queue; after a
longer one the tick hands it over."""

MOST_ATTEMPTS = 30
"""Without coming a page further: at a tick each minute about half an hour."""

STOPPED = (NotAllowed, NotConnected, ReconnectNeeded, TokensUnreadable, HostMisbehaved)
"""What stops a run with its own sentence."""

MOST_BREAKS = 3
BROKE = "Something in Workroom broke during the import. What was imported so far stays."
BROKEN = f"{BROKE} Try again; if it persists, contact support with this panel."
SHORT = "Harvest ended its list of entries before all that it announced."
STUCK = (
    "The import broke off several times at the same place. "
    "Try again; if it persists, contact support with this panel."
)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class PerformImport:
    """Bring a run further, until it is over or its turn is."""

    store: Store
    queue: ImportQueue
    check_preconditions: CheckPreconditions
    learn_sight: LearnSight
    resolve_owners: ResolveOwners
    api: HarvestApi
    calls: HarvestCalls
    decide: DecidePage
    write: WritePage
    clock: Clock
    random: Random

    def __call__(self, run_id: str) -> ImportRun | None:
        """The run as it stands now, or None where there is nothing to do.

        There is nothing to do for an unknown run, one that is over, and one that another worker
        is at. Raises `StoreUnavailable`; the run is taken up again later then.
        """
        with self.store.transaction() as tx:
            run = tx.runs.by_id(run_id)
        if run is None or run.is_over:
            return None
        if run.is_resting and not self._wake(run):
            return run
        with self.store.transaction() as tx:
            lease = tx.leases.acquire(run.studio_id, LEASE)
            tx.commit()
        if lease is None:
            return None
        work = _Work(self, lease, run)
        try:
            work.perform()
        except LeaseLost:
            log.info("import %s: another writer took over, or the studio disconnected", run.id)
            return None
        finally:
            with self.store.transaction() as tx:
                tx.leases.release(lease)
                tx.commit()
        if not (work.run.is_over or work.run.is_resting or work.pause > TURNS_SECONDS):
            enqueue_run(self.store, self.queue, work.run)
        return work.run

    def _wake(self, run: ImportRun) -> bool:
        """Whether the next try is due, and the studio free for it: an import by hand goes first."""
        with self.store.transaction() as tx:
            if run.retry_state and run.retry_state.pause(tx.now()) > 0:
                return False
            tx.connections.locked(run.studio_id)
            present = tx.runs.by_id(run.id)
            if present is None or present.is_over:
                return False
            if present.is_resting:
                if tx.runs.is_busy(run.studio_id):
                    return False
                tx.runs.save(present.wake())
                tx.commit()
        return True


@dataclass
class _Work:
    """A worker's turn at one run: what it holds in memory between two pages."""

    use: PerformImport
    lease: Lease
    run: ImportRun
    owners: Owners | None = None
    last_ids: frozenset[int] = frozenset()
    has_read: bool = False
    has_looked: bool = False
    pause: float = 0.0
    held_at: float = field(default=0.0)

    def perform(self) -> None:
        clock = self.use.clock
        self.held_at = clock.monotonic()
        turn_ends = self.held_at + TIME_SLICE
        if not self._takes_up():
            return
        try:
            self._save()
            if self.run.attempts > MOST_ATTEMPTS:
                self._end(self.run.fail(STUCK, clock.now()))
                return
            while self._page() and clock.monotonic() < turn_ends:
                pass
        except HarvestError as error:
            log.warning("import %s: %s", self.run.id, error)
            self._end(self.run.fail_at_harvest(str(error), clock.now()))
        except STOPPED as error:
            log.warning("import %s: %s", self.run.id, error)
            self._end(self.use.write.recount(self.run).fail(str(error), clock.now()))
        except HarvestImportError:
            raise
        except Exception:
            # The host's objects, or a mistake of ours. It may pass, but not for ever.
            if self.run.attempts < MOST_BREAKS:
                raise
            log.exception("import %s: broke %d times", self.run.id, self.run.attempts)
            if self.run.night is None or not self._waits(None, BROKE):
                self._end(self.run.fail(BROKEN, clock.now()))

    def _takes_up(self) -> bool:
        """Begin where the run was left; False where there is nothing to do in this turn."""
        # Read again under the lease: the former writer may have come further meanwhile.
        with self.use.store.transaction() as tx:
            run = tx.runs.by_id(self.run.id)
            now = tx.now()
        if run is None or run.is_over:
            return False
        waits = self._naps(run, now)
        self.run = run if waits else run.start(self.use.clock.now())
        return not waits

    def _naps(self, run: ImportRun, now: datetime) -> bool:
        """Wait for the next try, a nap at most; True where it is not due even then.

        Whoever waits in the queue may have the worker meanwhile.
        """
        self.pause = run.retry_state.pause(now) if run.retry_state else 0.0
        if 0 < self.pause <= TURNS_SECONDS:
            self.use.clock.sleep(min(self.pause, NAP_SECONDS))
        return self.pause > NAP_SECONDS

    def _page(self) -> bool:
        """Fetch, decide, write, commit, forget; whether to go on in this turn."""
        connection, mappings = self.use.check_preconditions(self.run)
        if self.run.exceeds_page_limit:
            raise MalformedResponse("Harvest's list of entries does not end.")
        try:
            self._look_around(connection)
            page = self._fetch(connection)
            decided = self.use.decide(
                self.run, mappings, page, self.last_ids, lambda: self._owners(connection)
            )
            if self.run.retry_state is None and self._is_doubtful(page, decided.count):
                raise MalformedResponse(SHORT)
        except TransientHarvestError as retry_state:
            return self._try_again(retry_state)
        self.run = self.use.write(
            self.run,
            self.lease,
            LEASE,
            decided.wanted,
            decided.skipped,
            page.next_cursor,
            decided.fell_back,
        )
        self.held_at = self.use.clock.monotonic()
        self.last_ids = frozenset(entry.id for entry in page.entries)
        if page.next_cursor is None:
            if self.run.ends_early(page.total_pages):
                raise MalformedResponse(SHORT)
            self._end(self.run.finish(self.use.clock.now(), page.total_entries))
        return page.next_cursor is not None

    def _is_doubtful(self, page: EntryPage, count: int) -> bool:
        """Whether something that Harvest announced is not there; what it says twice is believed."""
        if page.next_cursor is not None:
            return not (page.entries or page.unreadable)
        after = replace(self.run, pages=self.run.pages + 1)
        return after.ends_early(page.total_pages) or after.missing(page.total_entries) > count

    def _try_again(self, error: TransientHarvestError) -> bool:
        """Wait a moment, or leave the worker to others; raises the error once patience ends."""
        if not self._waits(error.retry_after):
            raise error
        log.info("import %s: tries again in %.1f s: %s", self.run.id, self.pause, error)
        if self.pause > NAP_SECONDS:
            return False
        self.use.clock.sleep(self.pause)
        return True

    def _waits(self, named: float | None, remark: str | None = None) -> bool:
        """Write down when the next try may be; False, and nothing, once patience is at its end."""
        run, jitter = self.run, self.use.random.jitter()
        until = schedule.slot_end(run.night) if run.night else None
        with self.use.store.transaction() as tx:
            now = tx.now()
            retry_state = retry.after(
                run.retry_state, named=named, jitter=jitter, now=now, until=until
            )
            if retry_state is None:
                return False
            self.pause = retry_state.pause(now)
            is_short = self.pause <= NAP_SECONDS
            run = (
                replace(run, retry_state=retry_state) if is_short else run.rest(retry_state, remark)
            )
            tx.leases.hold(self.lease, LEASE)
            tx.runs.save(run)
            tx.commit()
        self.run = run
        return True

    def _look_around(self, connection: Connection) -> None:
        """Ask once in a run what the grant sees: Harvest hides without a word what it does not."""
        if self.run.sees is None and not (self.run.pages or self.has_looked):
            seeing = self.use.learn_sight(connection, self._hold)
            self.has_looked = True
            self.run = replace(self.run, sees=seeing.sees, saw=seeing.saw)

    def _fetch(self, connection: Connection) -> EntryPage:
        try:
            page = self._ask(connection)
        except RequestRejected:
            if self.has_read or not self.run.may_restart:
                raise
            # The address was kept from an earlier turn, and has gone stale meanwhile.
            self.run = self.run.restart_stale()
            page = self._ask(connection)
        self.has_read = True
        if page.next_cursor is not None and page.next_cursor == self.run.cursor:
            raise MalformedResponse("Harvest's list of entries leads back to the same page.")
        self.run = self.run.expect(pages=page.total_pages, entries=page.total_entries)
        return page

    def _ask(self, connection: Connection) -> EntryPage:
        window = self.run.period or self.run.updated_since
        if window is None:
            raise NotAllowed("This import has no window.")
        return self.use.calls.call(
            connection,
            lambda key: self.use.api.entries(key, window, self.run.cursor, self._hold),
        )

    def _owners(self, connection: Connection) -> Owners:
        """Whose is whose, asked once a turn and only if there is something to import."""
        if self.owners is None:
            self.owners = self.use.resolve_owners(connection, self._hold)
        return self.owners

    def _hold(self) -> None:
        """Keep the lease while waiting for Harvest."""
        now = self.use.clock.monotonic()
        if now - self.held_at < HOLD_EVERY:
            return
        with self.use.store.transaction() as tx:
            tx.leases.hold(self.lease, LEASE)
            tx.commit()
        self.held_at = now

    def _end(self, run: ImportRun) -> None:
        self.run = run
        self._save()

    def _save(self) -> None:
        with self.use.store.transaction() as tx:
            tx.leases.hold(self.lease, LEASE)
            tx.runs.save(self.run)
            tx.commit()
