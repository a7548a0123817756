"""The conversion between connections and their rows, with the tokens sealed in them."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from workroom_harvest.adapters.token_cipher import TokenCipher
from workroom_harvest.domain.connection import Connection, HarvestAccount, Sight, Tokens
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
        full_night=row["full_night"],
        sees=sight(row["sees"]),
        saw=sight(row["saw"]),
        lists=ReadLists(row["lists_asked_at"], row["lists_read_at"], row["lists_are_partial"]),
        todo=row["todo"],
        lacks_owner=row["lacks_owner"],
        told_todo=row["told_todo"],
        told_failing=row["told_failing"],
    )


class SealedTokens:
    """The columns of a row that hold tokens, sealed by a `TokenCipher`.

    `prefix` is sealed in before a column's name, so that tokens of one table cannot be opened in
    another one; it is empty for connections.
    """

    def __init__(self, cipher: TokenCipher, prefix: str = "") -> None:
        self._cipher = cipher
        self._access, self._refresh = f"{prefix}access", f"{prefix}refresh"

    def seal(self, studio_id: str, tokens: Tokens) -> Mapping[str, Any]:
        """Return the columns and their values for the studio's tokens."""
        return {
            "sealed_access": self._cipher.seal(studio_id, self._access, tokens.access),
            "sealed_refresh": self._cipher.seal(studio_id, self._refresh, tokens.refresh),
            "refresh_at": tokens.refresh_at,
        }

    def open(self, row: sa.RowMapping) -> Tokens:
        """Return the tokens in a row; raise `TokensUnreadable` if no configured key opens them."""
        studio_id = row["studio_id"]
        return Tokens(
            access=self._cipher.open(studio_id, self._access, row["sealed_access"]),
            refresh=self._cipher.open(studio_id, self._refresh, row["sealed_refresh"]),
            refresh_at=row["refresh_at"],
        )


def _reason(word: str | None) -> Code | None:
    """Return why a person must reconnect, or None.

    A code that a newer version stored means that the grant was revoked.
    """
    if word is None:
        return None
    return Code(word) if word in tuple(Code) else Code.GRANT_REVOKED
