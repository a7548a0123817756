"""Which Harvest users' entries went to the fallback owner, how many, and why."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

MOST_PEOPLE = 100
"""The most people that one run names, more than work in any studio.

The limit bounds what Harvest can make the plugin store.
"""


class Cause(StrEnum):
    """Why a Harvest user is not known to be a member of the studio. The values are stored."""

    NO_MEMBER = "no member"
    """Their e-mail address belongs to no active member."""

    UNKNOWN = "unknown"
    """Harvest does not show their e-mail address to the connected user."""

    OTHERS = "others"
    """Everybody who comes after the first hundred people, for whichever cause."""


@dataclass(frozen=True, slots=True)
class FellBack:
    """A Harvest user, and how many of their entries went to the designer who connected.

    `user_id` is None, and `name` empty, where Harvest does not say it.
    """

    user_id: int | None
    name: str
    cause: Cause
    entries: int = 1


def merged(held: Iterable[FellBack], more: Iterable[FellBack]) -> tuple[FellBack, ...]:
    """Return both lists as one, with each person once per cause, in the order of first occurrence.

    The entries of everybody after the first `MOST_PEOPLE` are counted together under
    `Cause.OTHERS`.
    """
    people: dict[tuple[int | None, Cause], FellBack] = {}
    entries: Counter[tuple[int | None, Cause]] = Counter()
    for one in (*held, *more):
        key, person = (one.user_id, one.cause), one
        if key not in people and len(people) >= MOST_PEOPLE:
            key, person = (None, Cause.OTHERS), FellBack(None, "", Cause.OTHERS)
        people.setdefault(key, person)
        entries[key] += one.entries
    return tuple(replace(person, entries=entries[key]) for key, person in people.items())
