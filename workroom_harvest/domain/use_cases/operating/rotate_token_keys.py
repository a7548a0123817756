"""The use case that seals all tokens under the newest key."""

from dataclasses import dataclass

from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.ports.store.connections import Resealed


@dataclass(frozen=True)
class RotateTokenKeys:
    """Seal all tokens and hash keys under the newest key, so that older keys can be retired."""

    store: Store

    def __call__(self) -> Resealed:
        """Return how many connections were sealed anew, and the studios whose tokens no key opens.

        Those studios have to reconnect, whichever keys are retired.
        """
        with self.store.transaction() as tx:
            resealed = tx.connections.reseal()
            tx.pending_grants.reseal()
            tx.ledger.reseal_hash_keys()
            tx.commit()
        return resealed
