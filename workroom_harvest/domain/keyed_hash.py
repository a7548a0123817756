"""Keyed hashes, by which texts can be compared without being kept."""

import hashlib

KEY_BYTES = 32
"""The length of a key."""

MARK, DIGEST = 2, 8
"""The bytes of a hash: so many that tell its key, and so many of the hash itself."""


class KeyedHash:
    """A hash function with a studio's own key.

    Without the key nobody can find out a short text, such as a note, by trying.
    """

    def __init__(self, key: bytes) -> None:
        self._mark = hashlib.blake2b(key, digest_size=MARK).hexdigest()
        self._keyed = hashlib.blake2b(key=key, digest_size=DIGEST)

    def __call__(self, text: str) -> str:
        """Return the hash of the text as 20 hexadecimal digits."""
        digest = self._keyed.copy()
        # Half of a surrogate pair cannot be encoded by itself, and no text is refused here.
        digest.update(text.encode("utf-8", "surrogatepass"))
        return self._mark + digest.hexdigest()


def differ(one: str, other: str) -> bool:
    """Return whether two hashes are of different texts, as far as they tell.

    Hashes of different keys, one of which was lost, tell nothing.
    """
    return one != other and one[: 2 * MARK] == other[: 2 * MARK]
