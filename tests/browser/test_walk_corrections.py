"""A walk: what was changed, moved and deleted on either side is reviewed, applied or let be."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from demo.__main__ import MAPPINGS
from demo.walk import PAGE, Walker, fields
from tests.browser import timelog_rows as rows
from tests.browser.conftest import Visitor
from tests.browser.looks import faults

# They share one set of processes and one browser, so one worker of pytest-xdist runs them.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SAID_ANEW, EDITED_HERE = "Said anew in Harvest", "Edited by hand in Workroom"
OTHER_PROJECT = "Café Möllan"


@dataclass(frozen=True)
class Entries:
    """The ids of entries by what happens to each of them."""

    longer: int
    moved: int
    gone: int
    edited: int
    locked: int
    invoiced: int
    dismissed: int
    also_longer: int
    deleted: int


@pytest.fixture
def entries(elin: Walker, visitor: Visitor) -> Entries:
    """Import two weeks, then change things in Harvest and in Workroom; return what is what."""
    elin.connect("elin@lindqvist.example", "Studio Lindqvist")
    elin.map(MAPPINGS)
    today = datetime.now(UTC).date()
    run = elin.import_days({"from": str(today - timedelta(days=14)), "to": str(today)})
    listed = elin.browser.get(
        f"{PAGE}/imports/{run['id']}/entries?outcome=imported",
        headers={"Accept": "application/json"},
    ).json()["entries"]
    elsewhere = [one["id"] for one in listed if one["project"] != OTHER_PROJECT]
    found = Entries(*elsewhere[: len(Entries.__annotations__)])
    visitor.sign_in("elin@lindqvist.example")
    in_harvest(visitor, elin, found)
    in_workroom(visitor, found)
    return found


def in_harvest(visitor: Visitor, elin: Walker, entries: Entries) -> None:
    """Change, move and delete entries at the local Harvest."""
    for one in ids_of(entries, "longer", "edited", "locked", "invoiced", "dismissed"):
        rows.change_entry(visitor, one, hours="3.25", notes=SAID_ANEW)
    rows.change_entry(visitor, entries.also_longer, hours="9.5")
    rows.change_entry(visitor, entries.deleted, hours="3.25", notes=SAID_ANEW)
    labels = fields(elin.browser.get(PAGE).text).labels
    project = next(name for name, label in labels.items() if label == OTHER_PROJECT)
    rows.change_entry(visitor, entries.moved, project_id=int(project.removeprefix("project-")))
    rows.delete_entry(visitor, entries.gone)


def in_workroom(visitor: Visitor, entries: Entries) -> None:
    """Edit, lock, invoice and delete timelogs by Workroom's own pages."""
    rows.edit_timelog(visitor, entries.edited, EDITED_HERE)
    assert faults(visitor.page) == []
    rows.lock_timelog(visitor, entries.locked)
    assert faults(visitor.page) == []
    rows.invoice_timelog(visitor, entries.invoiced, "2026-117")
    rows.delete_timelog(visitor, entries.deleted)


def test_what_differs_is_reviewed_applied_and_dismissed(
    visitor: Visitor, elin: Walker, entries: Entries
) -> None:
    """Before and after are shown, only what somebody chose changes, and what is protected stays."""
    before = rows.timelogs_by_entry(visitor)
    import_again(visitor)
    review(visitor, entries)
    assert rows.timelogs_by_entry(visitor) == before
    apply_some(visitor, entries)
    dismiss_one(visitor, entries)
    apply_all(visitor, entries)
    bring_back_and_remove(visitor, entries)
    after = rows.timelogs_by_entry(visitor)
    for one in ids_of(entries, "edited", "locked", "invoiced", "dismissed"):
        assert after[one] == before[one]
    assert after[entries.longer][3:5] == ["3:15", SAID_ANEW]
    assert after[entries.moved][1] == OTHER_PROJECT
    assert after[entries.also_longer][3] == "9:30"
    assert after[entries.deleted][3:5] == ["3:15", SAID_ANEW]
    assert before.keys() ^ after.keys() == {entries.deleted, entries.gone}
    assert entries.gone not in after
    tell_the_stories(visitor, entries)
    assert visitor.complaints == []
    assert visitor.elsewhere == []


def import_again(visitor: Visitor) -> None:
    """Import the same days: the panel keeps the guide's line, and says what is to be known."""
    page = visitor.page
    visitor.settings()
    visitor.press("Import from Harvest")
    page.get_by_text(re.compile(r"^Imported 0 of \d+ entries \(")).wait_for()
    known = page.get_by_role("listitem").filter(has_text="Already imported: ")
    expect(known).to_contain_text(
        "7 were changed in Harvest, 1 is gone from Harvest, 1 was deleted in Workroom."
    )
    expect(page.get_by_text("Nothing to do: these are in Workroom.")).to_have_count(0)
    assert faults(page) == []


def review(visitor: Visitor, entries: Entries) -> None:
    """Follow the to-do list to the corrections, which show before and after, and what stays."""
    page = visitor.page
    visitor.settings()
    visitor.follow("Review : 7 imported entries were changed in Harvest.")
    expect(page.get_by_role("heading", name="differ: 9 entries")).to_be_visible()
    longer = rows.timelog_row(page, entries.longer)
    expect(longer.get_by_role("deletion").first).to_contain_text(re.compile(r"\d:\d\d"))
    expect(longer.get_by_role("insertion").first).to_contain_text("3:15")
    expect(longer).to_contain_text("Change the timelog")
    expect(rows.timelog_row(page, entries.moved).get_by_role("insertion")).to_contain_text(
        OTHER_PROJECT
    )
    expect(rows.timelog_row(page, entries.gone)).to_contain_text("Remove the timelog")
    expect(rows.timelog_row(page, entries.deleted)).to_contain_text("Bring the timelog back")
    for one, reason in (
        (entries.edited, "Stays as it is: Somebody edited the timelog in Workroom"),
        (entries.locked, "It is locked in Workroom."),
        (entries.invoiced, "It is on invoice 2026-117."),
    ):
        row = rows.timelog_row(page, one)
        expect(row).to_contain_text(reason)
        expect(row.get_by_role("checkbox")).to_have_count(0)
        expect(row.get_by_role("button", name=f"Dismiss {one}")).to_be_visible()
    assert faults(page) == []


def apply_some(visitor: Visitor, entries: Entries) -> None:
    """Apply two corrections; they leave the list."""
    apply(visitor, "2 of 2", entries.longer, entries.moved)
    expect(rows.timelog_row(corrections(visitor), entries.longer)).to_have_count(0)


def dismiss_one(visitor: Visitor, entries: Entries) -> None:
    """Dismiss a correction: it is nothing to do any more, and its timelog stays."""
    page = choose(visitor, entries.dismissed)
    visitor.press("Dismiss chosen")
    page.get_by_text("Dismissed: until Harvest says something else").wait_for()
    expect(rows.timelog_row(page, entries.dismissed)).to_have_count(0)
    assert faults(page) == []


def apply_all(visitor: Visitor, entries: Entries) -> None:
    """Apply all that may be: what is gone or deleted is not among it, what is protected stays."""
    page = corrections(visitor)
    visitor.press("Apply all changes")
    page.get_by_text("Corrected 1 of 4 chosen timelogs").wait_for()
    for reason in ("Edited in Workroom since: 1", "Locked in Workroom: 2"):
        expect(page.get_by_text(reason)).to_be_visible()
    visitor.follow("Timelogs that were not corrected")
    expect(rows.timelog_row(page, entries.locked)).to_contain_text("It is locked in Workroom.")
    assert faults(page) == []
    corrections(visitor)
    for one in ids_of(entries, "edited", "locked", "invoiced", "gone", "deleted"):
        expect(rows.timelog_row(page, one)).to_be_visible()
    expect(rows.timelog_row(page, entries.also_longer)).to_have_count(0)


def bring_back_and_remove(visitor: Visitor, entries: Entries) -> None:
    """By name, what was deleted comes back with Harvest's values of now, and what is gone goes."""
    apply(visitor, "2 of 2", entries.deleted, entries.gone)
    page = corrections(visitor)
    expect(page.get_by_role("heading", name="differ: 3 entries")).to_be_visible()
    assert faults(page) == []


def tell_the_stories(visitor: Visitor, entries: Entries) -> None:
    """Each entry tells what became of it."""
    page = corrections(visitor)
    visitor.follow(str(entries.locked))
    expect(page.get_by_text("State: changed")).to_be_visible()
    assert faults(page) == []
    for one, story in (
        (entries.deleted, "brought back, imported by import"),
        (entries.gone, "its timelog is no longer in Workroom either, by run"),
        (entries.longer, "Workroom and Harvest have the same values again, by run"),
    ):
        page.goto(f"{visitor.system.workroom_url}{PAGE}/entries/{one}")
        expect(page.get_by_role("listitem").filter(has_text=story)).to_be_visible()
    page.goto(f"{visitor.system.workroom_url}{PAGE}/audit")
    expect(page.get_by_text("Dismissed corrections: 1.")).to_be_visible()
    assert faults(page) == []


def apply(visitor: Visitor, corrected: str, *entry_ids: int) -> None:
    """Apply the corrections of these entries, and wait until `corrected` timelogs are."""
    page = choose(visitor, *entry_ids)
    visitor.press("Apply chosen")
    page.get_by_text(f"Corrected {corrected} chosen timelogs").wait_for()
    assert faults(page) == []


def choose(visitor: Visitor, *entry_ids: int) -> Page:
    """Choose these entries on the page of corrections, and return it."""
    page = corrections(visitor)
    for one in entry_ids:
        page.get_by_role("checkbox", name=f"Choose entry {one}").check()
    return page


def corrections(visitor: Visitor) -> Page:
    """Open the page of corrections."""
    visitor.settings()
    visitor.follow("Corrections")
    visitor.page.get_by_role("heading", name="Corrections", exact=True).wait_for()
    return visitor.page


def ids_of(entries: Entries, *names: str) -> list[int]:
    """Return the ids of entries by the names of what happens to them."""
    return [getattr(entries, name) for name in names]
