"""The encryption of stored tokens, under a key ring, bound to the row that they belong to."""

import json
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from workroom_harvest.domain.errors import TokensUnreadable


class TokenCipher:
    """A cipher that encrypts under the newest key, and decrypts under all keys.

    The studio and the field are encrypted together with the token, so that a row that was moved to
    another studio, or a token that was moved to another column, cannot be opened.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self._ring = MultiFernet([Fernet(key) for key in keys])

    def seal(self, studio_id: str, field: str, secret: str) -> str:
        """Return the secret as text that can be opened for this studio and this field only."""
        inside = json.dumps([studio_id, field, secret])
        return self._ring.encrypt(inside.encode()).decode()

    def open(self, studio_id: str, field: str, sealed: str) -> str:
        """Return the secret.

        Raise `TokensUnreadable` for a wrong key, row or field, or if a bit was changed.
        """
        try:
            bound_studio, bound_field, secret = json.loads(self._ring.decrypt(sealed.encode()))
        except (InvalidToken, ValueError, TypeError):
            raise TokensUnreadable from None
        if (bound_studio, bound_field) != (studio_id, field):
            raise TokensUnreadable
        return str(secret)
