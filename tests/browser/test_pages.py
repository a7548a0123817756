"""The page works in a real browser: without scripts, by keyboard, on a narrow screen."""

import itertools
import re

import pytest
from playwright.sync_api import expect

from demo.__main__ import MAPPINGS
from demo.walk import Walker
from tests.browser.conftest import Visitor
from tests.browser.looks import too_wide, violations
from tests.support.running_system import RunningSystem

# They share one set of processes and one browser, so one worker of pytest-xdist runs them.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def owners(system: RunningSystem) -> list[Walker]:
    """Return the Admins of both studios, signed in."""
    return [system.walker(email) for email in ("elin@lindqvist.example", "claire@moreau.example")]


@pytest.fixture(autouse=True)
def nobody_is_connected(owners: list[Walker], system: RunningSystem) -> None:
    """Disconnect both studios and reset the local Harvest's options before each test."""
    for owner in owners:
        owner.post("/disconnect")
    system.configure_harvest(latency=0, largest_page=2000)


def test_the_guide_by_clicks(visitor: Visitor) -> None:
    """Connecting, mapping and importing works by clicks, and the panel updates without a reload."""
    page = visitor.page
    visitor.sign_in("elin@lindqvist.example")
    page.click("nav >> text=Settings")
    page.click("text=Open Harvest")
    visitor.connect("Elin Lindqvist · elin@lindqvist.example", "Studio Lindqvist")
    assert page.inner_text(".wh-good") == "Connected"
    for harvest, workroom in MAPPINGS.items():
        visitor.choose(harvest, workroom)
    page.click("text=Save mappings")
    page.wait_for_selector("text=Mappings saved.")
    visitor.system.configure_harvest(latency=0.5)
    page.evaluate("window.stayed = true")
    page.click("button:has-text('Import from Harvest')")
    page.wait_for_selector("progress")
    page.evaluate("window.stayed = true")
    page.wait_for_selector("#wh-panel.wh-finished")
    assert page.evaluate("window.stayed") is True, "reloaded"
    assert "entries (" in page.inner_text(".wh-headline")
    page.wait_for_selector("text=Save mappings")
    assert visitor.complaints == []
    assert visitor.elsewhere == []


def test_what_is_opened_to_read_stays_open_while_the_import_goes_on(visitor: Visitor) -> None:
    """An opened reason stays open and focused while the panel updates.

    Somebody who is signed out meanwhile is told so.
    """
    page = visitor.page
    visitor.sign_in("elin@lindqvist.example")
    visitor.settings()
    visitor.connect("Elin Lindqvist · elin@lindqvist.example", "Studio Lindqvist")
    visitor.system.configure_harvest(latency=1, largest_page=4)
    page.click("button:has-text('Import from Harvest')")
    page.wait_for_selector("#wh-panel summary")
    page.click("#wh-panel summary")
    reason = page.inner_text("#wh-panel summary").partition(":")[0]
    before = page.inner_text(".wh-headline")
    changed = "old => document.querySelector('.wh-headline').innerText != old"
    page.wait_for_function(changed, arg=before)
    opened = f"document.querySelector('details[data-reason=\"{reason}\"]')"
    assert page.evaluate(f"{opened}.open") is True
    assert page.evaluate(f"document.activeElement == {opened}.querySelector('summary')") is True
    page.context.clear_cookies()
    page.wait_for_selector("text=You can no longer follow the import from here")


HEARD = """() => {
  const panel = document.getElementById("wh-panel");
  window.heard = [];
  new MutationObserver(() => {
    const { ariaLive, dataset, innerText } = panel;
    window.heard.push([ariaLive, dataset.stage, innerText]);
  }).observe(panel, { childList: true });
}"""
"""Has the page note how the panel is announced each time that its content changes."""


def test_a_screen_reader_hears_stages_and_not_every_number(visitor: Visitor) -> None:
    """The panel is a live region when a stage of the run is over, and silent in between."""
    page = visitor.page
    visitor.sign_in("elin@lindqvist.example")
    visitor.settings()
    visitor.connect("Elin Lindqvist · elin@lindqvist.example", "Studio Lindqvist")
    visitor.system.configure_harvest(latency=0.4, largest_page=4)
    visitor.press("Import from Harvest")
    page.wait_for_selector("#wh-panel progress")
    assert page.get_attribute("#wh-panel", "role") == "status"
    page.evaluate(HEARD)
    page.wait_for_selector("#wh-panel.wh-finished")
    heard = page.evaluate("window.heard")
    pairs = list(itertools.pairwise(heard))
    assert [how for how, _, _ in heard[1:]] == [
        "off" if stage == before else "polite" for (_, before, _), (_, stage, _) in pairs
    ]
    assert heard[-1][0] == "polite"
    assert len({text for how, _, text in heard if how == "off"}) > 1


@pytest.mark.parametrize("visitor", [{"java_script_enabled": False}], indirect=True)
def test_the_guide_without_script(visitor: Visitor) -> None:
    """Without scripts the page reloads by itself until the result is there."""
    page = visitor.page
    visitor.sign_in("claire@moreau.example")
    visitor.settings()
    visitor.connect("Claire Moreau · claire@moreau.example", "Atelier Moreau")
    visitor.choose("Maison Biarritz", "Maison Biarritz")
    visitor.choose("Plans", "Plans")
    page.click("text=Save mappings")
    page.click("button:has-text('Import from Harvest')")
    page.wait_for_selector("#wh-panel.wh-finished")
    assert "Skipped:" in page.inner_text("#wh-panel")


def test_axe_finds_nothing(visitor: Visitor) -> None:
    """axe finds nothing on an unconnected, a connected, a finished and a refused page."""
    visitor.sign_in("elin@lindqvist.example")
    visitor.settings()
    findings = violations(visitor.page)
    visitor.connect("Elin Lindqvist · elin@lindqvist.example", "Studio Lindqvist")
    findings += violations(visitor.page)
    visitor.page.click("button:has-text('Import from Harvest')")
    visitor.page.wait_for_selector("#wh-panel.wh-finished")
    findings += violations(visitor.page)
    visitor.sign_in("mira@lindqvist.example")
    visitor.settings()
    findings += violations(visitor.page)
    assert findings == []


def test_by_keyboard_alone(visitor: Visitor) -> None:
    """Automated sync and Disconnect can be operated by keyboard, and Disconnect asks once."""
    page = visitor.page
    visitor.sign_in("elin@lindqvist.example")
    visitor.settings()
    visitor.connect("Elin Lindqvist · elin@lindqvist.example", "Studio Lindqvist")
    page.focus(".wh-switch")
    page.keyboard.press("Space")
    page.wait_for_selector("[role=switch][aria-checked=true]")
    assert not page.is_visible("text=Disconnect Harvest")
    page.focus(".wh-disconnect summary")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Harvest is disconnected")


def test_nothing_scrolls_sideways_on_a_narrow_screen(visitor: Visitor) -> None:
    """At a width of 360 pixels no page scrolls sideways, before and after connecting."""
    visitor.sign_in("elin@lindqvist.example")
    visitor.settings()
    assert too_wide(visitor.page) == []
    visitor.connect("Elin Lindqvist · elin@lindqvist.example", "Studio Lindqvist")
    assert too_wide(visitor.page) == []


def test_save_is_loud_once_a_row_is_not_saved(visitor: Visitor, owners: list[Walker]) -> None:
    """While something can come in, Save is quiet until a row is changed, and once it is saved."""
    owners[0].connect("elin@lindqvist.example", "Studio Lindqvist")
    owners[0].map({name: here for name, here in MAPPINGS.items() if name != "Lakeside Cabin"})
    visitor.sign_in("elin@lindqvist.example")
    visitor.settings()
    save = visitor.page.get_by_role("button", name="Save mappings")
    expect(save).not_to_have_class(re.compile("wh-primary"))
    visitor.choose("Lakeside Cabin", "Lakeside Cabin")
    expect(save).to_have_class(re.compile("wh-primary"))
    visitor.press("Save mappings")
    visitor.page.get_by_text("Mappings saved.").wait_for()
    expect(save).not_to_have_class(re.compile("wh-primary"))
