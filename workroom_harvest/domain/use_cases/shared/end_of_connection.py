"""What is common to all that end a connection: Disconnect, another account, forgetting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from workroom_harvest.domain.connection import Connection, Tokens
from workroom_harvest.domain.errors import ReconnectNeeded, TokensUnreadable
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.ports.harvest import HarvestOAuth
from workroom_harvest.domain.ports.store import Transaction


def stop_runs(tx: Transaction, studio_id: str, why: Code, now: datetime) -> None:
    """End the studio's runs as failed at `now` (UTC), for the reason `why`.

    A worker that is performing one notices at its next page, because its lease is revoked.
    """
    tx.leases.revoke(studio_id)
    tx.runs.stop(studio_id, Message(why), now)


def stored_tokens(tx: Transaction, connection: Connection) -> Tokens | None:
    """Return the connection's tokens, or None if there are none or no configured key opens them."""
    try:
        return tx.connections.tokens(connection).tokens
    except (TokensUnreadable, ReconnectNeeded):
        return None


@dataclass(frozen=True, slots=True)
class Grants:
    """The grants of a studio: that of its connection, and those that wait to be confirmed.

    `are_known` is False if the connection's tokens are missing, or cannot be opened.
    """

    tokens: Sequence[Tokens]
    are_known: bool

    def revoke(self, oauth: HarvestOAuth) -> bool:
        """Revoke each grant, and return whether all of them have ended at Harvest."""
        ended = [oauth.revoke(one) for one in self.tokens]
        return self.are_known and all(ended)


def take_grants(tx: Transaction, studio_id: str, connection: Connection | None) -> Grants:
    """Return all grants of the studio, and delete those that wait to be confirmed."""
    pending = tx.pending_grants.take_all(studio_id)
    held = stored_tokens(tx, connection) if connection else None
    tokens = [held, *pending] if held else pending
    return Grants(tokens, are_known=connection is None or held is not None)


def clear_mappings(tx: Transaction, studio_id: str) -> int:
    """Delete all mappings of the studio, and return how many there were."""
    held = len(tx.pairs.projects(studio_id)) + len(tx.pairs.tasks(studio_id))
    tx.pairs.replace(studio_id, (), ())
    return held
