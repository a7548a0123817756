"""The whole guide, from connecting to disconnecting: by keyboard alone, and without JavaScript."""

import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, expect

from demo.walk import PAGE, Walker
from tests.browser.conftest import Visitor, numbers
from tests.browser.typist import Typist
from tests.support.running_system import RunningSystem

# They share one set of processes and one browser, so one worker of pytest-xdist runs them.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

INTERNAL = "Internal"
JSON = {"Accept": "application/json"}


@pytest.fixture
def typist(browser: Browser, system: RunningSystem) -> Iterator[Typist]:
    """Yield a person with a keyboard alone."""
    context = browser.new_context()
    context.set_default_timeout(20_000)
    yield Typist(context.new_page(), system)
    context.close()


def test_the_guide_by_keyboard_alone(typist: Typist, elin: Walker) -> None:
    """All of the guide can be done by keyboard; the focus is always seen, and never lost."""
    walk(typist, elin)
    assert typist.complaints == []
    assert typist.elsewhere == []


@pytest.mark.parametrize("visitor", [{"java_script_enabled": False}], indirect=True)
def test_the_guide_without_javascript(visitor: Visitor, elin: Walker) -> None:
    """All of the guide can be done without JavaScript."""
    walk(visitor, elin)
    assert visitor.elsewhere == []


def walk(person: Visitor, elin: Walker) -> None:
    """Do all that the guide tells of, one after the other."""
    person.sign_in("elin@lindqvist.example")
    person.settings()
    person.connect("Elin Lindqvist · elin@lindqvist.example", "Studio Lindqvist")
    person.landed("Harvest is connected")
    map_and_import(person)
    imported = numbers(person.landed(r"^Imported \d+ of \d+ entries \("))[0]
    look_at_what_waits(person)
    look_at_the_history(person)
    correct_an_entry(person, elin)
    undo_the_first_import(person, imported)
    person.settings()
    person.toggle(person.page.get_by_role("switch", name="Automated sync"))
    person.landed("Automated sync is on")
    person.enter(person.page.get_by_text("Disconnect…", exact=True))
    person.press("Disconnect Harvest")
    person.landed("Harvest is disconnected")


def map_and_import(person: Visitor) -> None:
    """Take the suggestions, choose two more, save, and import the default days."""
    person.press("Take all 9 suggestions")
    person.choose("Sourcing", "Sourcing & Procurement")
    person.choose("Drawings", "Technical Drawings")
    person.press("Save mappings")
    person.landed("Mappings saved.")
    person.press("Import from Harvest")
    person.landed(r"^Imported \d+ of \d+ entries \(")
    reason = person.page.locator("#wh-panel details[data-reason='Project not mapped']")
    if reason.get_attribute("open") is None:
        person.enter(reason.locator("summary"))
    expect(reason.get_by_text(INTERNAL).first).to_be_visible()


def look_at_what_waits(person: Visitor) -> None:
    """Leave a project out, and take it back."""
    person.follow("What waits")
    person.press(f"Leave out {INTERNAL}", within=person.row(INTERNAL))
    person.landed("Left out: its entries wait on purpose now")
    person.press(f"Take back {INTERNAL}", within=person.row(INTERNAL))
    person.landed("Taken back: its entries are to be mapped again.")


def look_at_the_history(person: Visitor) -> None:
    """Find the import in the list of all imports, and the entries that it left out."""
    person.follow("All imports")
    person.follow("Import")
    person.follow("Entries that were not imported")
    expect(person.page.get_by_role("heading", name=re.compile("^All reasons: "))).to_be_visible()


def correct_an_entry(person: Visitor, elin: Walker) -> None:
    """See in the hours that every hour is accounted for, and apply what was changed since."""
    person.follow("Hours")
    person.press("Show the hours")
    expect(person.page.get_by_text("Every hour is accounted for.")).to_be_visible()
    changed, minutes = lengthen_in_harvest(person, elin)
    person.press("Import these days again")
    person.landed(r"^Imported 0 of \d+ entries \(")
    person.follow("Corrections")
    person.toggle(person.page.get_by_role("checkbox", name=f"Choose entry {changed}"))
    person.press("Apply chosen")
    person.landed("^Corrected 1 of 1 chosen timelogs")
    edit(person, changed, minutes)


def lengthen_in_harvest(person: Visitor, elin: Walker) -> tuple[int, int]:
    """Add an hour to an imported entry; return its id, and how many minutes it had."""
    newest = elin.browser.get(f"{PAGE}/imports", headers=JSON).json()["runs"][0]["id"]
    address = f"{PAGE}/imports/{newest}/entries?outcome=imported"
    one = elin.browser.get(address, headers=JSON).json()["entries"][0]
    edit(person, one["id"], one["minutes"] + 60)
    return one["id"], one["minutes"]


def edit(person: Visitor, entry_id: int, minutes: int) -> None:
    """Give an entry so many minutes in Harvest."""
    address = f"{person.system.harvest_url}/_control/entries/{entry_id}"
    httpx.patch(address, json={"hours": f"{minutes / 60:.2f}"}).raise_for_status()


def undo_the_first_import(person: Visitor, imported: int) -> None:
    """Undo the import that brought entries in; what was corrected since goes, too."""
    person.follow("All imports")
    rows = person.page.get_by_role("row").filter(has_text=f"{imported} of ")
    person.follow("Import", within=rows)
    person.follow("Undo this import …")
    remove = person.page.get_by_role("button", name=re.compile(r"^Remove \d+ timelogs?$"))
    person.press(remove.inner_text())
    person.landed(r"^Removed \d+ of \d+ timelogs \(")
    assert person.timelogs() <= 1
