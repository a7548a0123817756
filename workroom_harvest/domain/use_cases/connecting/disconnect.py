"""The way out."""

from dataclasses import dataclass

from workroom_harvest.domain.errors import StoreUnavailable
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.ports.harvest import HarvestOAuth
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.use_cases.connecting.end_of_connection import stop_runs, stored_tokens


@dataclass(frozen=True)
class Disconnect:
    """Leave Harvest: tokens, mappings and nights go; timelogs and ledger stay."""

    store: Store
    oauth: HarvestOAuth
    clock: Clock

    def __call__(self, studio_id: str) -> bool:
        """Whether Harvest was told, too. Works with Harvest down, and a second time."""
        tokens = None
        try:
            with self.store.transaction() as tx:
                connection = tx.connections.locked(studio_id)
                if connection is None:
                    return True
                tokens = stored_tokens(tx, connection)
                stop_runs(tx, studio_id, Code.DISCONNECTED, self.clock.now())
                tx.pairs.replace(studio_id, (), ())
                tx.connections.drop(studio_id)
                tx.commit()
        except StoreUnavailable:
            # The answer to a commit may be lost; the tokens at hand are the last that there are.
            if tokens is None or not self._is_gone(studio_id):
                raise
        return tokens is not None and self.oauth.revoke(tokens)

    def _is_gone(self, studio_id: str) -> bool:
        with self.store.transaction() as tx:
            return tx.connections.for_studio(studio_id) is None
