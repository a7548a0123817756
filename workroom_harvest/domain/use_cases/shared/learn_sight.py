"""The step that asks Harvest whose entries a grant shows, and stores the answer."""

from contextlib import suppress
from dataclasses import dataclass

from workroom_harvest.domain.connection import Connection, Sight
from workroom_harvest.domain.errors import HarvestError, RequestRejected, StoreUnavailable
from workroom_harvest.domain.ports.harvest import Credentials, HarvestApi
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.use_cases.shared.harvest_session import HarvestSession


@dataclass(frozen=True)
class LearnSight:
    """Ask Harvest whose entries the grant shows: after an authorization, and once in each run."""

    store: Store
    api: HarvestApi

    def __call__(self, harvest: HarvestSession) -> Connection:
        """Return the connection with what its grant is known to see.

        It is not known if Harvest rejects the question. Otherwise raise what `HarvestCalls.call`
        raises.
        """
        sees: Sight | None = None
        with suppress(RequestRejected):
            sees = harvest.sight()
        return self._note(harvest.connection, sees)

    def at_first(self, connection: Connection, access_token: str) -> Connection:
        """Return the same for a grant that was stored a moment ago.

        Neither `HarvestError` nor `StoreUnavailable` is raised: nobody should lose a new connection
        over this question, which the first run asks again.
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
