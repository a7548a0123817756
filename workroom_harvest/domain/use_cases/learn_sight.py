"""What a grant sees, asked of Harvest and written down beside the connection."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from workroom_harvest.domain.connection import Connection, Sight
from workroom_harvest.domain.errors import HarvestError, HarvestRefuses, StoreUnavailable
from workroom_harvest.domain.ports.harvest import Key, Reader
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.use_cases.tokens import UseTokens


@dataclass(frozen=True)
class LearnSight:
    """Ask whose entries the grant sees: at connect, and once in each run."""

    store: Store
    reader: Reader
    tokens: UseTokens

    def __call__(self, connection: Connection, keep_alive: Callable[[], None]) -> Connection:
        """The connection that knows it; raises `HarvestError`, `ReconnectNeeded`, …

        A user who may not even look at themselves is nobody's role: then it is not known.
        """
        sees: Sight | None = None
        with suppress(HarvestRefuses):
            sees = self.tokens.call(connection, lambda key: self.reader.sight(key, keep_alive))
        return self._note(connection, sees)

    def at_first(self, connection: Connection, access_token: str) -> Connection:
        """The same for a grant that was stored a moment ago, and never an error.

        Whoever came back from Harvest is not to lose the connection over it: the first run asks.
        """
        key = Key(connection.harvest_account.id, access_token)
        with suppress(HarvestError, StoreUnavailable):
            return self._note(connection, self.reader.sight(key, lambda: None))
        return connection

    def _note(self, connection: Connection, sees: Sight | None) -> Connection:
        seeing = connection.seeing(sees)
        if seeing != connection:
            with self.store.transaction() as transaction:
                self.store.connections.note_sight(seeing)
                transaction.commit()
        return seeing
