"""An import at work: page by page, each in one commit, by one writer per studio."""

import logging
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from workroom_harvest.domain import nights, patience
from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.errors import (
    HarvestError,
    HarvestImportError,
    HarvestNonsense,
    HarvestRefuses,
    HarvestTrouble,
    HostMisbehaved,
    LeaseLost,
    NotAllowed,
    NotConnected,
    ReconnectNeeded,
    TokensUnreadable,
)
from workroom_harvest.domain.planning import Owners
from workroom_harvest.domain.ports.clock import Clock, Dice
from workroom_harvest.domain.ports.harvest import EntryPage, Reader
from workroom_harvest.domain.ports.queue import ImportQueue
from workroom_harvest.domain.ports.store import Lease, Store
from workroom_harvest.domain.runs import ImportRun
from workroom_harvest.domain.use_cases.decide_page import DecidePage
from workroom_harvest.domain.use_cases.find_owners import FindOwners
from workroom_harvest.domain.use_cases.go_ahead import GoAhead
from workroom_harvest.domain.use_cases.imports import hand_over
from workroom_harvest.domain.use_cases.learn_sight import LearnSight
from workroom_harvest.domain.use_cases.tokens import UseTokens
from workroom_harvest.domain.use_cases.write_page import WritePage

LEASE = timedelta(seconds=40)
HOLD_EVERY = 10.0
SLICE_SECONDS = 15.0
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
    go_ahead: GoAhead
    learn_sight: LearnSight
    find_owners: FindOwners
    reader: Reader
    tokens: UseTokens
    decide: DecidePage
    write: WritePage
    clock: Clock
    dice: Dice

    def __call__(self, run_id: str) -> ImportRun | None:
        """The run as it stands now, or None where there is nothing to do.

        There is nothing to do for an unknown run, one that is over, and one that another worker
        is at. Raises `StoreUnavailable`; the run is taken up again later then.
        """
        with self.store.transaction():
            run = self.store.runs.by_id(run_id)
        if run is None or run.is_over:
            return None
        if run.is_resting and not self._wake(run):
            return run
        with self.store.transaction() as transaction:
            lease = self.store.leases.acquire(run.account_id, LEASE)
            transaction.commit()
        if lease is None:
            return None
        work = _Work(self, lease, run)
        try:
            work.perform()
        except LeaseLost:
            log.info("import %s: another writer took over, or the studio disconnected", run.id)
            return None
        finally:
            with self.store.transaction() as transaction:
                self.store.leases.release(lease)
                transaction.commit()
        if not (work.run.is_over or work.run.is_resting or work.pause > TURNS_SECONDS):
            hand_over(self.store, self.queue, work.run)
        return work.run

    def _wake(self, run: ImportRun) -> bool:
        """Whether the next try is due, and the studio free for it: an import by hand goes first."""
        with self.store.transaction() as transaction:
            if run.trouble and run.trouble.pause(transaction.now()) > 0:
                return False
            self.store.connections.locked(run.account_id)
            present = self.store.runs.by_id(run.id)
            if present is None or present.is_over:
                return False
            if present.is_resting:
                if self.store.runs.is_busy(run.account_id):
                    return False
                self.store.runs.save(present.wake())
                transaction.commit()
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
        turn_ends = self.held_at + SLICE_SECONDS
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
        with self.use.store.transaction() as transaction:
            run = self.use.store.runs.by_id(self.run.id)
            now = transaction.now()
        if run is None or run.is_over:
            return False
        waits = self._naps(run, now)
        self.run = run if waits else run.start(self.use.clock.now())
        return not waits

    def _naps(self, run: ImportRun, now: datetime) -> bool:
        """Wait for the next try, a nap at most; True where it is not due even then.

        Whoever waits in the queue may have the worker meanwhile.
        """
        self.pause = run.trouble.pause(now) if run.trouble else 0.0
        if 0 < self.pause <= TURNS_SECONDS:
            self.use.clock.sleep(min(self.pause, NAP_SECONDS))
        return self.pause > NAP_SECONDS

    def _page(self) -> bool:
        """Fetch, decide, write, commit, forget; whether to go on in this turn."""
        connection, plan = self.use.go_ahead(self.run)
        if self.run.is_endless:
            raise HarvestNonsense("Harvest's list of entries does not end.")
        try:
            self._look_around(connection)
            page = self._fetch(connection)
            decided = self.use.decide(
                self.run, plan, page, self.last_ids, lambda: self._owners(connection)
            )
            if self.run.trouble is None and self._is_doubtful(page, decided.count):
                raise HarvestNonsense(SHORT)
        except HarvestTrouble as trouble:
            return self._try_again(trouble)
        self.run = self.use.write(
            self.run,
            self.lease,
            LEASE,
            decided.wanted,
            decided.skipped,
            page.next_link,
            decided.fell_back,
        )
        self.held_at = self.use.clock.monotonic()
        self.last_ids = frozenset(entry.id for entry in page.entries)
        if page.next_link is None:
            if self.run.ends_early(page.total_pages):
                raise HarvestNonsense(SHORT)
            self._end(self.run.finish(self.use.clock.now(), page.total_entries))
        return page.next_link is not None

    def _is_doubtful(self, page: EntryPage, count: int) -> bool:
        """Whether something that Harvest announced is not there; what it says twice is believed."""
        if page.next_link is not None:
            return not (page.entries or page.unreadable)
        after = replace(self.run, pages=self.run.pages + 1)
        return after.ends_early(page.total_pages) or after.unsent(page.total_entries) > count

    def _try_again(self, error: HarvestTrouble) -> bool:
        """Wait a moment, or leave the worker to others; raises the error once patience ends."""
        if not self._waits(error.wait):
            raise error
        log.info("import %s: tries again in %.1f s: %s", self.run.id, self.pause, error)
        if self.pause > NAP_SECONDS:
            return False
        self.use.clock.sleep(self.pause)
        return True

    def _waits(self, named: float | None, remark: str | None = None) -> bool:
        """Write down when the next try may be; False, and nothing, once patience is at its end."""
        run, roll = self.run, self.use.dice.roll()
        until = nights.slot_end(run.night) if run.night else None
        with self.use.store.transaction() as transaction:
            now = transaction.now()
            trouble = patience.after(run.trouble, named=named, roll=roll, now=now, until=until)
            if trouble is None:
                return False
            self.pause = trouble.pause(now)
            is_short = self.pause <= NAP_SECONDS
            run = replace(run, trouble=trouble) if is_short else run.rest(trouble, remark)
            self.use.store.leases.hold(self.lease, LEASE)
            self.use.store.runs.save(run)
            transaction.commit()
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
        except HarvestRefuses:
            if self.has_read or not self.run.may_restart:
                raise
            # The address was kept from an earlier turn, and has gone stale meanwhile.
            self.run = self.run.restart_stale()
            page = self._ask(connection)
        self.has_read = True
        if page.next_link is not None and page.next_link == self.run.resume_at:
            raise HarvestNonsense("Harvest's list of entries leads back to the same page.")
        self.run = self.run.expect(pages=page.total_pages, entries=page.total_entries)
        return page

    def _ask(self, connection: Connection) -> EntryPage:
        window = self.run.period or self.run.updated_since
        if window is None:
            raise NotAllowed("This import has no window.")
        return self.use.tokens.call(
            connection,
            lambda key: self.use.reader.entries(key, window, self.run.resume_at, self._hold),
        )

    def _owners(self, connection: Connection) -> Owners:
        """Whose is whose, asked once a turn and only if there is something to import."""
        if self.owners is None:
            self.owners = self.use.find_owners(connection, self._hold)
        return self.owners

    def _hold(self) -> None:
        """Keep the lease while waiting for Harvest."""
        now = self.use.clock.monotonic()
        if now - self.held_at < HOLD_EVERY:
            return
        with self.use.store.transaction() as transaction:
            self.use.store.leases.hold(self.lease, LEASE)
            transaction.commit()
        self.held_at = now

    def _end(self, run: ImportRun) -> None:
        self.run = run
        self._save()

    def _save(self) -> None:
        with self.use.store.transaction() as transaction:
            self.use.store.leases.hold(self.lease, LEASE)
            self.use.store.runs.save(self.run)
            transaction.commit()
