"""What people do to an entry at the local Harvest, and to its timelog in Workroom's own pages."""

from typing import Any

import httpx
from playwright.sync_api import Locator, Page

from tests.browser.conftest import Visitor


def change_entry(visitor: Visitor, entry_id: int, **changes: Any) -> None:
    """Change `hours`, `notes` or `project_id` of an entry at the local Harvest."""
    address = f"{visitor.system.harvest_url}/_control/entries/{entry_id}"
    httpx.patch(address, json=changes).raise_for_status()


def delete_entry(visitor: Visitor, entry_id: int) -> None:
    """Delete an entry at the local Harvest."""
    address = f"{visitor.system.harvest_url}/_control/entries/{entry_id}"
    httpx.delete(address).raise_for_status()


def open_timelog(visitor: Visitor, entry_id: int) -> Page:
    """Open the page of an entry's timelog in Workroom."""
    page = visitor.page
    page.goto(f"{visitor.system.workroom_url}/timelogs")
    while not timelog_row(page, entry_id).count():
        visitor.follow("Older")
    timelog_row(page, entry_id).get_by_role("link").click()
    page.get_by_role("heading", name="Timelog of").wait_for()
    return page


def edit_timelog(visitor: Visitor, entry_id: int, text: str) -> None:
    """Give an entry's timelog another text."""
    open_timelog(visitor, entry_id).get_by_label("Text").fill(text)
    visitor.press("Save")


def delete_timelog(visitor: Visitor, entry_id: int) -> None:
    """Delete an entry's timelog."""
    open_timelog(visitor, entry_id)
    visitor.press("Delete this timelog")


def lock_timelog(visitor: Visitor, entry_id: int) -> None:
    """Lock an entry's timelog."""
    open_timelog(visitor, entry_id)
    visitor.press("Lock")


def invoice_timelog(visitor: Visitor, entry_id: int, number: str) -> None:
    """Put an entry's timelog on an invoice."""
    open_timelog(visitor, entry_id).get_by_label("Invoice number, empty for none").fill(number)
    visitor.press("Save the invoice number")


def timelogs_by_entry(visitor: Visitor) -> dict[int, list[str]]:
    """Return the cells of all timelogs by their Harvest entry, as Workroom's own page has them."""
    page, found = visitor.page.context.new_page(), {}
    page.goto(f"{visitor.system.workroom_url}/timelogs")
    while True:
        for row in page.locator("tbody tr").all():
            cells = row.locator("td").all_inner_texts()
            found[int(cells[8])] = cells[:8]
        older = page.get_by_role("link", name="Older", exact=True)
        if not older.count():
            break
        older.click()
    page.close()
    return found


def timelog_row(page: Page, entry_id: int) -> Locator:
    """Return the row of an entry in a table that has its id in a cell."""
    return page.get_by_role("row").filter(has=page.get_by_role("cell", name=str(entry_id)))
