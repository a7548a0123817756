"""Harvest's hours are Workroom's and the sum of the named differences, in every world."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.hours import Amount, Balance, Difference, EntryHours, Key, hours
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.waiting import Choices, GroupKind, WaitingGroup

VILLA, CABIN, DRAWINGS = 10, 11, 20
ADA, BO = 1, 2
TARGETS = {VILLA: "villa"}
MAPPED = Choices({VILLA}, {DRAWINGS}, ())

IN = EntryHours(
    EntryState.IMPORTED,
    None,
    VILLA,
    None,
    ADA,
    "villa",
    "ada",
    fell_back=False,
    is_said=True,
    is_written=True,
    entries=1,
    differing=0,
    said_minutes=60,
    hundredths=100,
    minutes=60,
)
CHANGED = replace(IN, state=EntryState.CHANGED, differing=1, said_minutes=90, hundredths=150)
WAITS = replace(
    IN,
    state=EntryState.WAITING,
    reason=SkipReason.PROJECT_NOT_MAPPED,
    project_id=CABIN,
    task_id=DRAWINGS,
    target_id=None,
    member_id=None,
    is_written=False,
    minutes=0,
)


def balance(
    harvest: int, workroom: int, hundredths: int | None = None, **differences: Amount
) -> Balance:
    """Return a balance with its differences by the names of their reasons."""
    hundredths = round(harvest / 0.6) if hundredths is None else hundredths
    named: dict[str, SkipReason | Difference] = {
        one.name.lower(): one for one in (*SkipReason, *Difference)
    }
    found = {named[name]: amount for name, amount in differences.items()}
    return Balance(harvest, hundredths, workroom, found)


def test_entries_of_one_reason_are_counted_together() -> None:
    """What waits for one reason is one difference, whatever projects and people it is of."""
    other = replace(WAITS, project_id=12, user_id=BO, entries=2, said_minutes=30, hundredths=50)
    total = hours([WAITS, other], MAPPED, TARGETS).total
    assert total == balance(90, 0, project_not_mapped=Amount(3, 90))


def test_what_came_in_stands_where_its_timelog_does() -> None:
    """An unchanged entry stands under the project of its timelog, whatever is mapped now."""
    found = hours([IN], Choices((), (), ()), {VILLA: "house"})
    assert found.total == balance(60, 60)
    assert found.projects == {"villa": balance(60, 60)}
    assert found.people == {"ada": balance(60, 60)}


def test_what_waits_stands_under_its_reason_and_its_person() -> None:
    """What waits is a difference by its reason; its person is known by their other timelogs."""
    found = hours([WAITS, IN], MAPPED, TARGETS)
    lacks = Amount(1, 60)
    alone = balance(60, 0, project_not_mapped=lacks)
    assert found.projects == {CABIN: alone, "villa": balance(60, 60)}
    assert found.people == {"ada": balance(120, 60, project_not_mapped=lacks)}
    assert hours([WAITS], MAPPED, TARGETS).people == {ADA: alone}


@pytest.mark.parametrize(
    ("changes", "choices", "why"),
    [
        ({}, MAPPED, SkipReason.PROJECT_NOT_MAPPED),
        ({"project_id": VILLA}, MAPPED, SkipReason.PROJECT_NOT_MAPPED),
        ({"reason": SkipReason.TASK_NOT_MAPPED}, MAPPED, SkipReason.PROJECT_NOT_MAPPED),
        ({"project_id": VILLA, "task_id": 21}, MAPPED, SkipReason.TASK_NOT_MAPPED),
        ({"reason": SkipReason.TIMER_RUNNING}, MAPPED, SkipReason.TIMER_RUNNING),
        (
            {},
            replace(MAPPED, left_out=[WaitingGroup(GroupKind.PROJECT, CABIN)]),
            Difference.LEFT_OUT,
        ),
        (
            {"project_id": VILLA},
            replace(MAPPED, left_out=[WaitingGroup(GroupKind.PROJECT, VILLA)]),
            SkipReason.PROJECT_NOT_MAPPED,
        ),
    ],
)
def test_reasons_follow_the_waiting_list(
    changes: dict[str, object], choices: Choices, why: SkipReason | Difference
) -> None:
    """What waits has the reason of its group in the waiting list, by the mappings of now."""
    waits: EntryHours = replace(WAITS, **changes)  # type: ignore[arg-type]  # because fields differ in type
    assert hours([waits], choices, TARGETS).total.differences == {why: Amount(1, 60)}


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (CHANGED, balance(90, 60, changed=Amount(1, 30))),
        (replace(CHANGED, said_minutes=60, differing=0), balance(60, 60, 150)),
        (replace(CHANGED, entries=2, said_minutes=60), balance(60, 60, 150, changed=Amount(1, 0))),
        (replace(CHANGED, is_written=False), balance(90, 0, from_other_dates=Amount(1, 90))),
        (replace(CHANGED, is_said=False), balance(0, 60, to_other_dates=Amount(1, -60))),
        (
            replace(CHANGED, state=EntryState.ORPHANED, is_said=False),
            balance(0, 60, gone=Amount(1, -60)),
        ),
    ],
    ids=["more", "only notes", "equal sums", "came here", "went away", "gone"],
)
def test_what_changed_is_a_difference_by_what_changed(one: EntryHours, expected: Balance) -> None:
    """A change of hours and one of the date have a name each; other changes are no difference."""
    found = hours([one], MAPPED, TARGETS)
    assert found.total == expected
    assert found.projects == {"villa": expected}
    assert found.people == {"ada": expected}


@pytest.mark.parametrize(
    ("state", "why"),
    [(EntryState.DELETED, Difference.DELETED), (EntryState.UNDONE, Difference.UNDONE)],
)
def test_what_lost_its_timelog_is_a_difference(state: EntryState, why: Difference) -> None:
    """Harvest alone has what was deleted or undone, under the project that is mapped now."""
    lost = replace(WAITS, state=state, reason=None, project_id=VILLA)
    found = hours([lost], MAPPED, TARGETS)
    assert found.total == Balance(60, 100, 0, {why: Amount(1, 60)})
    assert found.projects.keys() == {"villa"}


def test_an_entry_that_moved_to_another_project_is_a_difference_of_both() -> None:
    """Both projects tell that the entry moved between them; in total only its hours changed."""
    found = hours([replace(CHANGED, project_id=CABIN)], MAPPED, TARGETS)
    assert found.projects == {
        CABIN: balance(90, 0, from_other_project=Amount(1, 90)),
        "villa": balance(0, 60, hundredths=0, to_other_project=Amount(1, -60)),
    }
    assert found.total == balance(90, 60, changed=Amount(1, 30))


def test_hours_that_fell_back_stand_under_both_people() -> None:
    """Who worked and who has the timelog differ by the hours that fell back; in total nothing."""
    found = hours([replace(IN, user_id=BO, fell_back=True)], MAPPED, TARGETS)
    assert found.people == {
        BO: balance(60, 0, fell_back=Amount(1, 60)),
        "ada": balance(0, 60, hundredths=0, taken_over=Amount(1, -60)),
    }
    assert found.total == balance(60, 60)


def test_edits_of_one_kind_are_counted_together() -> None:
    """Two timelogs that were edited are one difference, with the minutes of both."""
    both = Balance(harvest_minutes=120, harvest_hundredths=200, workroom_minutes=120)
    both.replace(Difference.EDITED, 60, 45)
    both.replace(Difference.EDITED, 60, 90)
    assert both == balance(120, 135, edited=Amount(2, -15))


def test_a_person_of_two_members_is_shown_as_one() -> None:
    """The entries that wait of somebody with timelogs of two members stand under one of them."""
    both = [replace(IN, member_id="b"), IN, replace(WAITS, reason=SkipReason.TIMER_RUNNING)]
    for order in (both, both[::-1]):
        people = hours(order, MAPPED, TARGETS).people
        assert {key: one.harvest_minutes for key, one in people.items()} == {"ada": 120, "b": 60}


def test_entries_without_a_person_or_project_stand_by_themselves() -> None:
    """What Harvest names no user or project of is shown, too, under none."""
    found = hours([replace(WAITS, user_id=None, project_id=None, task_id=None)], MAPPED, TARGETS)
    assert found.people.keys() == found.projects.keys() == {None}


SUMS = st.integers(0, 9).map(lambda half_hours: 30 * half_hours)
IMPORTED = st.builds(
    EntryHours,
    state=st.sampled_from([EntryState.IMPORTED, EntryState.CHANGED]),
    reason=st.none(),
    project_id=st.sampled_from([VILLA, CABIN]),
    task_id=st.none(),
    user_id=st.sampled_from([ADA, BO, None]),
    target_id=st.sampled_from(["villa", "cabin"]),
    member_id=st.sampled_from(["ada", "bo"]),
    fell_back=st.booleans(),
    is_said=st.booleans(),
    is_written=st.booleans(),
    entries=st.just(1),
    differing=st.just(1),
    said_minutes=SUMS,
    hundredths=SUMS,
    minutes=SUMS,
).filter(lambda one: one.is_said or one.is_written)
WAITING = st.builds(
    EntryHours,
    state=st.just(EntryState.WAITING),
    reason=st.sampled_from(SkipReason),
    project_id=st.sampled_from([VILLA, CABIN]),
    task_id=st.sampled_from([DRAWINGS, 21]),
    user_id=st.sampled_from([ADA, BO, None]),
    target_id=st.none(),
    member_id=st.none(),
    fell_back=st.just(False),
    is_said=st.just(True),
    is_written=st.just(False),
    entries=st.just(1),
    differing=st.just(0),
    said_minutes=SUMS,
    hundredths=SUMS,
    minutes=st.just(0),
)
LEFT = st.sets(
    st.builds(WaitingGroup, st.sampled_from([GroupKind.PROJECT, GroupKind.TASK]), st.just(CABIN))
)


def test_each_reason_of_a_difference_has_an_amount_of_its_own() -> None:
    """What is gone and what waits as gone are two sums, however alike the two are called."""
    found = Balance()
    reasons = (*SkipReason, *Difference)
    for why in reasons:
        found.add(CHANGED, why, said=True, written=True)
    assert found.differences == dict.fromkeys(reasons, Amount(1, 30))
    assert len(found.differences) == len(SkipReason) + len(Difference)


@given(
    groups=st.lists(IMPORTED | WAITING, max_size=12),
    targets=st.dictionaries(st.sampled_from([VILLA, CABIN]), st.sampled_from(["villa", "house"])),
    left_out=LEFT,
)
def test_harvest_is_workroom_and_the_differences(
    groups: list[EntryHours], targets: dict[int, str], left_out: set[WaitingGroup]
) -> None:
    """Per project, per person and in total the hours add up, and no minute is lost or doubled."""
    found = hours(groups, Choices(targets.keys(), {DRAWINGS}, left_out), targets)
    for one in (found.total, *found.projects.values(), *found.people.values()):
        named = sum(amount.minutes for amount in one.differences.values())
        assert one.harvest_minutes == one.workroom_minutes + named
    said = [one for one in groups if one.is_said]
    for balances in (found.projects, found.people, {None: found.total}):
        parts = balances.values()
        assert sum(one.harvest_minutes for one in parts) == sum(one.said_minutes for one in said)
        assert sum(one.harvest_hundredths for one in parts) == sum(one.hundredths for one in said)
    written = [one for one in groups if one.is_written]
    for kept, key in ((found.projects, "target_id"), (found.people, "member_id")):
        minutes: Counter[Key] = Counter()
        for group in written:
            minutes[getattr(group, key)] += group.minutes
        assert +Counter({name: one.workroom_minutes for name, one in kept.items()}) == +minutes
