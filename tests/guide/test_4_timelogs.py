"""Step 4 of the guide: which timelog an entry becomes."""

from decimal import Decimal

import pytest

from tests.guide.work import DAY, Work, accounts_with_entries
from tests.support.studio import Studio

DURATIONS = {
    "0.01": (0, 1),
    "0.02": (0, 1),
    "0.33": (0, 20),
    "0.99": (0, 59),
    "1.33": (1, 20),
    "1.66": (1, 40),
    "1.99": (1, 59),
    "7.98": (7, 59),
    "23.99": (23, 59),
    "0.0": (0, 0),
    "1.995": (2, 0),
}


def test_every_field_arrives(connected: Studio, work: Work) -> None:
    """Every field of an entry becomes the timelog's field that the guide's table names."""
    stamp = work.add("7.98", "Second round\nof plans 📐", user="Mira", billable=False)
    connected.import_days(DAY, DAY)
    (log,) = connected.timelogs()
    assert log.project.name == "Villa Sandhamn"
    assert log.activity_type.name == "Technical Drawings"
    assert log.spent_on == DAY
    assert (log.hours, log.minutes) == (7, 59)
    assert log.title == "Second round"
    assert log.memo == "Second round\nof plans 📐"
    assert log.billable is False
    assert log.hourly_rate == Decimal("1050.00")
    assert log.member.email == "mira@lindqvist.example", "Harvest has Mira@Lindqvist.example"
    assert log.harvest_entry_id == stamp


def test_hours_are_split_into_hours_and_minutes(connected: Studio, work: Work) -> None:
    """Decimal hours become hours and minutes, rounded half up to the minute."""
    stamps = {work.add(hours): expected for hours, expected in DURATIONS.items()}
    connected.import_days(DAY, DAY)
    found = {log.harvest_entry_id: (log.hours, log.minutes) for log in connected.timelogs()}
    assert found == stamps


@pytest.mark.parametrize("notes", [None, "", "  "])
def test_without_notes_the_title_is_the_task(
    connected: Studio, work: Work, notes: str | None
) -> None:
    """An entry without notes gets the name of its task as the title."""
    work.add(notes=notes)
    connected.import_days(DAY, DAY)
    assert connected.timelogs()[0].title == "Drawings"


def test_entries_of_unknown_people_go_to_the_designer_who_connected(
    connected: Studio, work: Work
) -> None:
    """Entries of people without a member in Workroom belong to the designer who connected.

    An inactive Harvest user is looked up by e-mail address like any other.
    """
    work.add(user="Pavel")
    work.add(user="Sara")
    connected.import_days(DAY, DAY)
    owners = {log.member.email for log in connected.timelogs()}
    assert owners == {"elin@lindqvist.example"}


def test_a_running_timer_waits_and_comes_in_later_once(connected: Studio, work: Work) -> None:
    """An entry with a running timer is skipped, and imported once after the timer has stopped."""
    timer = work.add(running=True)
    assert connected.import_days(DAY, DAY)["skipped"] == {"Timer still running": 1}
    found = work.world.find(next(iter(accounts_with_entries(work))), timer)
    assert found is not None
    work.world.edit(found, connected.harvest.state.now(), is_running=False)
    assert connected.import_days(DAY, DAY)["imported"] == 1
    assert connected.import_days(DAY, DAY)["skipped"] == {"Already imported": 1}
