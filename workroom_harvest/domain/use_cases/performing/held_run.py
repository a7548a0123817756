"""A run in the hands of the worker that performs it."""

from dataclasses import dataclass

from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.use_cases.importing.lease_keeper import LeaseKeeper
from workroom_harvest.domain.use_cases.performing.back_off import SHORT_WAIT
from workroom_harvest.domain.use_cases.performing.steps import Steps


@dataclass
class HeldRun:
    """A run as this worker left it last, and the lease under which the worker writes.

    `wait` is the number of seconds until the next try, with which it may have been taken up, and
    `has_backed_off` says that this worker decided on it. `is_new` says that nobody has started the
    run before this worker.
    """

    steps: Steps
    lease: LeaseKeeper
    run: ImportRun
    wait: float = 0.0
    is_new: bool = False
    has_backed_off: bool = False

    @property
    def is_to_be_enqueued(self) -> bool:
        """Return whether the run goes on as soon as a worker is free."""
        return not (self.run.is_over or self.run.is_resting or self.wait > SHORT_WAIT)

    def save(self, run: ImportRun) -> None:
        """Store the run as it is now; raise `LeaseLost` if another worker took over."""
        self.run = run
        with self.steps.store.transaction() as tx:
            self.lease.renew(tx)
            tx.runs.save(run)
            tx.commit()

    def remove(self, run: ImportRun) -> None:
        """Delete the run, which ended as it is given; raise `LeaseLost` as `save` does."""
        self.run = run
        with self.steps.store.transaction() as tx:
            self.lease.renew(tx)
            tx.runs.remove(run.id)
            tx.commit()
