"""The step that keeps the stored name of the connected Harvest account up to date."""

from dataclasses import dataclass

from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.errors import (
    HarvestError,
    ReconnectNeeded,
    StoreUnavailable,
    TokensUnreadable,
)
from workroom_harvest.domain.ports.harvest import HarvestOAuth
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.use_cases.shared.harvest_calls import HarvestCalls


@dataclass(frozen=True)
class LearnName:
    """Ask Harvest for the account's name, when it is called for a page anyway."""

    store: Store
    oauth: HarvestOAuth
    calls: HarvestCalls

    def __call__(self, connection: Connection) -> None:
        """Store the account's name if it has changed.

        Nothing changes if Harvest does not list the account. No error of Harvest or of the database
        is raised, because the page can do without the name.
        """
        try:
            self._keep(connection, self._name(connection))
        except (HarvestError, ReconnectNeeded, TokensUnreadable, StoreUnavailable):
            return

    def _name(self, connection: Connection) -> str | None:
        listed = self.calls.call(connection, lambda key: self.oauth.accounts(key.access_token))
        held = connection.harvest_account
        return next((account.name for account in listed if account.id == held.id), None)

    def _keep(self, connection: Connection, name: str | None) -> None:
        if name is None or name == connection.harvest_account.name:
            return
        with self.store.transaction() as tx:
            tx.connections.rename(connection, name)
            tx.commit()
