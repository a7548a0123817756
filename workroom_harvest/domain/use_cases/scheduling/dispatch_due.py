"""Every night: who is due, and which runs were left lying."""

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
from workroom_harvest.domain.run import ImportRun, RunKind
from workroom_harvest.domain.use_cases.shared.enqueue_run import enqueue_run

log = logging.getLogger(__name__)

MOST_NIGHTS = 14

QUEUE_TIMEOUT = timedelta(seconds=40)
"""After this long a run that is not in the queue is handed over again: a queue forgets.

As long as the lease of a killed worker; with a tick each minute a run is taken up in two.
"""


@dataclass(frozen=True, slots=True)
class Dispatched:
    """What a tick did: runs of a new night, and runs that were handed over again.

    Of the new ones `waits` are only kept, because Redis is away.
    """

    started: int
    requeued: int
    waits: int = 0


@dataclass(frozen=True)
class DispatchDue:
    """One tick. Doubled it starts nothing, late it catches up.

    `by_hand` starts the latest night also for those who switched it on after its slot. A night
    takes entries dated at most `lookback_days` back.
    """

    store: Store
    queue: ImportQueue
    access: Access
    clock: Clock
    ids: Ids
    lookback_days: int

    def __call__(self, *, by_hand: bool = False) -> Dispatched:
        """Start the latest night's runs, and take up what nobody works at."""
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
        # Asked without a lock, so that the ticks of the whole day write nothing.
        with self.store.transaction() as tx:
            return [
                one
                for one in tx.connections.automated()
                if (by_hand or _is_due(one, night)) and not tx.runs.had_night(one.id, night)
            ]

    def _start_if_it_may(self, connection: Connection, night: date) -> ImportRun | None:
        """The run that was started; one studio that breaks does not stop the others' night."""
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
            run = ImportRun(
                id=self.ids.new(),
                studio_id=connection.studio_id,
                connection_id=connection.id,
                kind=RunKind.NIGHTLY,
                created_at=now,
                night=night,
                updated_since=schedule.updated_since(night, self._good_night(tx, connection)),
                reach=schedule.reach(night, self.lookback_days),
            )
            # An import by hand is alive, or another scheduler was first: the next tick looks again.
            added = tx.runs.add(run)
            tx.commit()
        return run if added else None

    def _good_night(self, tx: Transaction, connection: Connection) -> datetime:
        """When the last night began that left nothing behind, or the oldest that is looked at.

        Further back it is not asked again: what fails each night would be read for ever. Nor is
        what was logged while the nights were off: the slot before they were switched on counts as a
        good night, so that nothing is lost where the first ones are missed or fail.
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
