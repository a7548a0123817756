"""The use case of the scheduler's tick: nights that are due, and runs that stalled."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from workroom_harvest.domain import schedule
from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.errors import HarvestImportError, QueueUnavailable
from workroom_harvest.domain.ports.clock import Clock, Ids
from workroom_harvest.domain.ports.host import Access
from workroom_harvest.domain.ports.queue import ImportQueue
from workroom_harvest.domain.ports.store import Store, Transaction
from workroom_harvest.domain.run import ImportRun, Request, RunKind
from workroom_harvest.domain.use_cases.shared.enqueue_run import enqueue_run
from workroom_harvest.domain.window import ChangedSince

log = logging.getLogger(__name__)

MOST_NIGHTS = 14
"""How many finished nights of a connection are searched for a complete one."""

QUEUE_TIMEOUT = timedelta(seconds=40)
"""How long a run may be in the queue before it is enqueued again, if it is not there any more.

It is as long as the lease of a killed worker. With a tick each minute a run is continued within two
minutes.
"""


@dataclass(frozen=True, slots=True)
class Dispatched:
    """What a tick did: how many nightly runs it started, and how many stalled runs it requeued.

    `waits` is how many of the started ones are stored only, because Redis does not answer.
    """

    started: int
    requeued: int
    waits: int = 0


@dataclass(frozen=True)
class DispatchDue:
    """Start the nightly runs that are due, and requeue the runs that stalled.

    Two ticks at once start nothing twice, and a late tick starts what was missed. A night takes
    entries that are dated at most `lookback_days` back.
    """

    store: Store
    queue: ImportQueue
    access: Access
    clock: Clock
    ids: Ids
    lookback_days: int

    def __call__(self, *, by_hand: bool = False) -> Dispatched:
        """Start the latest night's runs, requeue stalled runs, and return how many of each.

        `by_hand` also starts the night of studios that switched the nightly import on after its
        slot. Raise `StoreUnavailable` if the database does not answer.
        """
        requeued = self._take_up()
        night = schedule.latest_night(self.clock.now())
        started = waits = 0
        for connection in self._due(night, by_hand):
            run = self._start_if_it_may(connection, night)
            if run is not None:
                started += 1
                waits += not enqueue_run(self.store, self.queue, run)
        return Dispatched(started, requeued, waits)

    def _take_up(self) -> int:
        with self.store.transaction() as tx:
            lying = tx.runs.stalled(QUEUE_TIMEOUT)
        if not lying:
            return 0
        try:
            waiting = self.queue.waiting()
        except QueueUnavailable:
            return 0
        lost = (run for run in lying if run.id not in waiting)
        return sum(enqueue_run(self.store, self.queue, run) for run in lost)

    def _due(self, night: date, by_hand: bool) -> Sequence[Connection]:
        # This reads without a lock, so that the ticks of the day write nothing.
        with self.store.transaction() as tx:
            return [
                one
                for one in tx.connections.automated()
                if (by_hand or _is_due(one, night)) and not tx.runs.had_night(one.id, night)
            ]

    def _start_if_it_may(self, connection: Connection, night: date) -> ImportRun | None:
        """Return the run that was started, or None.

        An exception of the host's about one studio is logged, and does not stop the other studios'
        night.
        """
        try:
            may = connection.works and self.access.is_pro(connection.studio_id)
            return self._start(connection, night) if may else None
        except HarvestImportError:
            raise
        except Exception:
            log.exception("the night of studio %s could not be started", connection.studio_id)
            return None

    def _start(self, connection: Connection, night: date) -> ImportRun | None:
        now = self.clock.now()
        with self.store.transaction() as tx:
            present = tx.connections.locked(connection.studio_id)
            if present != connection or tx.runs.had_night(connection.id, night):
                return None
            window = ChangedSince(
                schedule.changed_since(night, self._good_night(tx, connection)),
                schedule.reach(night, self.lookback_days),
            )
            run = ImportRun(
                id=self.ids.new(),
                studio_id=connection.studio_id,
                connection_id=connection.id,
                created_at=now,
                request=Request(RunKind.NIGHTLY, window, night),
            )
            # False if the studio has a live run, or another scheduler was first; the next tick
            # tries again.
            added = tx.runs.add(run)
            tx.commit()
        return run if added else None

    def _good_night(self, tx: Transaction, connection: Connection) -> datetime:
        """Return when the last complete night began, in UTC.

        If none of the last `MOST_NIGHTS` was complete, it is when the oldest of them began: Harvest
        is not asked for changes before that, as what fails each night would be read for ever. The
        slot before the nightly import was switched on, or before the studio connected if it is off,
        counts as a complete night: what was logged while it was off is not imported, and nothing is
        lost if the first nights are missed or fail.
        """
        since = connection.automated_since or connection.connected_at
        switched_on = schedule.slot(schedule.latest_night(since))
        finished = tx.runs.finished_nights(connection.id, MOST_NIGHTS)
        good = next((run for run in finished if run.is_complete), None)
        if good is None and len(finished) == MOST_NIGHTS:
            good = finished[-1]
        if good is None or good.started_at is None:
            return switched_on
        return max(good.started_at, switched_on)


def _is_due(connection: Connection, night: date) -> bool:
    since = connection.automated_since
    return since is not None and since < schedule.slot(night)
