"""What somebody of a studio has to do, as data; each item is gone once it is done."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.correction_kind import CorrectionKind
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.waiting import GroupTally

NOTHING: Mapping[CorrectionKind, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ReconnectDue:
    """A person must reconnect; `reason` says why."""

    reason: Code


@dataclass(frozen=True, slots=True)
class OwnerMissing:
    """The designer who connected is no member of the studio, so entries have no fallback owner."""


@dataclass(frozen=True, slots=True)
class NightsFail:
    """Each night since that one failed."""

    since: date


@dataclass(frozen=True, slots=True)
class GroupWaits:
    """A group of waiting entries needs somebody: a mapping, an import, or a fallback owner."""

    group: GroupTally


@dataclass(frozen=True, slots=True)
class EntriesFellBack:
    """So many imported entries of so many Harvest users belong to the designer who connected."""

    entries: int
    people: int

    @classmethod
    def of(cls, entries: Mapping[int | None, int]) -> "EntriesFellBack":
        """Return the item for so many entries by user; those that have no id count as one."""
        return cls(sum(entries.values()), len(entries))


@dataclass(frozen=True, slots=True)
class EntriesDiffer:
    """So many imported entries are to be corrected, or to be dismissed, for the same cause."""

    kind: CorrectionKind
    entries: int


TodoItem = ReconnectDue | OwnerMissing | NightsFail | GroupWaits | EntriesDiffer | EntriesFellBack
"""An item of the to-do list."""


def todo_list(
    connection: Connection,
    failing_since: date | None,
    groups: Iterable[GroupTally],
    fell_back: EntriesFellBack,
    differing: Mapping[CorrectionKind, int] = NOTHING,
) -> Sequence[TodoItem]:
    """Return what is to be done, the most urgent first.

    `failing_since` is the first of the nights that failed without one between them that did not, or
    None. It is left out while the nightly import is off, since no night can mend it then.
    `differing` are the numbers of entries that are to be corrected, by kind.
    """
    items: list[TodoItem] = []
    if connection.reconnect_reason is not None:
        items.append(ReconnectDue(connection.reconnect_reason))
    if connection.lacks_owner:
        items.append(OwnerMissing())
    if failing_since is not None and connection.automated_sync:
        items.append(NightsFail(failing_since))
    items += [GroupWaits(group) for group in groups if group.needs_somebody]
    items += [EntriesDiffer(kind, differing[kind]) for kind in CorrectionKind if kind in differing]
    if fell_back.entries:
        items.append(fell_back)
    return items


def stored_count(items: Iterable[TodoItem]) -> int:
    """Return how many items are kept as a number with the connection.

    Whether a person must reconnect stands there by itself.
    """
    return sum(not isinstance(item, ReconnectDue) for item in items)


def to_be_told(items: Iterable[TodoItem]) -> Sequence[TodoItem]:
    """Return the items of which a host is told by their number.

    It is told by events of their own that a person must reconnect, and that nights fail.
    """
    return [item for item in items if not isinstance(item, ReconnectDue | NightsFail)]


def entries_of(item: TodoItem) -> int:
    """Return how many entries an item is about."""
    match item:
        case GroupWaits(group=group):
            return group.tally.entries
        case EntriesFellBack(entries=entries) | EntriesDiffer(entries=entries):
            return entries
    return 0
