"""The use case by which a worker performs a run, one time slice after the other."""

import logging
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from workroom_harvest.domain.errors import LeaseLost, QueueUnavailable
from workroom_harvest.domain.ports.queue import ImportQueue
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.use_cases.importing.lease_keeper import LeaseKeeper
from workroom_harvest.domain.use_cases.performing.held_run import HeldRun
from workroom_harvest.domain.use_cases.performing.report_end import ReportEnd
from workroom_harvest.domain.use_cases.performing.steps import Steps
from workroom_harvest.domain.use_cases.performing.take_up import TakeUp
from workroom_harvest.domain.use_cases.performing.time_slice import TIME_SLICE, TimeSlice
from workroom_harvest.domain.use_cases.shared.end_previews import end_previews
from workroom_harvest.domain.use_cases.shared.enqueue_run import enqueue_run

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class PerformImport:
    """Continue a run until it is over, or until its time slice is."""

    store: Store
    queue: ImportQueue
    steps: Steps
    report_end: ReportEnd

    def __call__(self, run_id: str, ends: float | None = None) -> ImportRun | None:
        """Return the run as it is now, or None if there is nothing to do.

        The time slice ends at `ends`, by the monotonic clock, or `TIME_SLICE` from now. At least
        one page is read in it.

        There is nothing to do for an unknown run, for one that is over, and for one that another
        worker performs. Raise `StoreUnavailable` if the database does not answer; the run is
        continued later.
        """
        clock = self.steps.clock
        with self.store.transaction() as tx:
            run = tx.runs.by_id(run_id)
        if run is None or run.is_over:
            return None
        if run.is_resting and not self._wake(run):
            return run
        take_up = TakeUp(run_id, clock)
        with LeaseKeeper.holding(self.store, clock, run.studio_id, take_up) as taken:
            if taken is None:
                return None
            lease, (run, wait, is_new) = taken
            held = HeldRun(self.steps, lease, run, wait, is_new)
            try:
                TimeSlice(held).work(clock.monotonic() + TIME_SLICE if ends is None else ends)
            except LeaseLost:
                log.info("import %s: another writer took over, or it was ended", run.id)
                return None
        if held.run.is_over:
            attention = self.steps.count_todo.after(held.run)
            if not held.run.is_preview:
                self.report_end(held.run, attention)
        elif held.is_to_be_enqueued:
            enqueue_run(self.store, self.queue, held.run)
        elif held.has_backed_off:
            self._enqueue_later(held.run, held.wait)
        return held.run

    def _enqueue_later(self, run: ImportRun, seconds: float) -> None:
        """Let the run come back when its next try is due; if Redis forgets it, a tick does so."""
        due = self.steps.clock.now() + timedelta(seconds=seconds)
        with suppress(QueueUnavailable):
            self.queue.enqueue_at(run.id, due, first=run.request.night is None)

    def _wake(self, run: ImportRun) -> bool:
        """Return whether the run's next try is due, and the studio is free for it.

        A nightly run that rests lets an import by hand go first, and ends a preview.
        """
        with self.store.transaction() as tx:
            if run.retry_state and run.retry_state.pause(tx.now()) > 0:
                return False
            tx.connections.locked(run.studio_id)
            present = tx.runs.by_id(run.id)
            if present is None or present.is_over:
                return False
            if present.is_resting:
                end_previews(tx, [run.studio_id], self.steps.clock.now())
                if tx.runs.is_busy(run.studio_id):
                    return False
                tx.runs.save(present.wake())
                tx.commit()
        return True
