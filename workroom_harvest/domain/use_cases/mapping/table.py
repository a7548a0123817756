"""The mapping table: the rows of Harvest's side, and the targets that can be chosen."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Generic, TypeVar

from workroom_harvest.domain.mapping import Pair
from workroom_harvest.domain.ports.harvest import HarvestItem
from workroom_harvest.domain.ports.host import ActivityType, Project
from workroom_harvest.domain.read_lists import ReadLists
from workroom_harvest.domain.suggestions import FreeTarget, Suggestions, Unmapped, suggest
from workroom_harvest.domain.waiting import Tally

Target = TypeVar("Target", Project, ActivityType)

NOTHING = Tally()
"""Of what has no entry that waits."""


class SideChange(Enum):
    """What happened to one side of a pair since it was mapped, or that it was left out."""

    INACTIVE_IN_HARVEST = auto()
    ARCHIVED_IN_WORKROOM = auto()
    DELETED_IN_WORKROOM = auto()
    LEFT_OUT = auto()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: a Harvest project or task, and the host's id of its target, or None.

    `changes` say what happened to either side since it was mapped, and `waiting` how much waits
    for the row.
    """

    harvest: HarvestItem
    target_id: str | None
    changes: tuple[SideChange, ...] = ()
    waiting: Tally = NOTHING


@dataclass(frozen=True, slots=True)
class Table(Generic[Target]):
    """The rows of a table, and the targets that can be chosen in it, with what is suggested.

    The targets are the active ones, and those archived ones that are mapped.
    """

    rows: Sequence[Row]
    targets: Sequence[Target]
    suggestions: Suggestions

    @property
    def mapped(self) -> int:
        """Return how many of the rows are mapped."""
        return sum(row.target_id is not None for row in self.rows)

    @property
    def to_map(self) -> int:
        """Return how many rows need a target: what was left out on purpose needs none.

        Entries wait for it, one is suggested, or the former one was deleted in Workroom.
        """
        return sum(self._needs_target(row) for row in self.rows)

    def _needs_target(self, row: Row) -> bool:
        if row.target_id is not None or SideChange.LEFT_OUT in row.changes:
            return False
        return bool(
            row.waiting.entries
            or SideChange.DELETED_IN_WORKROOM in row.changes
            or row.harvest.id in self.suggestions.pairs
            or row.harvest.id in self.suggestions.candidates
        )


@dataclass(frozen=True, slots=True)
class MappingTables:
    """The tables of projects and of tasks, and when Harvest's side of them was read.

    `connection_id` tells the rows from those of another Harvest account.
    """

    connection_id: str
    projects: Table[Project]
    tasks: Table[ActivityType]
    lists: ReadLists


@dataclass(frozen=True, slots=True)
class HarvestSide:
    """Harvest's projects or tasks, as they are stored.

    `active` are those that Harvest listed last, and `waiting` others whose entries wait, which may
    have no name. `pairs` are the saved mappings. `tallies` tell by Harvest id how much waits, and
    `left_out` are the ids of what was left out on purpose.
    """

    active: Sequence[HarvestItem]
    waiting: Sequence[HarvestItem]
    pairs: Sequence[Pair]
    tallies: Mapping[int, Tally]
    left_out: Collection[int]


def table(harvest: HarvestSide, targets: Sequence[Target]) -> Table[Target]:
    """Return the rows of what Harvest lists, then of what it does not list but is mapped or waits.

    Both are ordered by client, then by name.
    """
    mapped = {pair.harvest_id: pair for pair in harvest.pairs}
    held = {target.id: target for target in targets}
    active = {item.id for item in harvest.active}
    unlisted = {item.id: item for item in harvest.waiting}
    unlisted |= {key: HarvestItem(key, pair.harvest_name) for key, pair in mapped.items()}
    rows = [_row(item, mapped.get(item.id), held) for item in sorted(harvest.active, key=_order)]
    rows += [
        _row(item, mapped.get(item.id), held, SideChange.INACTIVE_IN_HARVEST)
        for item in sorted(unlisted.values(), key=_order)
        if item.id not in active
    ]
    rows = [_with_waiting(row, harvest) for row in rows]
    used = {pair.target_id for pair in mapped.values()}
    choices = [target for target in targets if not target.is_archived or target.id in used]
    return Table(rows, choices, _suggestions(rows, targets, used))


def _with_waiting(row: Row, harvest: HarvestSide) -> Row:
    """Return the row with how much waits for it: nothing for what is left out, which it says."""
    if row.harvest.id in harvest.left_out:
        return replace(row, changes=(*row.changes, SideChange.LEFT_OUT))
    return replace(row, waiting=harvest.tallies.get(row.harvest.id, NOTHING))


def _order(item: HarvestItem) -> tuple[str, str, str, int]:
    return item.detail.casefold(), item.detail, item.name.casefold(), item.id


def _suggestions(
    rows: Sequence[Row], targets: Sequence[Target], used: Collection[str]
) -> Suggestions:
    return suggest(
        [
            Unmapped(row.harvest.id, row.harvest.name, row.harvest.detail)
            for row in rows
            if row.target_id is None
        ],
        [
            FreeTarget(target.id, target.name)
            for target in targets
            if not target.is_archived and target.id not in used
        ],
    )


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
