"""Sealing tokens anew, so that older keys can be retired."""

from dataclasses import dataclass

from workroom_harvest.domain.ports.store import Resealed, Store


@dataclass(frozen=True)
class RotateTokenKeys:
    """Seal all tokens under the newest key, so that older keys can be retired."""

    store: Store

    def __call__(self) -> Resealed:
        """What was done, and which studios have to reconnect before an old key is retired."""
        with self.store.transaction() as tx:
            resealed = tx.connections.reseal()
            tx.commit()
        return resealed
