"""The words about people whose timelogs could move to them, once Workroom knows them."""

from collections.abc import Sequence
from dataclasses import dataclass

from workroom_harvest.domain.use_cases.correcting.unknown_owners import UnknownOwner
from workroom_harvest.web.words import N_, number, say

SET_ADDRESS = N_(
    "Invite them to Workroom, or give their Workroom user the e-mail address that they have in "
    "Harvest."
)
CONNECT_SOMEBODY = N_(
    "Harvest does not show their e-mail address to the person who connected. Let somebody connect "
    "who sees everyone there: they are recognised with the next entries that come in."
)
NOT_NAMED = N_(
    "Harvest does not say whose these are. If they are not yours, move them in Workroom."
)


@dataclass(frozen=True, slots=True)
class UnknownOwnerRow:
    """A person with their number of entries, and what makes them known."""

    name: str
    entries: str
    what_to_do: str


def rows(people: Sequence[UnknownOwner]) -> Sequence[UnknownOwnerRow]:
    """Return the rows of the list."""
    return [UnknownOwnerRow(_name(one), number(one.entries), _what_to_do(one)) for one in people]


def heading(people: Sequence[UnknownOwner]) -> str:
    """Return the heading of the list."""
    return say(
        "Went to the designer who connected: {entries:# entry|# entries}",
        entries=sum(one.entries for one in people),
    )


def _name(one: UnknownOwner) -> str:
    if one.user_id is None:
        return say("Not named by Harvest")
    return one.name or say("Harvest user {id}", id=str(one.user_id))


def _what_to_do(one: UnknownOwner) -> str:
    if one.user_id is None:
        return say(NOT_NAMED)
    return say(SET_ADDRESS if one.has_address else CONNECT_SOMEBODY)
