"""Tokens are encrypted where they are stored."""

import pytest
from cryptography.fernet import Fernet

from workroom_harvest.adapters.token_cipher import TokenCipher
from workroom_harvest.domain.errors import TokensUnreadable

OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))


def test_what_is_sealed_opens_for_the_same_row_and_field_only() -> None:
    """A token that was copied to another studio's row or to another column cannot be opened."""
    seal = TokenCipher([OLD])
    sealed = seal.seal("studio", "access", "token")
    assert "token" not in sealed
    assert seal.open("studio", "access", sealed) == "token"
    for account, field in (("other", "access"), ("studio", "refresh")):
        with pytest.raises(TokensUnreadable):
            seal.open(account, field, sealed)


@pytest.mark.parametrize("place", [0, 10, -10])
def test_a_changed_letter_makes_a_token_unreadable(place: int) -> None:
    """A sealed token that was changed raises `TokensUnreadable` without a cause that shows it."""
    sealed = list(TokenCipher([OLD]).seal("studio", "access", "token"))
    sealed[place] = "A" if sealed[place] != "A" else "B"
    with pytest.raises(TokensUnreadable) as caught:
        TokenCipher([OLD]).open("studio", "access", "".join(sealed))
    assert caught.value.__cause__ is None


def test_all_keys_open_and_the_newest_seals() -> None:
    """Tokens sealed with an older key can be opened, and the newest key seals."""
    sealed = TokenCipher([OLD]).seal("studio", "access", "token")
    ring = TokenCipher([NEW, OLD])
    assert ring.open("studio", "access", sealed) == "token"
    with pytest.raises(TokensUnreadable):
        TokenCipher([NEW]).open("studio", "access", sealed)
    assert (
        TokenCipher([NEW]).open("studio", "access", ring.seal("studio", "access", "token"))
        == "token"
    )
