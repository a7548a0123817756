"""A walk on invoice day: where one hour is, and whether the hours of a month add up."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, expect

from demo.__main__ import MAPPINGS
from demo.walk import Walker
from tests.browser.conftest import Visitor
from tests.browser.looks import faults

# They share one set of processes and one browser, so one worker of pytest-xdist runs them.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

TODAY = datetime.now(UTC).date()
FIRST = TODAY - timedelta(days=25)
MINUTES = re.compile(r"(-?)(\d+):(\d\d)")


@pytest.fixture
def imported(elin: Walker) -> Walker:
    """Return the Admin of a studio that mapped a project late, and imported 26 days twice."""
    elin.connect("elin@lindqvist.example", "Studio Lindqvist")
    elin.map({harvest: here for harvest, here in MAPPINGS.items() if harvest != "Villa Sandhamn"})
    days = {"from": str(FIRST), "to": str(TODAY)}
    elin.import_days(days)
    elin.map(MAPPINGS)
    elin.import_days(days)
    return elin


def test_where_is_this_hour(visitor: Visitor, imported: Walker) -> None:
    """A person and a day lead to the whole story of an hour, and so does its Harvest id."""
    page = visitor.page
    visitor.sign_in("elin@lindqvist.example")
    visitor.settings()
    visitor.follow("Imported entries")
    expect(page.get_by_role("heading", name="Imported entries", level=1)).to_be_visible()
    assert faults(page) == []
    of_jonas = page.get_by_role("row").filter(has_text="Jonas Berg").first
    day = of_jonas.get_by_role("cell").first.inner_text()
    entry_id = of_jonas.get_by_role("cell").last.inner_text()
    visitor.follow("Back to the import")
    visitor.follow("Where is this hour?")
    expect(page.get_by_role("heading", name="Where is this hour?", level=1)).to_be_visible()
    assert faults(page) == []
    page.get_by_role("textbox", name="Person").fill("Jonas Berg")
    page.get_by_label("Date", exact=True).fill(day)
    visitor.press("Show the entries")
    expect(page.get_by_text("of Jonas Berg on")).to_be_visible()
    assert faults(page) == []
    visitor.follow(entry_id)
    expect(page.get_by_role("heading", name=f"Harvest entry {entry_id}")).to_be_visible()
    story = page.get_by_role("listitem")
    expect(story.nth(0)).to_contain_text("Harvest listed it for the first time, and it waited: ")
    expect(story.nth(0)).to_contain_text("Project not mapped")
    expect(story.nth(1)).to_contain_text(re.compile("imported by import [0-9a-f]{8}"))
    expect(story.nth(1)).to_contain_text("started by Elin Lindqvist")
    expect(story.filter(has_text="Its timelog was written")).to_contain_text("Villa Sandhamn")
    assert faults(page) == []
    address = page.url
    visitor.follow("Where is this hour?")
    page.get_by_role("textbox", name="Harvest id").fill(entry_id)
    visitor.press("Show its story")
    page.wait_for_url(address)
    assert visitor.complaints == []
    assert visitor.elsewhere == []


def test_the_hours_of_a_month_add_up(visitor: Visitor, imported: Walker) -> None:
    """In each row of a month, Harvest's hours are Workroom's and the differences that it names."""
    page = visitor.page
    visitor.sign_in("elin@lindqvist.example")
    visitor.settings()
    visitor.follow("Hours")
    page.get_by_label("From").fill(str(FIRST - timedelta(days=5)))
    page.get_by_label("To").fill(str(TODAY))
    visitor.press("Show the hours")
    unread = f"{FIRST - timedelta(days=5)} → {FIRST - timedelta(days=1)}"
    expect(page.get_by_text(f"Never read in full: {unread}")).to_be_visible()
    for name in ("By project", "By person"):
        rows = page.get_by_role("region", name=name).get_by_role("row")
        found = [balance(row) for row in rows.all()[1:]]
        assert len(found) > 3
        assert all(harvest == workroom + named for harvest, workroom, named in found)
        *parts, total = found
        assert tuple(map(sum, zip(*parts, strict=True)))[:2] == total[:2]
        assert total[0] > total[1] > 0
    expect(page.get_by_role("region", name="By project")).to_contain_text("Project not mapped")
    expect(page.get_by_role("region", name="By person")).to_contain_text("Pavel Novak")
    assert faults(page) == []
    page.get_by_label("From").fill("")
    visitor.press("Show the hours")
    expect(page.get_by_label("From")).to_have_attribute("aria-invalid", "true")
    assert faults(page) == []
    assert visitor.elsewhere == []


def balance(row: Locator) -> tuple[int, int, int]:
    """Return the minutes of a row: Harvest's, Workroom's, and the sum of its differences."""
    harvest, _, workroom, differences = row.get_by_role("cell").all()
    return sum_of(harvest), sum_of(workroom), sum_of(differences)


def sum_of(cell: Locator) -> int:
    """Return the sum of all hours in a cell, in minutes."""
    return sum(
        (-1 if sign else 1) * (60 * int(hours) + int(minutes))
        for sign, hours, minutes in MINUTES.findall(cell.inner_text())
    )
