"""Pairs of a Harvest object and a Workroom object, 1:1: no side ever occurs in two pairs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar


@dataclass(frozen=True, slots=True)
class Pair:
    """A Harvest id, its name at the time of mapping, and the host's opaque id of the target."""

    harvest_id: int
    harvest_name: str
    target_id: str


@dataclass(frozen=True, slots=True)
class ProjectPair(Pair):
    """A Harvest project that is mapped to a Workroom project."""


@dataclass(frozen=True, slots=True)
class TaskPair(Pair):
    """A Harvest task that is mapped to a Workroom activity type."""


P = TypeVar("P", bound=Pair)


@dataclass(frozen=True, slots=True)
class Unmap:
    """A change by which a Harvest project or task is no longer mapped."""

    harvest_id: int


@dataclass(frozen=True, slots=True)
class Mapped(Generic[P]):
    """The result of a save: the pairs that hold now, and those that were cleared on the way.

    A pair counts as cleared if it gave way to another and its Harvest side is mapped to nothing
    now, although nobody asked for that. The page names these.
    """

    pairs: tuple[P, ...]
    cleared: tuple[P, ...]


def apply(pairs: Sequence[P], changes: Sequence[P | Unmap]) -> Mapped[P]:
    """Return the pairs after the changes of one save, applied in order.

    A new pair stands at the end, and those that share a side with it are gone: where several
    changes claim one side, the last one keeps it.
    """
    held = {pair.harvest_id: pair for pair in pairs}
    holders = {pair.target_id: pair.harvest_id for pair in pairs}
    displaced: dict[int, P] = {}
    for change in changes:
        sides: list[int | None] = [change.harvest_id]
        if not isinstance(change, Unmap):
            sides.append(holders.get(change.target_id))
        gone = [held.pop(side) for side in sides if side is not None and side in held]
        for pair in gone:
            del holders[pair.target_id]
        if not isinstance(change, Unmap):
            displaced |= {pair.harvest_id: pair for pair in gone}
            held[change.harvest_id] = change
            holders[change.target_id] = change.harvest_id
    unmapped = {change.harvest_id for change in changes if isinstance(change, Unmap)}
    cleared = (pair for key, pair in displaced.items() if key not in held and key not in unmapped)
    return Mapped(tuple(held.values()), tuple(cleared))
