"""A walk: a preview, the import from it, what was mapped late, and what is left out on purpose."""

import re

import pytest
from playwright.sync_api import Locator, expect

from demo.__main__ import MAPPINGS
from demo.walk import Walker
from tests.browser.conftest import Visitor, numbers
from tests.browser.looks import faults

CABIN, INTERNAL = "Lakeside Cabin", "Internal"

# They share one set of processes and one browser, so one worker of pytest-xdist runs them.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_from_a_preview_to_what_waits(visitor: Visitor, elin: Walker) -> None:
    """What a preview shows comes in, what was mapped late comes by a click, and the rest waits."""
    visitor.sign_in("elin@lindqvist.example")
    visitor.settings()
    visitor.connect("Elin Lindqvist · elin@lindqvist.example", "Studio Lindqvist")
    for harvest, workroom in MAPPINGS.items():
        if harvest != CABIN:
            visitor.choose(harvest, workroom)
    visitor.press("Save mappings")
    shown, total = preview(visitor)
    import_from_it(visitor, shown, total)
    waiting = map_the_cabin_late(visitor)
    import_what_waited(visitor, waiting)
    assert visitor.timelogs() == shown + waiting
    leave_out_and_take_back(visitor)
    assert visitor.complaints == []
    assert visitor.elsewhere == []


def preview(visitor: Visitor) -> tuple[int, int]:
    """Preview the default days; return how many entries would come in, and of how many.

    It shows where they would go and what would stay out, and changes nothing.
    """
    page = visitor.page
    visitor.press("Preview")
    headline = page.get_by_text(re.compile(r"^Would import \d+ of \d+ entries"))
    headline.wait_for()
    shown, total = numbers(headline)
    projects = page.get_by_role("table", name="Hours per project")
    rows = projects.get_by_role("row").filter(has=page.get_by_role("cell"))
    assert sum(int(text) for text in rows.locator("td:nth-child(3)").all_inner_texts()) == shown
    assert 0 < shown < total
    expect(projects).to_contain_text("Villa Sandhamn")
    expect(projects).not_to_contain_text(CABIN)
    expect(page.get_by_text(re.compile(r"^Project not mapped: \d+ \d+:\d\d h$"))).to_be_visible()
    assert faults(page) == []
    assert visitor.timelogs() == 0
    visitor.settings()
    expect(page.get_by_role("heading", name="Nothing to do")).to_be_visible()
    expect(headline).not_to_be_visible()
    visitor.follow("All imports")
    expect(page.get_by_role("heading", name="All imports", level=1)).to_be_visible()
    assert faults(page) == []
    visitor.follow("Preview")
    return shown, total


def import_from_it(visitor: Visitor, shown: int, total: int) -> None:
    """Import from the preview: exactly what it showed comes in, and the result says so."""
    page = visitor.page
    visitor.press("Import")
    result = page.get_by_text(re.compile(r"^Imported \d+ of \d+ entries"))
    result.wait_for()
    assert numbers(result) == (shown, total)
    expect(page.get_by_text("The import did what the preview had shown.")).to_be_visible()
    assert faults(page) == []
    assert visitor.timelogs() == shown


def map_the_cabin_late(visitor: Visitor) -> int:
    """Map a project whose entries wait; return how many of them could come in now.

    The to-do list names it before and after, and the save says what waits since when.
    """
    page = visitor.page
    visitor.settings()
    todo = page.get_by_role("region", name=re.compile("To do"))
    expect(todo.get_by_role("listitem").filter(has_text=CABIN)).to_contain_text(
        re.compile(r"is not mapped: \d+ entries, \d+:\d\d h since \d+ \w+\.")
    )
    assert faults(page) == []
    visitor.choose(CABIN, CABIN)
    visitor.press("Save mappings")
    page.get_by_text("Mappings saved.").wait_for()
    notice = page.get_by_role("status").filter(has_text="waiting since")
    expect(notice).to_contain_text(re.compile(r"\d+:\d\d h are waiting since \d+ \w+"))
    waiting = numbers(notice)[0]
    expect(todo.get_by_role("listitem").filter(has_text=CABIN)).to_contain_text("is mapped now")
    visitor.follow("What waits", within=notice)
    expect(visitor.row(CABIN)).to_contain_text("Mapped now")
    assert faults(page) == []
    return waiting


def import_what_waited(visitor: Visitor, waiting: int) -> None:
    """Look at what waits of the project, and import it: it leaves the waiting list."""
    page = visitor.page
    visitor.follow(CABIN)
    expect(page.get_by_role("cell", name="Project not mapped")).to_have_count(waiting)
    assert faults(page) == []
    page.go_back()
    visitor.press(f"Import these {waiting} now {CABIN}", within=visitor.row(CABIN))
    result = page.get_by_text(f"Imported {waiting} of {waiting} entries")
    result.wait_for()
    expect(page.get_by_role("region", name="To do")).not_to_contain_text(CABIN)
    visitor.follow("What waits")
    expect(visitor.row(INTERNAL)).to_be_visible()
    expect(visitor.row(CABIN)).to_have_count(0)


def leave_out_and_take_back(visitor: Visitor) -> None:
    """Leave a project out, which the to-do list names no more, and take it back."""
    page = visitor.page
    row = visitor.row(INTERNAL)
    before = entries_of(row)
    left_out = page.get_by_role("region", name="Left out on purpose")
    expect(left_out).to_have_count(0)
    visitor.press(f"Leave out {INTERNAL}", within=row)
    page.get_by_text("Left out: its entries wait on purpose now").wait_for()
    expect(left_out.get_by_role("rowheader", name=INTERNAL)).to_be_visible()
    assert entries_of(row) == before
    assert faults(page) == []
    visitor.settings()
    expect(page.get_by_role("region", name="To do")).not_to_contain_text(INTERNAL)
    visitor.follow("What waits")
    visitor.press(f"Take back {INTERNAL}", within=row)
    page.get_by_text("Taken back: its entries are to be mapped again.").wait_for()
    expect(left_out).to_have_count(0)
    assert entries_of(row) == before
    visitor.settings()
    expect(page.get_by_role("region", name="To do")).to_contain_text(INTERNAL)


def entries_of(row: Locator) -> int:
    """Return the number of entries in the row of a group."""
    return next(int(text) for text in row.locator("td").all_inner_texts() if text.isdigit())
