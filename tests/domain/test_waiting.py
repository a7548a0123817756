"""The groups of waiting entries."""

from dataclasses import replace
from datetime import date

import pytest

from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.waiting import (
    Choices,
    GroupKind,
    GroupTally,
    Place,
    Tally,
    WaitingGroup,
    WaitingKey,
    group_tallies,
    keys_of,
    place,
)

NO_PROJECT, NO_TASK = SkipReason.PROJECT_NOT_MAPPED, SkipReason.TASK_NOT_MAPPED
TIMER, OLD = SkipReason.TIMER_RUNNING, SkipReason.TOO_OLD
VILLA, DRAWINGS = WaitingGroup(GroupKind.PROJECT, 10), WaitingGroup(GroupKind.TASK, 20)
NOTHING = Choices((), (), ())
ALL = Choices((10,), (20,), ())
JUNE = date(2026, 6, 15)


def of_reason(reason: SkipReason) -> WaitingGroup:
    """Return the group of a reason."""
    return WaitingGroup(GroupKind.REASON, reason=reason)


def key(reason: SkipReason, project_id: int | None = 10, task_id: int | None = 20) -> WaitingKey:
    """Return the key of entries of the villa's drawings."""
    return WaitingKey(project_id, task_id, reason)


def test_the_kinds_are_stored_by_their_names() -> None:
    """Each kind is stored by its name in lower case, which no later version may change."""
    assert [kind.value for kind in GroupKind] == [kind.name.lower() for kind in GroupKind]


def test_a_group_is_a_project_a_task_or_a_reason() -> None:
    """A project's or task's group has a Harvest id, and a reason's group has that reason."""
    assert WaitingGroup(GroupKind.PROJECT, 10) != WaitingGroup(GroupKind.TASK, 10)
    assert WaitingGroup(GroupKind.REASON, reason=SkipReason.TIMER_RUNNING).harvest_id is None


@pytest.mark.parametrize("kind", GroupKind)
@pytest.mark.parametrize("harvest_id", [None, 10])
@pytest.mark.parametrize("reason", [None, SkipReason.SAVE_FAILED])
def test_a_group_has_the_key_of_its_kind_alone(
    kind: GroupKind, harvest_id: int | None, reason: SkipReason | None
) -> None:
    """A group with both keys, with none, or with the other kind's cannot be made."""
    of_reason = kind is GroupKind.REASON
    if (harvest_id is not None, reason is not None) == (not of_reason, of_reason):
        assert WaitingGroup(kind, harvest_id, reason).kind is kind
        return
    with pytest.raises(ValueError, match="its own key alone"):
        WaitingGroup(kind, harvest_id, reason)


def test_nothing_is_left_out_unless_somebody_said_so() -> None:
    """An entry and a group of which nobody said so are not left out, and need somebody."""
    assert not place(key(NO_PROJECT), NOTHING).is_left_out
    assert GroupTally(VILLA, Tally(1)).needs_somebody


def test_a_mapping_mends_a_project_or_a_task_alone() -> None:
    """A project or task is mapped where it was chosen, and a reason never is."""
    assert ALL.is_mapped(VILLA)
    assert ALL.is_mapped(DRAWINGS)
    assert not ALL.is_mapped(WaitingGroup(GroupKind.PROJECT, 20))
    assert not ALL.is_mapped(of_reason(OLD))


@pytest.mark.parametrize(
    ("reason", "choices", "expected"),
    [
        (NO_PROJECT, NOTHING, Place(VILLA, False)),
        (NO_TASK, NOTHING, Place(VILLA, False)),
        (NO_PROJECT, Choices((10,), (), ()), Place(DRAWINGS, False)),
        (NO_TASK, Choices((10,), (), ()), Place(DRAWINGS, False)),
        (NO_PROJECT, Choices((), (20,), ()), Place(VILLA, False)),
        (NO_PROJECT, ALL, Place(VILLA, True)),
        (NO_TASK, ALL, Place(DRAWINGS, True)),
        (TIMER, ALL, Place(of_reason(TIMER), False)),
        (OLD, ALL, Place(of_reason(OLD), True)),
        (OLD, Choices((10,), (), ()), Place(of_reason(OLD), False)),
        (NO_PROJECT, Choices((), (), (VILLA,)), Place(VILLA, False, True)),
        (NO_PROJECT, Choices((), (), (DRAWINGS,)), Place(DRAWINGS, False, True)),
        (NO_PROJECT, Choices((), (), (DRAWINGS, VILLA)), Place(VILLA, False, True)),
        (TIMER, Choices((10,), (), (DRAWINGS,)), Place(DRAWINGS, False, True)),
        (NO_PROJECT, Choices((10,), (20,), (VILLA, DRAWINGS)), Place(VILLA, True)),
    ],
)
def test_an_entry_stands_where_the_mappings_of_now_put_it(
    reason: SkipReason, choices: Choices, expected: Place
) -> None:
    """An entry stands under what lacks its mapping, the project first, or what was left out.

    Once both are mapped it could come in, and stands under what it waited for. What waits for
    another reason stands there, and could come in unless a timer runs.
    """
    assert place(key(reason), choices) == expected


@pytest.mark.parametrize("reason", [SkipReason.HARVEST_API_ERROR, NO_PROJECT])
def test_an_entry_that_cannot_be_read_stands_under_its_reason(reason: SkipReason) -> None:
    """An entry without a known project and task stands under its reason, and may come in."""
    assert place(key(reason, None, None), NOTHING) == Place(of_reason(reason), True)


def test_groups_add_up_what_waits() -> None:
    """A group adds up the entries, minutes and lasting ones of its keys, from the oldest day."""
    early = date(2026, 5, 1)
    tallies = {
        key(NO_PROJECT): Tally(2, 90, JUNE),
        key(NO_TASK): Tally(1, 30, early),
        key(OLD): Tally(1, 0, early),
        key(OLD, 11): Tally(2, 60, None, lasting=1),
        key(TIMER): Tally(1, 5, None),
    }
    assert group_tallies(tallies, Choices((11,), (20,), ())) == [
        GroupTally(VILLA, Tally(3, 120, early)),
        GroupTally(of_reason(OLD), Tally(3, 60, early, lasting=1), is_mapped=True),
        GroupTally(of_reason(TIMER), Tally(1, 5, None)),
    ]


def test_groups_are_ordered_by_kind_and_oldest_work() -> None:
    """Projects come before tasks, and those before reasons; the oldest work comes first."""
    tallies = {
        key(OLD): Tally(1, 0, JUNE),
        key(SkipReason.DATED_LATER): Tally(1, 0, JUNE),
        key(NO_PROJECT, 12, 20): Tally(1, 0, JUNE),
        key(NO_PROJECT, 11, 20): Tally(1, 0, JUNE),
        key(NO_PROJECT, 13, 20): Tally(1, 0, date(2026, 6, 1)),
        key(NO_TASK, 10, 21): Tally(1, 0, JUNE),
    }
    groups = [one.group for one in group_tallies(tallies, Choices((10,), (), ()))]
    assert [(one.harvest_id, one.reason) for one in groups] == [
        (13, None),
        (11, None),
        (12, None),
        (21, None),
        (None, SkipReason.DATED_LATER),
        (None, OLD),
    ]


def test_what_is_left_out_is_listed_even_without_entries() -> None:
    """What was left out is a group of its own kind until it is mapped, with or without entries."""
    tallies = {key(NO_PROJECT): Tally(2, 90, JUNE)}
    left_out = Choices((), (), (VILLA, DRAWINGS))
    assert group_tallies(tallies, left_out) == [
        GroupTally(VILLA, Tally(2, 90, JUNE), is_left_out=True),
        GroupTally(DRAWINGS, Tally(), is_left_out=True),
    ]
    mapped = Choices((10,), (20,), (VILLA, DRAWINGS))
    assert group_tallies(tallies, mapped) == [GroupTally(VILLA, Tally(2, 90, JUNE), is_mapped=True)]


def test_the_keys_of_a_group_are_those_that_stand_there() -> None:
    """The keys of a group are all that the rule puts there, and no others."""
    tallies = {
        key(reason, project): Tally(1) for reason in (NO_PROJECT, NO_TASK) for project in (10, 11)
    }
    assert keys_of(VILLA, tallies, NOTHING) == [key(NO_PROJECT), key(NO_TASK)]
    assert keys_of(DRAWINGS, tallies, NOTHING) == []
    assert keys_of(VILLA, tallies, Choices((10, 11), (20,), ())) == [key(NO_PROJECT)]


@pytest.mark.parametrize(
    ("group", "is_left_out", "needs"),
    [
        (VILLA, False, True),
        (DRAWINGS, False, True),
        (VILLA, True, False),
        (of_reason(SkipReason.NO_FALLBACK_OWNER), False, True),
        (of_reason(OLD), False, False),
        (of_reason(TIMER), False, False),
        (of_reason(SkipReason.NOT_YET_IMPORTED), False, False),
        (of_reason(SkipReason.SAVE_FAILED), False, False),
    ],
)
def test_a_group_needs_somebody_unless_it_passes_by_itself(
    group: WaitingGroup, is_left_out: bool, needs: bool
) -> None:
    """Mappings and the fallback owner need somebody; what is left out, old or passing does not."""
    assert GroupTally(group, Tally(1), is_left_out=is_left_out).needs_somebody is needs


@pytest.mark.parametrize("is_left_out", [True, False])
def test_what_no_further_try_brings_in_needs_somebody(is_left_out: bool) -> None:
    """A group of which one entry waits for good needs somebody, unless it was left out."""
    group = GroupTally(of_reason(SkipReason.SAVE_FAILED), Tally(9, lasting=1))
    assert replace(group, is_left_out=is_left_out).needs_somebody is not is_left_out
