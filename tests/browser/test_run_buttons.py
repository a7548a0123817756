"""Cancel, Continue and the list of imports work by clicks, and another tab follows."""

import re

import pytest
from playwright.sync_api import Page, expect

from demo.__main__ import MAPPINGS
from demo.walk import Walker
from tests.browser.conftest import Visitor, numbers
from tests.browser.looks import faults

# They share one set of processes and one browser, so one worker of pytest-xdist runs them.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_an_import_is_cancelled_goes_on_and_is_found_in_the_list(
    visitor: Visitor, elin: Walker
) -> None:
    """What was cancelled keeps what came in, goes on from there, and brings in nothing twice.

    The buttons change with the run without a reload, and a tab that stood still looks again.
    """
    page, system = visitor.page, visitor.system
    elin.connect("elin@lindqvist.example", "Studio Lindqvist")
    elin.map(MAPPINGS)
    visitor.sign_in("elin@lindqvist.example")
    visitor.settings()
    system.configure_harvest(latency=1, largest_page=4)
    visitor.press("Import from Harvest")
    page.get_by_text(re.compile(r"^Importing: [1-9]\d* of \d+ entries read so far")).wait_for()
    other = page.context.new_page()
    other.goto(page.url)
    page.bring_to_front()
    visitor.press("Cancel")
    page.get_by_text("The import was cancelled. What it has imported stays.").wait_for()
    stopped = page.get_by_text(re.compile(r"^Imported \d+ of \d+ entries, then cancelled"))
    kept, read = numbers(stopped)
    assert visitor.timelogs() == kept
    assert faults(page) == []
    other.get_by_text("then cancelled").wait_for()
    shows(other, "Continue", but_not="Cancel")
    visitor.press("Continue")
    page.get_by_role("progressbar", name="Entries read").wait_for()
    shows(page, "Cancel", but_not="Continue")
    expect(page.get_by_role("link", name="Undo this import …")).not_to_be_visible()
    assert faults(page) == []
    system.configure_harvest(latency=0, largest_page=2000)
    result = page.get_by_text(re.compile(r"^Imported \d+ of \d+ entries \("))
    imported, total = numbers(result)
    assert kept <= imported < total > read
    assert visitor.timelogs() == imported
    for button in ("Cancel", "Continue"):
        expect(page.get_by_role("button", name=button, exact=True)).not_to_be_visible()
    expect(page.get_by_role("link", name="Undo this import …")).to_be_visible()
    other.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    other.get_by_text(f"Imported {imported} of {total} entries (").wait_for()
    expect(other.get_by_role("button", name="Continue", exact=True)).not_to_be_visible()
    visitor.follow("All imports")
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name="Import", exact=True))
    expect(row).to_have_count(1)
    expect(row).to_contain_text(
        re.compile(rf"Elin Lindqvist.*{imported} of {total}.*finished", re.S)
    )
    assert faults(page) == []
    visitor.follow("Import", within=row)
    visitor.follow("Entries that were not imported")
    heading = page.get_by_role("heading", name=re.compile(r"^All reasons: \d+$"))
    assert numbers(heading) == (total - imported,)
    assert faults(page) == []
    assert visitor.elsewhere == []


def shows(page: Page, button: str, *, but_not: str) -> None:
    """Assert that a page has one of two buttons, and not the other."""
    expect(page.get_by_role("button", name=button, exact=True)).to_be_visible()
    expect(page.get_by_role("button", name=but_not, exact=True)).not_to_be_visible()
