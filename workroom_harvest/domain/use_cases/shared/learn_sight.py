"""What a grant sees, asked of Harvest and written down beside the connection."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from workroom_harvest.domain.connection import Connection, Sight
from workroom_harvest.domain.errors import HarvestError, RequestRejected, StoreUnavailable
from workroom_harvest.domain.ports.harvest import Credentials, HarvestApi
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.use_cases.shared.harvest_calls import HarvestCalls


@dataclass(frozen=True)
class LearnSight:
    """Ask whose entries the grant sees: at connect, and once in each run."""

    store: Store
    api: HarvestApi
    calls: HarvestCalls

    def __call__(self, connection: Connection, keep_alive: Callable[[], None]) -> Connection:
        """The connection that knows it; raises `HarvestError`, `ReconnectNeeded`, …

        A user who may not even look at themselves is nobody's role: then it is not known.
        """
        sees: Sight | None = None
        with suppress(RequestRejected):
            sees = self.calls.call(connection, lambda key: self.api.sight(key, keep_alive))
        return self._note(connection, sees)

    def at_first(self, connection: Connection, access_token: str) -> Connection:
        """The same for a grant that was stored a moment ago, and never an error.

        Whoever came back from Harvest is not to lose the connection over it: the first run asks.
        """
        key = Credentials(connection.harvest_account.id, access_token)
        with suppress(HarvestError, StoreUnavailable):
            return self._note(connection, self.api.sight(key, lambda: None))
        return connection

    def _note(self, connection: Connection, sees: Sight | None) -> Connection:
        seeing = connection.seeing(sees)
        if seeing != connection:
            with self.store.transaction() as tx:
                tx.connections.note_sight(seeing)
                tx.commit()
        return seeing
