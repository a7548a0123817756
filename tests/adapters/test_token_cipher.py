"""Tokens at rest."""

import pytest
from cryptography.fernet import Fernet

from workroom_harvest.adapters.token_cipher import TokenCipher
from workroom_harvest.domain.errors import TokensUnreadable

OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))


def test_what_is_sealed_opens_for_the_same_row_and_field_only() -> None:
    """A row moved to another studio, or a token to another column, does not open."""
    seal = TokenCipher([OLD])
    sealed = seal.seal("studio", "access", "token")
    assert "token" not in sealed
    assert seal.open("studio", "access", sealed) == "token"
    for account, field in (("other", "access"), ("studio", "refresh")):
        with pytest.raises(TokensUnreadable):
            seal.open(account, field, sealed)


@pytest.mark.parametrize("place", [0, 10, -10])
def test_a_flipped_letter_does_not_open(place: int) -> None:
    """Nor does it say what was inside."""
    sealed = list(TokenCipher([OLD]).seal("studio", "access", "token"))
    sealed[place] = "A" if sealed[place] != "A" else "B"
    with pytest.raises(TokensUnreadable) as caught:
        TokenCipher([OLD]).open("studio", "access", "".join(sealed))
    assert caught.value.__cause__ is None


def test_all_keys_open_and_the_newest_seals() -> None:
    """Rotation."""
    sealed = TokenCipher([OLD]).seal("studio", "access", "token")
    ring = TokenCipher([NEW, OLD])
    assert ring.open("studio", "access", sealed) == "token"
    with pytest.raises(TokensUnreadable):
        TokenCipher([NEW]).open("studio", "access", sealed)
    assert (
        TokenCipher([NEW]).open("studio", "access", ring.seal("studio", "access", "token"))
        == "token"
    )
