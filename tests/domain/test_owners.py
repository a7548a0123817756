"""Who owns an entry, and why an entry falls back to the designer who connected."""

import pytest

from tests.support.factories import entry
from workroom_harvest.domain.fallback import Cause, FellBack
from workroom_harvest.domain.owners import Owners

EMAILS, MEMBERS = {1: "Mira@Studio.example"}, {"mira@studio.example": "mira"}


@pytest.mark.parametrize(
    ("user_id", "fallback", "owner"),
    [(1, "elin", "mira"), (1, None, "mira"), (2, "elin", "elin"), (2, None, None)],
)
def test_the_owner_is_found_by_email_else_the_fallback(
    user_id: int, fallback: str | None, owner: str | None
) -> None:
    """The owner is the member of that address in any case, else the fallback."""
    assert Owners(EMAILS, MEMBERS, fallback).of(entry(user_id=user_id)) == owner


def test_a_blank_address_matches_nobody() -> None:
    """A blank address, on either side, belongs to nobody."""
    owners = Owners({1: " ", 3: ""}, {"": "ghost"}, "elin")
    assert {owners.of(entry(user_id=number)) for number in (1, 2, 3)} == {"elin"}


def test_who_is_no_member_and_who_is_unknown_is_told_apart() -> None:
    """Whoever falls back either has an address of no member, or is not shown by Harvest."""
    owners = Owners({**EMAILS, 3: "x@other.example"}, MEMBERS, "elin")
    assert owners.fell_back(entry(user_id=1)) is None
    three = FellBack(3, "Ana", Cause.NO_MEMBER)
    assert owners.fell_back(entry(user_id=3, user_name="Ana")) == three
    assert owners.fell_back(entry(user_id=4, user_name="Ben")) == FellBack(4, "Ben", Cause.UNKNOWN)
    nameless = entry(user_id=None, user_name="")
    assert owners.fell_back(nameless) == FellBack(None, "", Cause.UNKNOWN)
