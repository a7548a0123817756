"""Tokens at rest: sealed under a key ring, and bound to the row that they belong to."""

import json
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from workroom_harvest.domain.errors import TokensUnreadable


class TokenCipher:
    """Seals under the newest key, opens under all.

    The studio and the field are sealed in beside the token, so that a row moved to another
    studio, or a token moved to another column, does not open.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self._ring = MultiFernet([Fernet(key) for key in keys])

    def seal(self, studio_id: str, field: str, secret: str) -> str:
        """Return the secret as text that only this studio's row and this field open."""
        inside = json.dumps([studio_id, field, secret])
        return self._ring.encrypt(inside.encode()).decode()

    def open(self, studio_id: str, field: str, sealed: str) -> str:
        """Return the secret.

        Raises `TokensUnreadable` on a wrong key, row or field, or a flipped bit.
        """
        try:
            bound_studio, bound_field, secret = json.loads(self._ring.decrypt(sealed.encode()))
        except (InvalidToken, ValueError, TypeError):
            raise TokensUnreadable from None
        if (bound_studio, bound_field) != (studio_id, field):
            raise TokensUnreadable
        return str(secret)
