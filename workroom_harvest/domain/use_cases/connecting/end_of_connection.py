"""What a disconnect and a change of account do alike, in the caller's transaction."""

from datetime import datetime

from workroom_harvest.domain.connection import (
    Connection,
    Tokens,
)
from workroom_harvest.domain.errors import (
    ReconnectNeeded,
    TokensUnreadable,
)
from workroom_harvest.domain.ports.store import Transaction


def stop(tx: Transaction, studio_id: str, sentence: str, now: datetime) -> None:
    """Let whatever the studio has under way end at its next page; in the caller's transaction."""
    tx.leases.revoke(studio_id)
    tx.runs.stop(studio_id, sentence, now)


def held_tokens(tx: Transaction, connection: Connection) -> Tokens | None:
    """Those that are held, None where there are none or none that open."""
    try:
        return tx.connections.tokens(connection).tokens
    except (TokensUnreadable, ReconnectNeeded):
        return None
