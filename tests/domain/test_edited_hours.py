"""Hours add up against what stands in Workroom now, whoever edited it."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.test_entry_story import FOUND
from workroom_harvest.domain.edited_hours import Handed, correct
from workroom_harvest.domain.entries import Duration, FoundTimelog
from workroom_harvest.domain.hours import Amount, Balance, Difference, Hours
from workroom_harvest.domain.window import Days

DAY, LATER = date(2026, 6, 15), date(2026, 6, 16)
DAYS = Days(DAY, DAY)
HANDED = Handed(1, DAY, "villa", "elin", 90)


def same() -> Hours:
    """Return hours of one timelog that both sides have."""
    return Hours(
        {"villa": Balance(90, 150, 90)}, {"elin": Balance(90, 150, 90)}, Balance(90, 150, 90)
    )


def corrected(found: FoundTimelog | None) -> Hours:
    """Return those hours where Workroom has the timelog so, or not any more."""
    hours = same()
    correct(hours, [HANDED], {1: found} if found else {}, DAYS)
    return hours


def test_what_nobody_touched_changes_nothing() -> None:
    """A timelog as it was handed over is no difference, whatever its title."""
    assert corrected(replace(FOUND, title="Other")) == same()


@pytest.mark.parametrize(
    ("found", "why", "workroom"),
    [
        (None, Difference.DELETED, 0),
        (replace(FOUND, duration=Duration(2, 0)), Difference.EDITED, 120),
        (replace(FOUND, spent_on=LATER), Difference.EDITED, 0),
    ],
    ids=["deleted", "longer", "another day"],
)
def test_what_was_edited_or_deleted_is_a_difference(
    found: FoundTimelog | None, why: Difference, workroom: int
) -> None:
    """Other minutes, another day and no timelog are differences in total and of both."""
    balance = Balance(90, 150, workroom, {why: Amount(1, 90 - workroom)})
    assert corrected(found) == Hours({"villa": balance}, {"elin": balance}, balance)


def test_what_moved_to_another_project_is_a_difference_of_both_projects() -> None:
    """A timelog in another project is missing here and more there, and in total no difference."""
    hours = corrected(replace(FOUND, project_id="cabin"))
    assert hours.total == same().total
    assert hours.people == same().people
    assert hours.projects == {
        "villa": Balance(90, 150, 0, {Difference.EDITED: Amount(1, 90)}),
        "cabin": Balance(0, 0, 90, {Difference.EDITED: Amount(1, -90)}),
    }


def test_what_went_to_another_person_is_a_difference_of_both_people() -> None:
    """A timelog that somebody else has now is missing here and more there, and in total none."""
    hours = corrected(replace(FOUND, member_id="bo"))
    assert hours.total == same().total
    assert hours.projects == same().projects
    assert hours.people == {
        "elin": Balance(90, 150, 0, {Difference.EDITED: Amount(1, 90)}),
        "bo": Balance(0, 0, 90, {Difference.EDITED: Amount(1, -90)}),
    }


FOUNDS = st.builds(
    replace,
    st.just(FOUND),
    project_id=st.sampled_from(["villa", "cabin", ""]),
    member_id=st.sampled_from(["elin", "bo"]),
    spent_on=st.sampled_from([DAY, LATER]),
    duration=st.integers(0, 5).map(lambda hours: Duration(hours, 30)),
)


@given(st.none() | FOUNDS)
def test_the_hours_always_add_up(found: FoundTimelog | None) -> None:
    """Harvest's minutes are Workroom's and the differences, whatever somebody did."""
    hours = corrected(found)
    stands = found is not None and found.spent_on == DAY
    there = found.duration.total_minutes if found and stands else 0
    assert hours.total.workroom_minutes == there
    for balances in ([hours.total], hours.projects.values(), hours.people.values()):
        assert sum(one.workroom_minutes for one in balances) == there
        for one in balances:
            named = sum(amount.minutes for amount in one.differences.values())
            assert one.harvest_minutes == one.workroom_minutes + named
