"""The groups in which waiting entries are shown, imported and left out.

Groups follow the mappings of now: once its project is mapped, an entry whose task is not mapped
stands under the task.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from workroom_harvest.domain.skipped import SkipReason


class GroupKind(StrEnum):
    """What the entries of a group have in common. The values are stored.

    They lack the mapping of one Harvest project or task, or they wait for one reason that no row of
    the mapping table mends.
    """

    PROJECT = "project"
    TASK = "task"
    REASON = "reason"


@dataclass(frozen=True, slots=True)
class WaitingGroup:
    """A group of waiting entries: those of a Harvest project or task, or of a reason.

    `harvest_id` is the project's or task's id at Harvest, and None for a reason; `reason` is None
    for a project or task. Raise `ValueError` for anything else.
    """

    kind: GroupKind
    harvest_id: int | None = None
    reason: SkipReason | None = None

    def __post_init__(self) -> None:
        of_reason = self.kind is GroupKind.REASON
        if of_reason is (self.reason is None) or of_reason is (self.harvest_id is not None):
            raise ValueError(f"a group of the kind {self.kind} has its own key alone")


LACKS_MAPPING = {
    SkipReason.PROJECT_NOT_MAPPED: GroupKind.PROJECT,
    SkipReason.TASK_NOT_MAPPED: GroupKind.TASK,
}
"""The reasons that end with a mapping, and what is mapped then."""


@dataclass(frozen=True, slots=True)
class WaitingKey:
    """What the group of a waiting entry depends on: its project and task, and why it waits.

    The ids are Harvest's, or None where the entry cannot be read.
    """

    project_id: int | None
    task_id: int | None
    reason: SkipReason


@dataclass(frozen=True, slots=True)
class Tally:
    """How many entries wait, their minutes, and the oldest day of work, or None if none is known.

    Minutes that cannot be read count as none. `lasting` is how many of the entries no further try
    brings in as they are: somebody must correct something first.
    """

    entries: int = 0
    minutes: int = 0
    since: date | None = None
    lasting: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        """Return the tally of both."""
        days = [day for day in (self.since, other.since) if day is not None]
        return Tally(
            self.entries + other.entries,
            self.minutes + other.minutes,
            min(days, default=None),
            self.lasting + other.lasting,
        )


@dataclass(frozen=True, slots=True)
class Choices:
    """What a studio has chosen for the projects and tasks of its Harvest account.

    `projects` and `tasks` are the Harvest ids of those that are mapped to something that exists;
    `left_out` are the groups that were left out on purpose.
    """

    projects: Collection[int]
    tasks: Collection[int]
    left_out: Collection[WaitingGroup]

    def is_mapped(self, group: WaitingGroup) -> bool:
        """Return whether the group's project or task is mapped; a reason's never is."""
        ids = {GroupKind.PROJECT: self.projects, GroupKind.TASK: self.tasks}
        return group.harvest_id in ids.get(group.kind, ())


@dataclass(frozen=True, slots=True)
class Place:
    """Where a waiting entry stands, and whether an import could bring it in now.

    What is left out stands in the group that was left out.
    """

    group: WaitingGroup
    is_mapped: bool
    is_left_out: bool = False


@dataclass(frozen=True, slots=True)
class GroupTally:
    """A group of waiting entries with its tally.

    `is_mapped` says that an import could bring in at least some of them now.
    """

    group: WaitingGroup
    tally: Tally
    is_mapped: bool = False
    is_left_out: bool = False

    @property
    def needs_somebody(self) -> bool:
        """Return whether the group waits for a person, and was not left out by one.

        What waits for another reason comes in by itself, or is too old to be urgent, unless no
        further try helps some of it.
        """
        waits_for_person = self.group.reason in (None, SkipReason.NO_FALLBACK_OWNER)
        return (waits_for_person or self.tally.lasting > 0) and not self.is_left_out


def place(key: WaitingKey, choices: Choices) -> Place:
    """Return where an entry stands.

    An entry is left out if its project or task is, and is not mapped, whatever else it waits for.
    """
    lacking = [group for group in _sides(key) if not choices.is_mapped(group)]
    for group in lacking:
        if group in choices.left_out:
            return Place(group, is_mapped=False, is_left_out=True)
    kind = LACKS_MAPPING.get(key.reason)
    mended = [group for group in _sides(key) if group.kind is kind]
    if not mended:
        is_mapped = not lacking and key.reason is not SkipReason.TIMER_RUNNING
        return Place(WaitingGroup(GroupKind.REASON, reason=key.reason), is_mapped)
    return Place(lacking[0], is_mapped=False) if lacking else Place(mended[0], is_mapped=True)


def group_tallies(tallies: Mapping[WaitingKey, Tally], choices: Choices) -> Sequence[GroupTally]:
    """Return the groups of what waits: projects, tasks, then reasons, each the oldest work first.

    Whatever was left out and is not mapped is among them, even if none of its entries waits.
    """
    found: dict[WaitingGroup, GroupTally] = {
        group: GroupTally(group, Tally(), is_left_out=True)
        for group in choices.left_out
        if not choices.is_mapped(group)
    }
    for key, tally in tallies.items():
        at = place(key, choices)
        held = found.get(at.group, GroupTally(at.group, Tally()))
        found[at.group] = replace(
            held, tally=held.tally + tally, is_mapped=held.is_mapped or at.is_mapped
        )
    return sorted(found.values(), key=_order)


def keys_of(
    group: WaitingGroup, tallies: Mapping[WaitingKey, Tally], choices: Choices
) -> Collection[WaitingKey]:
    """Return the keys of the entries that stand in the group."""
    return [key for key in tallies if place(key, choices).group == group]


def _sides(key: WaitingKey) -> Iterator[WaitingGroup]:
    """Yield the groups of the key's project and of its task, as far as they are known."""
    if key.project_id is not None:
        yield WaitingGroup(GroupKind.PROJECT, key.project_id)
    if key.task_id is not None:
        yield WaitingGroup(GroupKind.TASK, key.task_id)


def _order(one: GroupTally) -> tuple[int, date, int, str]:
    kinds = list(GroupKind)
    group = one.group
    since = one.tally.since or date.max
    return kinds.index(group.kind), since, group.harvest_id or 0, group.reason or ""
