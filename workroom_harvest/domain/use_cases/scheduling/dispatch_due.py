"""The use case of the scheduler's tick: nights that are due, and runs that stalled."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from workroom_harvest.domain import schedule
from workroom_harvest.domain.errors import QueueUnavailable
from workroom_harvest.domain.ports.clock import Clock, Ids
from workroom_harvest.domain.ports.queue import ImportQueue
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.ports.store.nights import DueNight
from workroom_harvest.domain.ports.store.runs import StalledRun
from workroom_harvest.domain.run import ImportRun, Request, RunKind
from workroom_harvest.domain.use_cases.shared.end_previews import end_previews
from workroom_harvest.domain.use_cases.shared.enqueue_run import enqueue_runs
from workroom_harvest.domain.window import ChangedSince

BATCH = 500
"""How many nights are started, or stalled runs requeued, in one transaction."""

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

    It takes a few statements for each batch of studios, and the same few for none. Two ticks at
    once start nothing twice, and a late tick starts what was missed. The host is not asked whether
    a studio may have its night; the run asks. A night takes entries that are dated at most
    `lookback_days` back, and once a week it reads all of them.
    """

    store: Store
    queue: ImportQueue
    clock: Clock
    ids: Ids
    lookback_days: int

    def __call__(self, *, by_hand: bool = False) -> Dispatched:
        """Start the latest night's runs, requeue stalled runs, and return how many of each.

        `by_hand` also starts the night of studios that switched the nightly import on after its
        slot. Raise `StoreUnavailable` if the database does not answer; what was started until then
        is enqueued.
        """
        requeued = self._requeue_stalled()
        night = schedule.latest_night(self.clock.now())
        before = None if by_hand else schedule.slot(night)
        started = waits = 0
        for studio_ids in self._due(night, before):
            run_ids = self._start(studio_ids, night, before)
            started += len(run_ids)
            if not enqueue_runs(self.store, self.queue, run_ids, first=False):
                waits += len(run_ids)
        return Dispatched(started, requeued, waits)

    def _requeue_stalled(self) -> int:
        requeued, waiting = 0, None
        for batch in self._stalled():
            try:
                waiting = self.queue.waiting() if waiting is None else waiting
            except QueueUnavailable:
                break
            for first in (True, False):
                lost = [run.id for run in batch if run.is_night is not first]
                lost = [run_id for run_id in lost if run_id not in waiting]
                if not enqueue_runs(self.store, self.queue, lost, first=first):
                    return requeued
                requeued += len(lost)
        return requeued

    def _stalled(self) -> Iterator[Sequence[StalledRun]]:
        """Yield the stalled runs in batches, each of which begins where the one before ended."""
        batch: Sequence[StalledRun] = ()
        while True:
            with self.store.transaction() as tx:
                after = batch[-1] if batch else None
                batch = tx.runs.stalled(QUEUE_TIMEOUT, most=BATCH, after=after)
            if batch:
                yield batch
            if len(batch) < BATCH:
                return

    def _due(self, night: date, before: datetime | None) -> Iterator[Sequence[str]]:
        """Yield the ids of the studios whose night is due, in batches.

        This reads without a lock, so that the ticks of the day write nothing. Each batch begins
        behind the one before, whatever became of that, so that there is an end.
        """
        batch: Sequence[str] = ()
        while True:
            with self.store.transaction() as tx:
                after = batch[-1] if batch else ""
                batch = tx.nights.due(night, before, after=after, most=BATCH)
            if batch:
                yield batch
            if len(batch) < BATCH:
                return

    def _start(
        self, studio_ids: Sequence[str], night: date, before: datetime | None
    ) -> Collection[str]:
        """Store the runs of these studios for whom `night` is due still, and return their ids.

        Their previews end.
        """
        now = self.clock.now()
        with self.store.transaction() as tx:
            due = tx.nights.take(studio_ids, night, before)
            end_previews(tx, [one.studio_id for one in due], now)
            # A run is refused where the clock went back to a night that the connection had.
            added = tx.runs.add_many([self._run(one, night, now) for one in due])
            tx.commit()
        return added

    def _run(self, due: DueNight, night: date, now: datetime) -> ImportRun:
        since = schedule.changed_since(night, _last_success(due))
        reach = schedule.reach(night, self.lookback_days)
        if schedule.is_full(night, due.connection_id, _last_full(due)):
            request = Request(RunKind.NIGHTLY, reach, night, wanted_since=since)
        else:
            request = Request(RunKind.NIGHTLY, ChangedSince(since, reach), night)
        return ImportRun(
            id=self.ids.new(),
            studio_id=due.studio_id,
            connection_id=due.connection_id,
            created_at=now,
            request=request,
        )


def _last_success(due: DueNight) -> datetime:
    """Return when the last complete night began, in UTC.

    If none of the last `MOST_NIGHTS` was complete, it is when the oldest of them began: Harvest is
    not asked for changes before that, as what fails each night would be read for ever. The slot
    before the nightly import was switched on counts as a complete night: what was logged while it
    was off is not imported, and nothing is lost if the first nights are missed or fail.
    """
    switched_on = schedule.slot(_switched_on(due))
    return max(due.complete_start or due.oldest_start or switched_on, switched_on)


def _last_full(due: DueNight) -> date:
    """Return the last night that read all entries of its days, or did not have to.

    A connection has its first such night within the week after it was made.
    """
    return max(due.full_night or schedule.latest_night(due.connected_at), _switched_on(due))


def _switched_on(due: DueNight) -> date:
    """Return the last night before the nightly import was switched on."""
    return schedule.latest_night(due.automated_since)
