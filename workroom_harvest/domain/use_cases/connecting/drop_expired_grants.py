"""The use case that destroys the grants that nobody confirmed in time."""

from dataclasses import dataclass

from workroom_harvest.domain.ports.harvest import HarvestOAuth
from workroom_harvest.domain.ports.store import Store

MOST_AT_ONCE = 100
"""How many grants a tick destroys at most, so that it stays short however many have expired."""


@dataclass(frozen=True)
class DropExpiredGrants:
    """Destroy expired grants, whichever studio's they are, and revoke them where possible."""

    store: Store
    oauth: HarvestOAuth

    def __call__(self) -> int:
        """Destroy the oldest, at most `MOST_AT_ONCE`, and return how many had readable tokens.

        Harvest is told of each, until it does not take one: no tick waits long for a Harvest that
        is away. Raise `StoreUnavailable` if the database does not answer.
        """
        with self.store.transaction() as tx:
            expired = tx.pending_grants.take_expired(MOST_AT_ONCE)
            tx.commit()
        for tokens in expired:
            if not self.oauth.revoke(tokens):
                break
        return len(expired)
