"""The conversion between connections and their rows, with the tokens sealed in them."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from workroom_harvest.adapters.token_cipher import TokenCipher
from workroom_harvest.domain.connection import Connection, HarvestAccount, HeldTokens, Sight, Tokens
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.read_lists import ReadLists


def sight(word: str | None) -> Sight | None:
    """Return the sight that is stored; None for null, and for a value of a newer version."""
    return Sight(word) if word in tuple(Sight) else None


def connection_of(row: sa.RowMapping) -> Connection:
    """Return the connection in a row."""
    return Connection(
        id=row["id"],
        studio_id=row["studio_id"],
        harvest_account=HarvestAccount(row["harvest_account_id"], row["harvest_account_name"]),
        connected_by=row["connected_by"],
        connected_at=row["connected_at"],
        automated_since=row["automated_since"],
        reconnect_reason=_reason(row["reconnect_reason"]),
        last_night=row["last_night"],
        sees=sight(row["sees"]),
        saw=sight(row["saw"]),
        lists=ReadLists(row["lists_asked_at"], row["lists_read_at"], row["lists_are_partial"]),
        todo=row["todo"],
    )


class SealedTokens:
    """The columns of a connection's row that hold its tokens, sealed by a `TokenCipher`."""

    def __init__(self, cipher: TokenCipher) -> None:
        self._cipher = cipher

    def seal(self, studio_id: str, tokens: Tokens) -> Mapping[str, Any]:
        """Return the columns and their values for the studio's tokens."""
        return {
            "sealed_access": self._cipher.seal(studio_id, "access", tokens.access),
            "sealed_refresh": self._cipher.seal(studio_id, "refresh", tokens.refresh),
            "refresh_at": tokens.refresh_at,
        }

    def open(self, row: sa.RowMapping) -> HeldTokens:
        """Return the tokens in a row; raise `TokensUnreadable` if no configured key opens them."""
        studio_id = row["studio_id"]
        tokens = Tokens(
            access=self._cipher.open(studio_id, "access", row["sealed_access"]),
            refresh=self._cipher.open(studio_id, "refresh", row["sealed_refresh"]),
            refresh_at=row["refresh_at"],
        )
        return HeldTokens(tokens, row["token_version"])


def _reason(word: str | None) -> Code | None:
    """Return why a person must reconnect, or None.

    A code that a newer version stored means that the grant was revoked.
    """
    if word is None:
        return None
    return Code(word) if word in tuple(Code) else Code.GRANT_REVOKED
