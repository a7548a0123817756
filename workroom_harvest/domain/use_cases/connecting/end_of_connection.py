"""What a disconnect and a change of account do alike, in the caller's transaction."""

from datetime import datetime

from workroom_harvest.domain.connection import Connection, Tokens
from workroom_harvest.domain.errors import ReconnectNeeded, TokensUnreadable
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.ports.store import Transaction


def stop_runs(tx: Transaction, studio_id: str, why: Code, now: datetime) -> None:
    """Let whatever the studio has under way end as failed; a worker notices at its next page."""
    tx.leases.revoke(studio_id)
    tx.runs.stop(studio_id, Message(why), now)


def stored_tokens(tx: Transaction, connection: Connection) -> Tokens | None:
    """Return the connection's tokens, or None where there are none or none that open."""
    try:
        return tx.connections.tokens(connection).tokens
    except (TokensUnreadable, ReconnectNeeded):
        return None
