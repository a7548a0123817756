"""The mapping table: the rows of Harvest's side, and the targets that can be chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Generic, TypeVar

from workroom_harvest.domain.mapping import Pair
from workroom_harvest.domain.ports.harvest import HarvestItem
from workroom_harvest.domain.ports.host import ActivityType, Project
from workroom_harvest.domain.read_lists import ReadLists

Target = TypeVar("Target", Project, ActivityType)


class SideChange(Enum):
    """What happened to one side of a pair since it was mapped."""

    INACTIVE_IN_HARVEST = auto()
    ARCHIVED_IN_WORKROOM = auto()
    DELETED_IN_WORKROOM = auto()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: a Harvest project or task, and the host's id of its target, or None.

    `changes` say what happened to either side since it was mapped.
    """

    harvest: HarvestItem
    target_id: str | None
    changes: tuple[SideChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Table(Generic[Target]):
    """The rows of a table, and the targets that can be chosen in it.

    The targets are the active ones, and those archived ones that are mapped.
    """

    rows: Sequence[Row]
    targets: Sequence[Target]


@dataclass(frozen=True, slots=True)
class MappingTables:
    """The tables of projects and of tasks, and when Harvest's side of them was read."""

    projects: Table[Project]
    tasks: Table[ActivityType]
    lists: ReadLists


@dataclass(frozen=True, slots=True)
class HarvestSide:
    """Harvest's projects or tasks, as they are stored.

    `active` are those that Harvest listed last, and `waiting` others whose entries wait, which may
    have no name. `pairs` are the saved mappings.
    """

    active: Sequence[HarvestItem]
    waiting: Sequence[HarvestItem]
    pairs: Sequence[Pair]


def table(harvest: HarvestSide, targets: Sequence[Target]) -> Table[Target]:
    """Return the rows of what Harvest lists, then of what it does not list but is mapped or waits.

    Both are ordered by name.
    """
    mapped = {pair.harvest_id: pair for pair in harvest.pairs}
    held = {target.id: target for target in targets}
    active = {item.id for item in harvest.active}
    unlisted = {item.id: item for item in harvest.waiting}
    unlisted |= {key: HarvestItem(key, pair.harvest_name) for key, pair in mapped.items()}
    rows = [_row(item, mapped.get(item.id), held) for item in sorted(harvest.active, key=_by_name)]
    rows += [
        _row(item, mapped.get(item.id), held, SideChange.INACTIVE_IN_HARVEST)
        for item in sorted(unlisted.values(), key=_by_name)
        if item.id not in active
    ]
    used = {pair.target_id for pair in mapped.values()}
    choices = [target for target in targets if not target.is_archived or target.id in used]
    return Table(rows, choices)


def _by_name(item: HarvestItem) -> tuple[str, str, int]:
    return item.name.casefold(), item.detail, item.id


def _row(
    item: HarvestItem, pair: Pair | None, held: Mapping[str, Target], *changes: SideChange
) -> Row:
    if pair is None:
        return Row(item, None, changes)
    target = held.get(pair.target_id)
    if target is None:
        return Row(item, None, (*changes, SideChange.DELETED_IN_WORKROOM))
    if target.is_archived:
        changes = (*changes, SideChange.ARCHIVED_IN_WORKROOM)
    return Row(item, pair.target_id, changes)
