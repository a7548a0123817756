"""The pages wear Workroom's type and colours, and keep their marks in forced colours."""

import pytest
from playwright.sync_api import Locator

from demo.__main__ import MAPPINGS
from demo.walk import Walker
from tests.browser.conftest import Visitor
from tests.browser.looks import too_small

# They share one set of processes and one browser, so one worker of pytest-xdist runs them.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def imported(visitor: Visitor, elin: Walker) -> Visitor:
    """Return a visitor at the settings page with the result of an import."""
    elin.connect("elin@lindqvist.example", "Studio Lindqvist")
    elin.map(MAPPINGS)
    visitor.sign_in("elin@lindqvist.example")
    visitor.settings()
    visitor.press("Import from Harvest")
    visitor.page.wait_for_selector("#wh-panel.wh-finished")
    visitor.page.get_by_role("button", name="Save mappings").wait_for()
    return visitor


def style(place: Locator, name: str, part: str = "") -> str:
    """Return the computed value of a CSS property, if need be of a pseudo-element."""
    found: str = place.evaluate(
        "(one, [name, part]) => getComputedStyle(one, part || null).getPropertyValue(name)",
        [name, part],
    )
    return found


def test_pages_look_like_workrooms_own(imported: Visitor) -> None:
    """Headings, text, cards and the loud button look as on Workroom's own pages."""
    page = imported.page
    ours = {
        "type of headings": style(page.locator(".wh h1"), "font-family"),
        "type": style(page.locator(".wh"), "font-family"),
        "text": style(page.locator(".wh"), "color"),
        "card": style(page.locator(".wh-card").first, "background-color"),
    }
    loud = style(page.locator(".wh-primary").first, "background-color")
    page.goto(f"{imported.system.workroom_url}/apps")
    assert ours == {
        "type of headings": style(page.locator("h1"), "font-family"),
        "type": style(page.locator("body"), "font-family"),
        "text": style(page.locator("body"), "color"),
        "card": style(page.locator(".card").first, "background-color"),
    }
    page.context.clear_cookies()
    page.goto(f"{imported.system.workroom_url}/sign-in")
    assert loud == style(page.locator("button.primary"), "background-color")


def test_marks_stay_in_forced_colours(imported: Visitor) -> None:
    """In forced colours the switch has its knob, selects their arrow, and one tab is current."""
    page = imported.page
    imported.settings()
    page.emulate_media(forced_colors="active")
    switch = page.locator(".wh-switch")
    knob = style(switch, "background-color", "::before")
    assert knob not in ("rgba(0, 0, 0, 0)", style(switch, "background-color"))
    assert style(page.locator(".wh-row select").first, "appearance") == "auto"
    tabs = page.locator(".wh-tabs a")
    lines = [style(tabs.nth(index), "border-bottom-width") for index in range(tabs.count())]
    assert lines.count(lines[0]) == 1


def test_a_finger_meets_every_target(imported: Visitor) -> None:
    """Buttons, fields, folds and links of their own are 44 pixels high on each page."""
    page, small = imported.page, too_small(imported.page)
    run = page.url
    for path in ("", "/waiting", "/imports", "/corrections", "/hours", "/entries", "/audit"):
        page.goto(f"{imported.system.workroom_url}/settings/integrations/harvest{path}")
        small += too_small(page)
    page.goto(f"{run}/entries")
    assert small + too_small(page) == []
