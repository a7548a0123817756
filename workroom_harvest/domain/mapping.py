"""Pairs of a Harvest object and a Workroom object, 1:1: no side ever occurs in two pairs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar


@dataclass(frozen=True, slots=True)
class Pair:
    """A Harvest id, its name at the time of mapping, and the host's opaque id of the target."""

    harvest_id: int
    harvest_name: str
    target_id: str

    def touches(self, other: "Pair") -> bool:
        """Return whether the two pairs share a side."""
        return self.harvest_id == other.harvest_id or self.target_id == other.target_id


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


def assign(pairs: Iterable[P], pair: P) -> tuple[P, ...]:
    """Return `pairs` with `pair` at the end, and without those that share a side with it."""
    return (*(held for held in pairs if not held.touches(pair)), pair)


def apply(pairs: Sequence[P], changes: Sequence[P | Unmap]) -> Mapped[P]:
    """Return the pairs after the changes of one save, applied in order.

    Where several changes claim one side, the last one keeps it.
    """
    held = tuple(pairs)
    displaced: list[P] = []
    for change in changes:
        before = held
        if isinstance(change, Unmap):
            held = tuple(pair for pair in held if pair.harvest_id != change.harvest_id)
        else:
            held = assign(held, change)
            displaced += [pair for pair in before if pair not in held]
    mapped = {pair.harvest_id for pair in held}
    unmapped = {change.harvest_id for change in changes if isinstance(change, Unmap)}
    lost = {pair.harvest_id: pair for pair in displaced}
    cleared = (pair for key, pair in lost.items() if key not in mapped | unmapped)
    return Mapped(held, tuple(cleared))
