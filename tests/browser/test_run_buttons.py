"""Cancel, Continue and the list of imports work by clicks, and another tab follows."""

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Visitor

# They share one set of processes and one browser, so one worker of pytest-xdist runs them.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_an_import_is_cancelled_goes_on_and_is_found_in_the_list(visitor: Visitor) -> None:
    """The buttons change with the run without a reload, and a tab that stood still looks again."""
    page, system = visitor.page, visitor.system
    system.walker("elin@lindqvist.example").post("/disconnect")
    visitor.sign_in("elin@lindqvist.example")
    visitor.settings()
    visitor.connect("Elin Lindqvist · elin@lindqvist.example", "Studio Lindqvist")
    configure(system.harvest_url, latency=1, largest_page=4)
    page.click("button:has-text('Import from Harvest')")
    page.wait_for_selector("progress")
    other = page.context.new_page()
    other.goto(page.url)
    page.bring_to_front()
    page.click("button:has-text('Cancel')")
    page.wait_for_selector("text=The import was cancelled.")
    page.wait_for_selector("#wh-panel.wh-cancelled")
    other.wait_for_selector("#wh-panel.wh-cancelled")
    assert not other.is_visible("button:has-text('Cancel')")
    assert other.is_visible("button:has-text('Continue')")
    page.click("button:has-text('Continue')")
    page.wait_for_selector("progress")
    assert not page.is_visible("button:has-text('Continue')")
    configure(system.harvest_url, latency=0, largest_page=2000)
    page.wait_for_selector("#wh-panel.wh-finished")
    assert not page.is_visible("button:has-text('Cancel')")
    other.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    other.wait_for_selector("#wh-panel.wh-finished")
    assert not other.is_visible("button:has-text('Continue')")
    page.click("text=All imports")
    page.wait_for_selector("td:has-text('finished')")
    assert serious(visitor) == []
    page.click("tbody tr:first-child a")
    page.click("text=entries that were not imported")
    page.wait_for_selector("h1:has-text('Entries that were not imported')")
    assert serious(visitor) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def configure(harvest_url: str, **options: float) -> None:
    """Change options of the local Harvest."""
    httpx.post(f"{harvest_url}/_control/config", json=options).raise_for_status()


def serious(visitor: Visitor) -> list[str]:
    """Return what axe calls serious or critical, by rule."""
    violations = Axe().run(visitor.page).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:120]}"
        for one in violations
        if one["impact"] in ("serious", "critical")
    ]
