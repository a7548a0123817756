"""The step that schedules the next try of a run after Harvest or Workroom failed."""

from dataclasses import dataclass

from workroom_harvest.domain import retry, schedule
from workroom_harvest.domain.messages import Message
from workroom_harvest.domain.ports.clock import Random
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.use_cases.importing.lease_keeper import LeaseKeeper

SHORT_WAIT = 1.0
"""Seconds: the longest wait for Harvest during which a run keeps its worker."""


@dataclass(frozen=True)
class BackOff:
    """Store when the run's next try is due."""

    store: Store
    random: Random

    def __call__(
        self,
        run: ImportRun,
        lease: LeaseKeeper,
        *,
        retry_after: float | None = None,
        warning: Message | None = None,
    ) -> tuple[ImportRun, float] | None:
        """Return the waiting run and the seconds to wait, or None if no try is left.

        `retry_after` is the wait in seconds that Harvest asked for, or None. If the wait is longer
        than `SHORT_WAIT`, the run leaves its worker to others. `warning` says why it waits, unless
        Harvest is the reason. If None is returned, nothing was written. Raise `LeaseLost` if
        another worker took over.
        """
        jitter = self.random.jitter()
        night = run.request.night
        until = schedule.slot_end(night) if night else None
        with self.store.transaction() as tx:
            now = tx.now()
            state = retry.after(
                run.retry_state, named=retry_after, jitter=jitter, now=now, until=until
            )
            if state is None:
                return None
            seconds = state.pause(now)
            run = run.wait(state) if seconds <= SHORT_WAIT else run.rest(state, warning)
            lease.renew(tx)
            tx.runs.save(run)
            tx.commit()
        return run, seconds
