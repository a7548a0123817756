"""The mapping table is folded once all is mapped, and opens for whoever wants it."""

import pytest
from playwright.sync_api import Browser

from demo.workroom.seed import LINDQVIST
from tests.browser.conftest import Visitor
from tests.browser.looks import faults
from tests.browser.mapping_rows import row, save

# They share one set of processes and one browser, so one worker of pytest-xdist runs them.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

VILLA = "Villa Sandhamn"
FOLD = "#mappings > details"


@pytest.fixture
def elin(visitor: Visitor) -> Visitor:
    """Return the Admin of a studio that took all suggestions, and imported days without entries."""
    visitor.system.forget(LINDQVIST)
    visitor.sign_in("elin@lindqvist.example")
    visitor.settings()
    visitor.connect("Elin Lindqvist · elin@lindqvist.example", "Studio Lindqvist")
    page = visitor.page
    page.click("button[value=all]")
    save(visitor)
    for name in ("from", "to"):
        page.fill(f"input[name={name}]", "2020-01-01")
    visitor.press("Import from Harvest")
    page.wait_for_selector("#wh-panel.wh-finished")
    page.wait_for_selector(FOLD)
    return visitor


def test_the_folded_table_opens_by_keyboard_and_stays_open_after_a_save(elin: Visitor) -> None:
    """The table is a line after an import; Enter opens it, and a save leaves it open."""
    page = elin.page
    assert not row(elin, VILLA).is_visible()
    assert " mapped" in page.inner_text(f"{FOLD} > summary")
    elin.settings()
    assert not row(elin, VILLA).is_visible()
    page.wait_for_selector("form[data-live]", state="attached")
    page.focus(f"{FOLD} > summary")
    page.keyboard.press("Enter")
    assert row(elin, VILLA).is_visible()
    row(elin, VILLA).locator("select").select_option("")
    save(elin)
    page.wait_for_selector(".wh-saved")
    assert page.inner_text("[data-said]") == "1 row saved."
    elin.settings()
    assert page.inner_text(f"{FOLD} > summary").endswith(" · 1 to map")
    assert row(elin, VILLA).is_visible()
    assert elin.complaints == []


def test_a_link_to_a_row_or_to_the_table_opens_it(elin: Visitor) -> None:
    """A fragment that names a row or the table opens it."""
    page = elin.page
    elin.settings()
    name = row(elin, VILLA).locator("select").get_attribute("id")
    address = page.url
    for fragment in (name, "mappings"):
        page.goto("about:blank")
        page.goto(f"{address}#{fragment}")
        row(elin, VILLA).wait_for()


def test_the_folded_table_has_no_fault_and_needs_no_script(elin: Visitor, browser: Browser) -> None:
    """axe finds nothing in the folded page, and without script a click opens the table."""
    elin.settings()
    assert faults(elin.page) == []
    state = elin.page.context.storage_state()
    context = browser.new_context(java_script_enabled=False, storage_state=state)
    plain = Visitor(context.new_page(), elin.system)
    plain.settings()
    assert not row(plain, VILLA).is_visible()
    plain.page.click(f"{FOLD} > summary")
    assert row(plain, VILLA).is_visible()
    context.close()
