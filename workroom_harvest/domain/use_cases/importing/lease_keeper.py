"""One writer per studio: the lease that a worker holds while it is at a run."""

from datetime import timedelta

from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.ports.store import Lease, Store, Transaction

LEASE_LIFETIME = timedelta(seconds=40)
RENEW_EVERY = 10.0
"""Seconds without a write after which the lease is renewed by itself."""


class LeaseKeeper:
    """A lease that is renewed with each write, and while Harvest is waited for."""

    def __init__(self, store: Store, clock: Clock, lease: Lease) -> None:
        self._store = store
        self._clock = clock
        self._lease = lease
        self._renewed_at = clock.monotonic()

    def renew(self, tx: Transaction) -> None:
        """Renew it in the caller's transaction, as its first write; raises `LeaseLost`."""
        tx.leases.hold(self._lease, LEASE_LIFETIME)
        self._renewed_at = self._clock.monotonic()

    def keep_alive(self) -> None:
        """Renew it if that was long ago; called before each attempt to reach Harvest.

        Raises `LeaseLost`.
        """
        if self._clock.monotonic() - self._renewed_at < RENEW_EVERY:
            return
        with self._store.transaction() as tx:
            self.renew(tx)
            tx.commit()
