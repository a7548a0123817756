"""The rows of the mapping table in a browser."""

from playwright.sync_api import Locator

from tests.browser.conftest import Visitor

UNSAVED = "[data-unsaved]"
"""Where the save bar tells how many rows are not saved."""


def row(visitor: Visitor, name: str) -> Locator:
    """Return the row of a Harvest project or task."""
    named = visitor.page.locator(f'label bdi:text-is("{name}")').first
    return visitor.page.locator(".wh-row", has=named).first


def chosen(visitor: Visitor, name: str) -> str:
    """Return what is chosen in a row."""
    shown: str = row(visitor, name).locator("select").evaluate("one => one.selectedOptions[0].text")
    return shown.split(" · ")[0]


def save(visitor: Visitor) -> None:
    """Save the mappings, and wait until the page is back."""
    with visitor.page.expect_navigation():
        visitor.page.click("text=Save mappings")
    visitor.page.wait_for_selector("text=Mappings saved.")
