"""The lease that a worker holds while it performs a run, so that each studio has one writer."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.ports.store import Store, Transaction
from workroom_harvest.domain.ports.store.leases import Lease
from workroom_harvest.domain.run import ImportRun

LEASE_LIFETIME = timedelta(seconds=40)
"""How long a lease is valid without being renewed."""

RENEW_EVERY = 10.0
"""Seconds without a write after which the lease is renewed before the next attempt at Harvest."""


class LeaseKeeper:
    """A lease that is renewed with each write, and while the worker waits for Harvest."""

    def __init__(self, store: Store, clock: Clock, lease: Lease) -> None:
        self._store = store
        self._clock = clock
        self._lease = lease
        self._renewed_at = clock.monotonic()

    @classmethod
    @contextmanager
    def holding(cls, store: Store, clock: Clock, run: ImportRun) -> Iterator["LeaseKeeper | None"]:
        """Hold the lease of the run's studio within the block, and give it back at its end.

        The block gets None if another worker holds it, or if the run is there no more.
        """
        with store.transaction() as tx:
            lease = tx.leases.acquire(run.studio_id, LEASE_LIFETIME)
            # A studio that was forgotten meanwhile gets no row again: it is not committed.
            is_there = tx.runs.by_id(run.id) is not None
            if is_there:
                tx.commit()
        if lease is None or not is_there:
            yield None
            return
        try:
            yield cls(store, clock, lease)
        finally:
            with store.transaction() as tx:
                tx.leases.release(lease)
                tx.commit()

    def renew(self, tx: Transaction) -> None:
        """Renew the lease in the caller's transaction, as its first write.

        Raise `LeaseLost` if another worker has the lease by now.
        """
        tx.leases.hold(self._lease, LEASE_LIFETIME)
        self._renewed_at = self._clock.monotonic()

    def keep_alive(self) -> None:
        """Renew the lease, if the last time is longer ago than `RENEW_EVERY`.

        It is called before each attempt to reach Harvest. Raise `LeaseLost` if another worker has
        the lease by now.
        """
        if self._clock.monotonic() - self._renewed_at < RENEW_EVERY:
            return
        with self._store.transaction() as tx:
            self.renew(tx)
            tx.commit()
