"""The step that ends whatever is written for a studio, in the transaction of whoever does so."""

from datetime import timedelta

from workroom_harvest.domain.ports.store import Transaction

LOCKED = timedelta(seconds=40)
"""How long the lease that is taken for a moment would last; it ends in the same transaction."""


def revoke_lease(tx: Transaction, studio_id: str) -> None:
    """End the studio's lease, whether a worker holds it or nobody ever did.

    Whoever writes a page holds the lease's row locked, so it is waited for, and what it wrote is
    there to be read. Where there is no row, one is made: nobody can begin to write until the
    commit.
    """
    tx.leases.acquire(studio_id, LOCKED)
    tx.leases.revoke(studio_id)
