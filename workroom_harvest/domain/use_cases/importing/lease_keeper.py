"""The lease that a worker holds while it performs a run, so that each studio has one writer."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TypeVar

from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.ports.store import Store, Transaction
from workroom_harvest.domain.ports.store.leases import Lease

T = TypeVar("T")

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
        self._is_held = True

    @classmethod
    @contextmanager
    def holding(
        cls,
        store: Store,
        clock: Clock,
        studio_id: str,
        take_up: Callable[[Transaction], T | None],
    ) -> "Iterator[tuple[LeaseKeeper, T] | None]":
        """Hold the studio's lease within the block, and give it back at its end.

        What there is to do is taken up in the commit that acquires the lease, when the former
        holder can write no more. The block gets the lease with that, or None if another worker
        holds the lease, or if there is nothing to do.
        """
        with store.transaction() as tx:
            lease = tx.leases.acquire(studio_id, LEASE_LIFETIME)
            taken = take_up(tx) if lease is not None else None
            # A studio that was forgotten meanwhile gets no row again: it is not committed.
            if taken is not None:
                tx.commit()
        if lease is None or taken is None:
            yield None
            return
        keeper = cls(store, clock, lease)
        try:
            yield keeper, taken
        finally:
            if keeper._is_held:
                with store.transaction() as tx:
                    keeper.end(tx)

    def renew(self, tx: Transaction) -> None:
        """Renew the lease in the caller's transaction, as its first write.

        Raise `LeaseLost` if another worker has the lease by now.
        """
        tx.leases.hold(self._lease, LEASE_LIFETIME)
        self._renewed_at = self._clock.monotonic()
        self._is_held = True

    def end(self, tx: Transaction) -> None:
        """Commit the caller's transaction, and give the lease back with it.

        It is the last that is written under the lease, unless the lease is renewed again.
        """
        tx.leases.release(self._lease)
        tx.commit()
        self._is_held = False

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
