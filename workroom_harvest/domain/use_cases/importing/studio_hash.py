"""The studio's keyed hash, as a run needs it."""

from workroom_harvest.domain.keyed_hash import KeyedHash
from workroom_harvest.domain.ports.store import Transaction
from workroom_harvest.domain.use_cases.importing.lease_keeper import LeaseKeeper


def studio_hash(tx: Transaction, lease: LeaseKeeper, studio_id: str) -> KeyedHash:
    """Return the studio's hash, with a new key, which is committed, if it has none yet.

    Raise `LeaseLost` if another worker took over before that.
    """
    key = tx.ledger.hash_key(studio_id)
    if key is None:
        # Like any write under the lease, so that a studio that was forgotten gets none.
        lease.renew(tx)
        key = tx.ledger.make_hash_key(studio_id)
        tx.commit()
    return KeyedHash(key)
