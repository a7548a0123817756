"""Suggestions of what to map to what, by name: only where no second candidate is as good.

What is forgiven: case, accents, punctuation and blanks, leading zeros, the client before a name,
and a code around it. What is not: another client, another code, another number. It takes time in
proportion to the number of names.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from workroom_harvest.domain.comparable_names import comparable, words

MOST_CANDIDATES = 5
"""The most candidates that are shown for one item."""

MOST_CLIENT_WORDS = 6
"""The most words of a client's name that are compared."""


@dataclass(frozen=True, slots=True)
class Unmapped:
    """A Harvest project or task that is not mapped; a task has no client."""

    id: int
    name: str
    client: str = ""


@dataclass(frozen=True, slots=True)
class FreeTarget:
    """Something in Workroom that can be mapped to and is not yet."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What is suggested.

    `pairs` maps Harvest ids to the target that is meant, each target once. `candidates` maps other
    Harvest ids to targets that may be meant, of which none is better than another.
    """

    pairs: Mapping[int, str] = field(default_factory=dict)
    candidates: Mapping[int, Sequence[str]] = field(default_factory=dict)


Id = TypeVar("Id", int, str)
Key = tuple[str, str]
"""What was left out of a name, and the rest of it."""

AS_IS, TARGET_CODE, TARGET_PREFIX, ITEM_EXTRA = "", "target code", "target prefix", "item extra"
"""Only one side may leave something out: `A - Kitchen` and `B - Kitchen` are never the same."""


def suggest(items: Sequence[Unmapped], targets: Sequence[FreeTarget]) -> Suggestions:
    """Return the suggestions for all items, whose ids differ, as those of the targets do.

    A pair is suggested where neither side could be meant by anything else. Names that are literally
    the same are, too, as long as each of their twins has such a namesake of its own.
    """
    by_item = {item.id: _unique(_item_keys(item)) for item in items}
    by_target = {target.id: _unique(_target_keys(target)) for target in targets}
    items_of, targets_of = _inverted(by_item), _inverted(by_target)
    namesakes = _namesakes(items, targets)
    lone_items = _lone(items_of, namesakes.keys())
    lone_targets = _lone(targets_of, set(namesakes.values()))
    pairs: dict[int, str] = {}
    candidates: dict[int, Sequence[str]] = {}
    for key, keys in by_item.items():
        twin = namesakes.get(key)
        if twin and lone_targets.isdisjoint(keys) and lone_items.isdisjoint(by_target[twin]):
            pairs[key] = twin
            continue
        found = _some(targets_of, keys)
        if len(found) == 1 and len(_some(items_of, by_target[found[0]])) == 1:
            pairs[key] = found[0]
        elif found:
            candidates[key] = found
    return Suggestions(pairs, candidates)


def _namesakes(items: Iterable[Unmapped], targets: Iterable[FreeTarget]) -> Mapping[int, str]:
    """Return the pairs whose names are literally the same, and unique on either side."""
    there = _by_literal_name((item.name, item.id) for item in items)
    here = _by_literal_name((target.name, target.id) for target in targets)
    return {
        there[name][0]: here[name][0]
        for name in there.keys() & here.keys()
        if len(there[name]) == len(here[name]) == 1
    }


def _by_literal_name(named: Iterable[tuple[str, Id]]) -> Mapping[str, Sequence[Id]]:
    found: dict[str, list[Id]] = defaultdict(list)
    for name, one in named:
        if literal := " ".join(name.split()):
            found[literal].append(one)
    return found


def _item_keys(item: Unmapped) -> Iterator[Key]:
    """Yield how an item may be called in Workroom."""
    name, clients = comparable(item.name), _clients(item.client)
    for form in _forms(name.full, clients):
        yield AS_IS, form
        if not name.without_code:
            yield TARGET_CODE, form
        if not clients:
            yield TARGET_PREFIX, form
    for rest in (name.without_code, name.after_prefix):
        yield from ((ITEM_EXTRA, form) for form in _forms(rest, clients))


def _target_keys(target: FreeTarget) -> Iterator[Key]:
    name = comparable(target.name)
    forms = {
        AS_IS: name.full,
        ITEM_EXTRA: name.full,
        TARGET_CODE: name.without_code,
        TARGET_PREFIX: name.after_prefix,
    }
    yield from ((left_out, form) for left_out, form in forms.items() if form)


def _clients(client: str) -> Sequence[str]:
    """Return what may stand for a client before a name: its first word, its first two, and so on.

    `ACME` stands for `ACME Holding Ltd.`, too.
    """
    found = words(client)[:MOST_CLIENT_WORDS]
    return [" ".join(found[:length]) for length in range(1, len(found) + 1)]


def _forms(name: str, clients: Iterable[str]) -> Iterator[str]:
    """Yield a name by itself, and with its client before it; nothing for an empty one."""
    if name:
        yield name
        yield from (f"{client} {name}" for client in clients)


def _unique(keys: Iterable[Key]) -> Sequence[Key]:
    return tuple(dict.fromkeys(keys))


def _inverted(keys: Mapping[Id, Iterable[Key]]) -> Mapping[Key, Sequence[Id]]:
    found: dict[Key, list[Id]] = defaultdict(list)
    for one, of_one in keys.items():
        for key in of_one:
            found[key].append(one)
    return found


def _lone(ids: Mapping[Key, Iterable[Id]], named: Collection[Id]) -> frozenset[Key]:
    """Return the keys of those that have no namesake."""
    return frozenset(key for key, of_key in ids.items() if any(one not in named for one in of_key))


def _some(ids: Mapping[Key, Sequence[Id]], keys: Iterable[Key]) -> Sequence[Id]:
    """Return the first few that have one of the keys."""
    found: dict[Id, None] = {}
    for key in keys:
        found |= dict.fromkeys(ids.get(key, ())[:MOST_CANDIDATES])
    return list(found)[:MOST_CANDIDATES]
