"""The hours of some days: Harvest's, Workroom's, and each difference by name.

For each project, each person and in total, Harvest's minutes are Workroom's and the sum of the
differences, whatever became of the entries.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.waiting import Choices, GroupKind, WaitingKey, place

Key = str | int | None
"""A project or person: Workroom's id as text or, where that is not known, Harvest's as a number.

It is None for the entries of which Harvest does not name it.
"""


class Difference(Enum):
    """Why the hours differ, beside the reasons for which entries wait.

    They are no texts, unlike `SkipReason`: two enumerations of texts are equal, and one key, where
    their texts are, and a balance would sum up what is gone with what waits.
    """

    LEFT_OUT = auto()
    CHANGED = auto()
    GONE = auto()
    DELETED = auto()
    UNDONE = auto()
    EDITED = auto()
    FROM_OTHER_DATES = auto()
    TO_OTHER_DATES = auto()
    FROM_OTHER_PROJECT = auto()
    TO_OTHER_PROJECT = auto()
    FELL_BACK = auto()
    TAKEN_OVER = auto()


Why = SkipReason | Difference
"""The reason of a difference."""


@dataclass(frozen=True, slots=True)
class EntryHours:
    """The sums over entries that are alike in all but their hours.

    `project_id`, `task_id` and `user_id` are Harvest's ids. `target_id` and `member_id` are
    Workroom's of the timelogs, None for entries without one, and `fell_back` says that these belong
    to the designer who connected. `is_said` says that Harvest has the entries on one of the days,
    and `is_written` that their timelogs are on one. `differing` of them have a timelog of other
    minutes than Harvest says now: `said_minutes` and `hundredths` of an hour against `minutes`.
    """

    state: EntryState
    reason: SkipReason | None
    project_id: int | None
    task_id: int | None
    user_id: int | None
    target_id: str | None
    member_id: str | None
    fell_back: bool
    is_said: bool
    is_written: bool
    entries: int
    differing: int
    said_minutes: int
    hundredths: int
    minutes: int


@dataclass(slots=True)
class Amount:
    """So many entries, and how many minutes Harvest has of them more than Workroom."""

    entries: int = 0
    minutes: int = 0


@dataclass(slots=True)
class Balance:
    """Harvest's hours and Workroom's of a project, of a person, or in total.

    `harvest_hundredths` is Harvest's own sum in hundredths of an hour; the minutes are those of
    each entry, rounded as an import rounds them.
    """

    harvest_minutes: int = 0
    harvest_hundredths: int = 0
    workroom_minutes: int = 0
    differences: dict[Why, Amount] = field(default_factory=dict)

    def add(self, one: EntryHours, why: Why, *, said: bool, written: bool) -> None:
        """Add what is said of the entries, what is written, or both, and the difference."""
        said_minutes, minutes = one.said_minutes * said, one.minutes * written
        self.harvest_minutes += said_minutes
        self.harvest_hundredths += one.hundredths * said
        self.workroom_minutes += minutes
        entries = one.differing if said and written else one.entries
        if entries:
            amount = self.differences.setdefault(why, Amount())
            amount.entries += entries
            amount.minutes += said_minutes - minutes

    def replace(self, why: Why, before: int, after: int) -> None:
        """Let Workroom have other minutes of an entry, which is a difference by that name."""
        self.workroom_minutes += after - before
        amount = self.differences.setdefault(why, Amount())
        amount.entries += 1
        amount.minutes += before - after


@dataclass(frozen=True, slots=True)
class Hours:
    """The balances of all projects and people, and the whole."""

    projects: dict[Key, Balance]
    people: dict[Key, Balance]
    total: Balance


def hours(groups: Iterable[EntryHours], choices: Choices, targets: Mapping[int, str]) -> Hours:
    """Return the hours of the groups.

    `targets` are Workroom's ids of the mapped Harvest projects. What was imported and did not
    change stands where its timelog stands, even if the mapping is another by now.
    """
    listed = list(groups)
    members = _members(listed)
    projects: dict[Key, Balance] = {}
    people: dict[Key, Balance] = {}
    total = Balance()
    for one in listed:
        why = _why(one, choices)
        total.add(one, why, said=one.is_said, written=one.is_written)
        moved = Difference.FROM_OTHER_PROJECT, Difference.TO_OTHER_PROJECT
        _add(projects, one, why, (_project(one, targets), one.target_id), moved)
        taken = Difference.FELL_BACK, Difference.TAKEN_OVER
        _add(people, one, why, (_person(one, members), one.member_id), taken)
    return Hours(projects, people, total)


def _add(
    balances: dict[Key, Balance],
    one: EntryHours,
    why: Why,
    keys: tuple[Key, Key],
    apart: tuple[Why, Why],
) -> None:
    """Add entries where Harvest has them and where their timelogs are, of which `keys` tells.

    `apart` are the reasons of the differences on both sides if these are two.
    """
    said, written = keys
    if one.is_said and one.is_written and said != written:
        balances.setdefault(said, Balance()).add(one, apart[0], said=True, written=False)
        balances.setdefault(written, Balance()).add(one, apart[1], said=False, written=True)
        return
    key = said if one.is_said else written
    balances.setdefault(key, Balance()).add(one, why, said=one.is_said, written=one.is_written)


def _why(one: EntryHours, choices: Choices) -> Why:
    if one.reason is not None:
        at = place(WaitingKey(one.project_id, one.task_id, one.reason), choices)
        if at.is_left_out:
            return Difference.LEFT_OUT
        lacks = {
            GroupKind.PROJECT: SkipReason.PROJECT_NOT_MAPPED,
            GroupKind.TASK: SkipReason.TASK_NOT_MAPPED,
        }
        return lacks.get(at.group.kind, one.reason)
    lost = {
        EntryState.ORPHANED: Difference.GONE,
        EntryState.DELETED: Difference.DELETED,
        EntryState.UNDONE: Difference.UNDONE,
    }
    if one.state in lost:
        return lost[one.state]
    if one.is_said and one.is_written:
        return Difference.CHANGED
    return Difference.FROM_OTHER_DATES if one.is_said else Difference.TO_OTHER_DATES


def _project(one: EntryHours, targets: Mapping[int, str]) -> Key:
    """Return the project under which Harvest's hours are shown."""
    if one.state is EntryState.IMPORTED or one.project_id is None:
        return one.target_id
    return targets.get(one.project_id, one.project_id)


def _person(one: EntryHours, members: Mapping[int | None, str]) -> Key:
    """Return the person under whom Harvest's hours are shown."""
    if one.member_id is not None and not one.fell_back:
        return one.member_id
    return members.get(one.user_id, one.user_id)


def _members(groups: Iterable[EntryHours]) -> Mapping[int | None, str]:
    """Return the member whom each Harvest user is, as far as their timelogs tell."""
    found: dict[int | None, str] = {}
    for one in groups:
        if one.user_id is not None and one.member_id is not None and not one.fell_back:
            # Who had two members' addresses one after the other is shown as one of them.
            found[one.user_id] = min(one.member_id, found.get(one.user_id, one.member_id))
    return found
