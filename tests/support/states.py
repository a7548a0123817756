"""Numbers for states of objects: the same number is the same state, all the way down."""

import itertools
import operator
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta, tzinfo
from decimal import Decimal
from enum import Enum
from functools import partial
from types import CellType, FunctionType, MethodType
from typing import Any

ATOMS = frozenset({int, str, bytes, bool, float, type(None)})
"""What is its own state."""

SPELLED = (
    Enum,
    date,
    timedelta,
    tzinfo,
    Decimal,
    BaseException,
    itertools.count,
    operator.attrgetter,
)
"""What has its state in its text."""

PARTS: Mapping[type, Sequence[str]] = {
    FunctionType: ("__closure__", "__defaults__", "__kwdefaults__"),
    CellType: ("cell_contents",),
    MethodType: ("__func__", "__self__"),
    partial: ("func", "args", "keywords"),
}
"""What callables have their state in, and where they get it from."""


class States:
    """The states that were met.

    What is in objects of the types `apart` does not count: whoever has such objects gives their
    state besides. What cannot be looked into raises `TypeError`, so that nothing is left out.
    """

    def __init__(self, *apart: type) -> None:
        self._apart = apart
        self._numbers: dict[object, int] = {}

    def number(self, *values: object) -> int:
        """Return the number of the state that the values are in together.

        Two states that differ never have the same number. Two that are alike may have different
        ones where attributes, rows or keys came in another order.
        """
        return _Look(self._numbers, self._apart).number(values)


class _Look:
    """One look over a graph of objects.

    What can change is looked into once; where it comes up again, that is said, so that two names
    for one object are another state than two objects that are alike.
    """

    def __init__(self, numbers: dict[object, int], apart: tuple[type, ...]) -> None:
        self._numbers = numbers
        self._apart = apart
        self._met: dict[int, int] = {}
        self._held: list[object] = []
        self._changing = 0

    def number(self, value: object) -> int:
        kind = type(value)
        if kind in ATOMS:
            return self._numbered((kind, value))
        met = self._met.get(id(value))
        if met is not None:
            return met
        # As long as it is held, nothing else gets its id.
        self._held.append(value)
        self._changing += 1
        self._met[id(value)] = self._numbered(("again", self._changing))
        if not _is_lasting(value):
            return self._numbered((kind, *self._within(value)))
        self._changing -= 1
        lasting = self._met[id(value)] = self._numbered((kind, *self._within(value)))
        return lasting

    def _numbered(self, state: object) -> int:
        return self._numbers.setdefault(state, len(self._numbers))

    def _all(self, values: Iterable[object]) -> Iterator[int]:
        return map(self.number, values)

    def _within(self, value: Any) -> Iterable[object]:
        if isinstance(value, self._apart):
            return ()
        if isinstance(value, SPELLED):
            return [repr(value)]
        if isinstance(value, type):
            return [id(value)]
        if isinstance(value, (set, frozenset)):
            return [frozenset(self._all(value))]
        if isinstance(value, dict):
            return self._all(itertools.chain.from_iterable(value.items()))
        if isinstance(value, (list, tuple)):
            return self._all(value)
        if isinstance(value, FunctionType):
            return [id(value.__code__), *self._parts(value)]
        return self._parts(value) if isinstance(value, tuple(PARTS)) else self._attributes(value)

    def _parts(self, value: object) -> Iterator[int]:
        return self._all(getattr(value, name) for name in PARTS[type(value)])

    def _attributes(self, value: object) -> Iterable[object]:
        slots = {
            name: getattr(value, name, None)
            for kind in type(value).__mro__
            for name in vars(kind).get("__slots__", ())
        }
        if not (slots or hasattr(value, "__dict__")):
            raise TypeError(f"nobody can tell the state of {value!r}")
        return [
            part
            for name, attribute in sorted((slots | getattr(value, "__dict__", {})).items())
            for part in (name, self.number(attribute))
        ]


def _is_lasting(value: object) -> bool:
    """Return whether a value is the same for good, but for what it refers to."""
    params = getattr(type(value), "__dataclass_params__", None)
    return isinstance(value, (tuple, frozenset, MethodType, *SPELLED)) or bool(
        params and params.frozen
    )
