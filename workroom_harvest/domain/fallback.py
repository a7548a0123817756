"""Whose entries went to the designer who connected, how many, and why. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

MOST_PEOPLE = 100
"""Of one run by name: more than work in any studio, and an end to what Harvest may send."""


class Cause(StrEnum):
    """Why nobody in Workroom is known to be the Harvest user of an entry."""

    NO_MEMBER = "no member"
    """Their e-mail address is no active member's."""

    UNKNOWN = "unknown"
    """Harvest does not show their address to the user who connected: whose it is, is not known."""

    OTHERS = "others"
    """All that come after the first hundred people, for whichever reason."""


@dataclass(frozen=True, slots=True)
class FellBack:
    """A Harvest user, and how many of their entries went to the designer who connected.

    `user_id` is None and `name` empty where Harvest says neither.
    """

    user_id: int | None
    name: str
    cause: Cause
    entries: int = 1


def merged(held: Iterable[FellBack], more: Iterable[FellBack]) -> tuple[FellBack, ...]:
    """Both, each person once per cause, in the order of their coming."""
    found: dict[tuple[int | None, Cause], FellBack] = {}
    for one in (*held, *more):
        key = (one.user_id, one.cause)
        if key not in found and len(found) >= MOST_PEOPLE:
            key, one = (None, Cause.OTHERS), FellBack(None, "", Cause.OTHERS, one.entries)
        before = found.get(key)
        found[key] = replace(before, entries=before.entries + one.entries) if before else one
    return tuple(found.values())
