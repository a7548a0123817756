"""When a run tries again that Harvest, or Workroom, did not serve."""

from dataclasses import dataclass, replace

from workroom_harvest.domain import retry, schedule
from workroom_harvest.domain.messages import Message
from workroom_harvest.domain.ports.clock import Random
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.use_cases.importing.lease_keeper import LeaseKeeper

SHORT_WAIT = 1.0
"""Seconds: the longest wait for Harvest during which a run keeps the worker."""


@dataclass(frozen=True)
class BackOff:
    """Write down when the next try may be."""

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
        """Return the run that waits and for how many seconds, or None if it has tried enough.

        `retry_after` are the seconds that Harvest named. After a longer wait than `SHORT_WAIT` the
        run leaves the worker to others; `warning` says why, unless that is for Harvest's sake.
        Raises `LeaseLost`. Where it returns None nothing was written.
        """
        jitter = self.random.jitter()
        until = schedule.slot_end(run.night) if run.night else None
        with self.store.transaction() as tx:
            now = tx.now()
            state = retry.after(
                run.retry_state, named=retry_after, jitter=jitter, now=now, until=until
            )
            if state is None:
                return None
            seconds = state.pause(now)
            if seconds <= SHORT_WAIT:
                run = replace(run, retry_state=state)
            else:
                run = run.rest(state, warning)
            lease.renew(tx)
            tx.runs.save(run)
            tx.commit()
        return run, seconds
