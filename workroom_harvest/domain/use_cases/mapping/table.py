"""The mapping table: the rows of Harvest's side, and the targets that can be chosen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Generic, TypeVar

from workroom_harvest.domain.mapping import Pair
from workroom_harvest.domain.ports.harvest import HarvestItem
from workroom_harvest.domain.ports.host import ActivityType, Project

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
    """The tables of projects and of tasks.

    `partial` says that Harvest showed only the connected user's own assignments.
    """

    projects: Table[Project]
    tasks: Table[ActivityType]
    partial: bool


def table(
    harvest: Sequence[HarvestItem], pairs: Iterable[Pair], targets: Sequence[Target]
) -> Table[Target]:
    """Return Harvest's rows ordered by name, then the mapped ones that Harvest no longer lists."""
    mapped = {pair.harvest_id: pair for pair in pairs}
    held = {target.id: target for target in targets}
    active = {item.id for item in harvest}
    rows = [
        _row(item, mapped.get(item.id), held)
        for item in sorted(harvest, key=lambda item: (item.name.casefold(), item.detail, item.id))
    ]
    rows += [
        _row(
            HarvestItem(pair.harvest_id, pair.harvest_name),
            pair,
            held,
            SideChange.INACTIVE_IN_HARVEST,
        )
        for pair in mapped.values()
        if pair.harvest_id not in active
    ]
    used = {pair.target_id for pair in mapped.values()}
    choices = [target for target in targets if not target.is_archived or target.id in used]
    return Table(rows, choices)


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
