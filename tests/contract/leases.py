"""What the use cases rely on in `Leases`."""

from datetime import timedelta

import pytest

from tests.contract.stored import LIFETIME, OTHER, STUDIO, Later, lease
from workroom_harvest.domain.errors import LeaseLost
from workroom_harvest.domain.ports.store import Store


class LeasesContract:
    """One worker at a time may write for a studio."""

    def test_one_at_a_time_has_the_lease(self, store: Store, later: Later) -> None:
        """A lease is held by one until it ends, in each studio by itself.

        Each new holder has a higher fence.
        """
        first = lease(store)
        with store.transaction() as tx:
            later(35)
            assert tx.leases.acquire(STUDIO, LIFETIME) is None
            assert tx.leases.acquire(OTHER, LIFETIME) is not None
            later(10)
            second = tx.leases.acquire(STUDIO, LIFETIME)
        assert second is not None
        assert second.fence > first.fence

    def test_a_holder_that_was_replaced_may_not_hold(self, store: Store, later: Later) -> None:
        """The former holder of a lease that somebody else took raises `LeaseLost` when it holds."""
        first = lease(store)
        with store.transaction() as tx:
            later(45)
            second = tx.leases.acquire(STUDIO, LIFETIME)
            assert second is not None
            with pytest.raises(LeaseLost):
                tx.leases.hold(first, LIFETIME)
            tx.leases.hold(second, LIFETIME)

    def test_holding_renews(self, store: Store, later: Later) -> None:
        """Holding extends a lease, also one that ended and that nobody else took."""
        first = lease(store)
        with store.transaction() as tx:
            later(35)
            tx.leases.hold(first, LIFETIME)
            later(35)
            assert tx.leases.acquire(STUDIO, LIFETIME) is None
            later(35)
            tx.leases.hold(first, LIFETIME)
            assert tx.leases.acquire(STUDIO, LIFETIME) is None

    def test_an_end_that_a_wrong_clock_wrote_blocks_nobody(self, store: Store) -> None:
        """A lease that ends later than twice its length from now may be taken.

        A wrong clock wrote that end. The fence keeps the former holder out.
        """
        first = lease(store)
        with store.transaction() as tx:
            tx.leases.hold(first, timedelta(seconds=75))
            assert tx.leases.acquire(STUDIO, LIFETIME) is None
            tx.leases.hold(first, timedelta(seconds=85))
            assert tx.leases.acquire(STUDIO, LIFETIME) is not None
            with pytest.raises(LeaseLost):
                tx.leases.hold(first, LIFETIME)

    def test_release_lets_the_next_one_in_at_once(self, store: Store) -> None:
        """A released lease can be taken at once, and releasing a lost lease does nothing."""
        first = lease(store)
        with store.transaction() as tx:
            tx.leases.release(first)
            second = tx.leases.acquire(STUDIO, LIFETIME)
            assert second is not None
            tx.leases.release(first)
            assert tx.leases.acquire(STUDIO, LIFETIME) is None

    def test_revoke_stops_whoever_writes(self, store: Store) -> None:
        """A revoked lease raises `LeaseLost` in its holder and can be taken.

        Revoking does nothing in a studio that never had a lease.
        """
        first = lease(store)
        with store.transaction() as tx:
            tx.leases.revoke(STUDIO)
            tx.leases.revoke("nobody")
            with pytest.raises(LeaseLost):
                tx.leases.hold(first, LIFETIME)
            assert tx.leases.acquire(STUDIO, LIFETIME) is not None
