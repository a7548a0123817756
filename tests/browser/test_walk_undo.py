"""A walk: an import is undone, and another Harvest account comes and goes."""

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from demo.__main__ import MAPPINGS
from demo.walk import PAGE, Walker
from tests.browser import timelog_rows as rows
from tests.browser.conftest import Visitor, numbers
from tests.browser.looks import faults
from tests.support.studio_days import studio_today

# They share one set of processes and one browser, so one worker of pytest-xdist runs them.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

TODAY = studio_today()
DAYS = {"from": str(TODAY - timedelta(days=14)), "to": str(TODAY)}
ELIN, CLAIRE = "Elin Lindqvist · elin@lindqvist.example", "Claire Moreau · claire@moreau.example"
HERE, ELSEWHERE = "Studio Lindqvist", "Atelier Moreau"


@pytest.fixture
def imported(elin: Walker, visitor: Visitor) -> list[dict[str, Any]]:
    """Import two weeks as Elin, who is signed in; return the entries that came in."""
    elin.connect("elin@lindqvist.example", HERE)
    elin.map(MAPPINGS)
    run = elin.import_days(DAYS)
    address = f"{PAGE}/imports/{run['id']}/entries?outcome=imported"
    reply = elin.browser.get(address, headers={"Accept": "application/json"})
    visitor.sign_in("elin@lindqvist.example")
    entries: list[dict[str, Any]] = reply.json()["entries"]
    return entries


def test_an_import_is_undone_but_for_what_is_protected(
    visitor: Visitor, imported: list[dict[str, Any]]
) -> None:
    """The counts come first; what is locked, invoiced or edited stays; no night brings it back."""
    page = visitor.page
    edited, locked, invoiced, removed = [one["id"] for one in imported[:4]]
    rows.edit_timelog(visitor, edited, "Edited by hand in Workroom")
    rows.lock_timelog(visitor, locked)
    rows.invoice_timelog(visitor, invoiced, "2026-117")
    before = rows.timelogs_by_entry(visitor)
    visitor.settings()
    visitor.follow("Undo this import …")
    expect(page.get_by_text(f"{len(imported) - 3} timelogs would be removed, ")).to_be_visible()
    expect(page.get_by_text("2 timelogs would stay: Locked in Workroom.")).to_be_visible()
    expect(page.get_by_text("1 timelog would stay: Edited in Workroom since.")).to_be_visible()
    assert faults(page) == []
    assert rows.timelogs_by_entry(visitor) == before
    visitor.press(f"Remove {len(imported) - 3} timelogs")
    page.get_by_text(f"Removed {len(imported) - 3} of {len(imported)} timelogs").wait_for()
    assert faults(page) == []
    stayed = {number: before[number] for number in (edited, locked, invoiced)}
    assert rows.timelogs_by_entry(visitor) == stayed
    visitor.follow("Timelogs that stayed")
    expect(rows.timelog_row(page, invoiced)).to_contain_text("It is on invoice 2026-117.")
    assert faults(page) == []
    story(visitor, removed, "State: undone", "its import was undone, and its timelog removed")
    visitor.follow("Hours")
    expect(page.get_by_role("region", name="By project")).to_contain_text("Its import was undone")
    assert faults(page) == []
    a_night_leaves_them(visitor, removed)
    assert rows.timelogs_by_entry(visitor) == stayed
    import_the_days_again(visitor, len(imported) - 3)


def a_night_leaves_them(visitor: Visitor, undone: int) -> None:
    """A night that lists what was undone, since it was changed in Harvest, leaves it undone."""
    page = visitor.page
    rows.change_entry(visitor, undone, notes="Said anew in Harvest")
    visitor.settings()
    page.get_by_role("switch", name="Automated sync").click()
    page.get_by_text("Automated sync is on: every night at 2am UTC.").wait_for()
    assert visitor.system.flask("harvest", "nightly").process.wait() == 0
    visitor.settings()
    visitor.follow("Details")
    page.get_by_text(re.compile(r"^Undone before: \d+$")).wait_for()
    expect(page.locator("#wh-panel")).to_contain_text("Their import was undone, so no night")
    assert faults(page) == []


def import_the_days_again(visitor: Visitor, undone: int) -> None:
    """An import of the days by hand brings in again what was undone, and nothing else."""
    visitor.settings()
    visitor.press("Import from Harvest")
    result = visitor.page.get_by_text(re.compile(r"^Imported \d+ of \d+ entries \("))
    result.wait_for()
    assert numbers(result)[0] == undone
    assert visitor.complaints == []
    assert visitor.elsewhere == []


def test_to_another_account_and_back(
    visitor: Visitor, elin: Walker, imported: list[dict[str, Any]]
) -> None:
    """Another account is asked about first; what is known of the first waits for its return."""
    page = visitor.page
    entry_id = imported[0]["id"]
    # No other walk over the same local Harvest gives an entry these hours.
    rows.change_entry(visitor, entry_id, hours="6.75")
    assert elin.import_days(DAYS)["changed"] == 1
    before = rows.timelogs_by_entry(visitor)
    consent(visitor, CLAIRE, ELSEWHERE)
    question = page.get_by_role("region", name="Another Harvest account")
    expect(question).to_contain_text(
        f"{ELSEWHERE} instead of {HERE}: clear {len(MAPPINGS)} mappings, or go back?"
    )
    assert faults(page) == []
    visitor.press("Go back")
    page.get_by_text("Nothing was changed: the Harvest account is connected as before.").wait_for()
    expect(question).to_have_count(0)
    assert faults(page) == []
    corrections(visitor, "differ: 1 entry")
    consent(visitor, CLAIRE, ELSEWHERE)
    visitor.press(f"Clear {len(MAPPINGS)} mappings and connect {ELSEWHERE}")
    page.get_by_text("Another Harvest account is connected now").wait_for()
    assert faults(page) == []
    what_is_frozen(visitor, entry_id)
    assert rows.timelogs_by_entry(visitor) == before
    consent(visitor, ELIN, HERE)
    expect(question).to_contain_text(f"{HERE} instead of {ELSEWHERE}: take it, or go back?")
    visitor.press(f"Connect {HERE}")
    page.get_by_text("Another Harvest account is connected now").wait_for()
    corrections(visitor, "differ: 1 entry")
    expect(rows.timelog_row(page, entry_id)).to_contain_text("Its Harvest project is not mapped")
    assert faults(page) == []
    story(visitor, entry_id, "State: changed", "changed in Harvest after its import")
    expect(page.get_by_text("not connected now")).to_have_count(0)
    assert rows.timelogs_by_entry(visitor) == before
    assert visitor.complaints == []
    assert visitor.elsewhere == []


def what_is_frozen(visitor: Visitor, entry_id: int) -> None:
    """While another account is connected, nothing of the first is judged, and it is named."""
    page = visitor.page
    corrections(visitor, "Nothing to correct")
    story(visitor, entry_id, "State: changed", "a Harvest account that is not connected now")
    expect(page.get_by_role("listitem").filter(has_text="Harvest has it")).to_contain_text(
        re.compile(r": project \d+, task \d+, person \d+\.")
    )
    visitor.follow("Hours")
    expect(page.get_by_text("of another Harvest account, which is not connected")).to_be_visible()
    assert faults(page) == []
    visitor.follow("What waits")
    expect(page.get_by_text("Nothing waits.")).to_be_visible()
    assert faults(page) == []


def consent(visitor: Visitor, person: str, account: str) -> None:
    """Go to Harvest from the Connection card, and choose that account there."""
    page = visitor.page
    visitor.settings()
    page.get_by_text("Change who is connected…").click()
    visitor.press("Go to Harvest")
    page.select_option("select[name=user]", label=person)
    page.check(f"text={account}")
    visitor.press("Authorize App")
    page.get_by_role("heading", name="Another Harvest account").wait_for()


def corrections(visitor: Visitor, heading: str) -> None:
    """Open the page of corrections, which has that heading."""
    visitor.follow("Corrections")
    expect(visitor.page.get_by_role("heading", name=heading)).to_be_visible()
    assert faults(visitor.page) == []


def story(visitor: Visitor, entry_id: int, state: str, line: str) -> Page:
    """Open the story of an entry, which has that state and that line."""
    page = visitor.page
    visitor.follow("Where is this hour?")
    page.get_by_role("textbox", name="Harvest id").fill(str(entry_id))
    visitor.press("Show its story")
    expect(page.get_by_text(state)).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text=line)).to_be_visible()
    assert faults(page) == []
    return page
