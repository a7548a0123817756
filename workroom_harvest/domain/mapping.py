"""Pairs of a Harvest side and a Workroom side, 1:1: no side ever occurs twice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar


@dataclass(frozen=True, slots=True)
class Pair:
    """A Harvest id, its name when it was mapped, and the host's opaque id of the target."""

    harvest_id: int
    harvest_name: str
    target_id: str

    def touches(self, other: "Pair") -> bool:
        """Whether the two share a side."""
        return self.harvest_id == other.harvest_id or self.target_id == other.target_id


@dataclass(frozen=True, slots=True)
class ProjectPair(Pair):
    """A Harvest project and a Workroom project."""


@dataclass(frozen=True, slots=True)
class TaskPair(Pair):
    """A Harvest task and a Workroom activity type."""


P = TypeVar("P", bound=Pair)


@dataclass(frozen=True, slots=True)
class Unmap:
    """The wish that a Harvest project or task be mapped to nothing."""

    harvest_id: int


@dataclass(frozen=True, slots=True)
class Mapped(Generic[P]):
    """What a save leads to: the pairs that hold now, and those it cleared on the way.

    A pair counts as cleared when it gave way to another and its Harvest side is mapped to nothing
    any more, though nobody asked for that: the page says these by name.
    """

    pairs: tuple[P, ...]
    cleared: tuple[P, ...]


def assign(pairs: Iterable[P], pair: P) -> tuple[P, ...]:
    """`pairs` with `pair` in it, and without any that touched either of its sides."""
    return (*(held for held in pairs if not held.touches(pair)), pair)


def apply(pairs: Sequence[P], changes: Sequence[P | Unmap]) -> Mapped[P]:
    """The changes of one save, in order; the last that claims a side keeps it."""
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
