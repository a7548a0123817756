"""The step by which a worker takes up a run, in the commit that acquires the lease."""

from dataclasses import dataclass

from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.ports.store import Transaction
from workroom_harvest.domain.run import ImportRun


@dataclass(frozen=True)
class TakeUp:
    """Start a run where it was left, unless its next try is not due yet."""

    run_id: str
    clock: Clock

    def __call__(self, tx: Transaction) -> tuple[ImportRun, float, bool] | None:
        """Return the run, the seconds until its next try if it was not started, and if it is new.

        Nobody has started a new one before, so that nothing is stored of its pages. Return None for
        a run that is over or not there. The run is read under the lease, as the former writer may
        have written a page since.
        """
        run = tx.runs.by_id(self.run_id)
        if run is None or run.is_over:
            return None
        is_new = run.started_at is None
        wait = run.retry_state.pause(tx.now()) if run.retry_state else 0.0
        if wait <= 0:
            wait, run = 0.0, run.start(self.clock.now())
            tx.runs.save(run)
        return run, wait, is_new
