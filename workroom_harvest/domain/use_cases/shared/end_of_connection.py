"""What is common to all that end a connection: Disconnect, another account, forgetting."""

from datetime import datetime

from workroom_harvest.domain.connection import Connection, Tokens
from workroom_harvest.domain.errors import ReconnectNeeded, TokensUnreadable
from workroom_harvest.domain.messages import Code, Message
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
