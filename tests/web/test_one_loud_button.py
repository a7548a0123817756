"""The page by its story: what comes first, how far it is, and one loud button at a time."""

import re

import pytest
from sqlalchemy import text

from demo.__main__ import MAPPINGS
from demo.workroom.models import db
from tests.guide.work import DAY
from tests.support.studio import Studio, shown, text_of


def loud(page: str) -> list[str]:
    """Return what the loud buttons of a page say."""
    primary = r'<button [^>]*class="wh-button wh-primary"[^>]*>([^<]+)</button>'
    return re.findall(primary, shown(page))


def headings(page: str) -> list[str]:
    """Return the headings of the page and its cards, in their order."""
    found: list[str] = re.findall(
        r"<h[12][^>]*>(?:<svg.*?</svg>\s*)?([^<]+)</h[12]>", page.partition('class="wh"')[2]
    )
    return found


def test_the_page_leads_from_connecting_to_the_first_import(elin: Studio) -> None:
    """Mappings come first until something can come in, then Import, and one button is loud."""
    assert loud(elin.page()) == ["Connect Harvest"]
    elin.connect()
    page = elin.page()
    assert loud(page) == ["Save mappings"]
    assert headings(page)[-2:] == ["Mappings", "Sync"]
    assert "Nothing to do" not in page
    assert "Connect ✓ Map 0 of 13 Import" in text_of(page)
    assert '<li aria-current="step"><strong>Map 0 of 13</strong></li>' in page
    elin.map({name: here for name, here in MAPPINGS.items() if name != "Café Möllan"})
    page = elin.page()
    assert loud(page) == ["Import from Harvest"]
    assert headings(page)[-2:] == ["Sync", "Mappings"]
    assert "<li>Map 10 of 13</li>" in page
    assert '<li aria-current="step"><strong>Import</strong></li>' in page
    elin.import_days(DAY, DAY)
    page = elin.page()
    assert loud(page) == ["Import from Harvest"]
    assert "Setting up" not in page


def test_a_preview_has_the_loud_button(connected: Studio) -> None:
    """On the page of a preview its own Import is loud, and not the one with the dates."""
    answer = connected.post("/previews", {"from": "2026-06-01", "to": "2026-06-01"})
    run_id = answer.location.rsplit("/", 1)[1]
    connected.work(run_id)
    assert "Import from Harvest" not in loud(connected.page(f"/imports/{run_id}"))


def test_who_has_to_reconnect_finds_that_button_alone(connected: Studio) -> None:
    """Import is quiet while it can only refuse; the to-do list says why, once, beside a badge."""
    connected.harvest.state.by_access.clear()
    connected.harvest.state.by_refresh.clear()
    connected.import_days(DAY, DAY)
    page = connected.page()
    assert loud(page) == ["Reconnect"]
    assert headings(page)[:2] == ["Harvest", "To do: 1"]
    why = "Harvest no longer accepts the connection. Reconnect to go on."
    before, _, result = text_of(page).partition(" Sync ")
    assert (before.count(why), before.count("Reconnect needed"), before.count("Reconnect ")) == (
        1,
        1,
        3,
    )
    _, _, table = result.partition(" Mappings ")
    assert "econnect" not in table


def test_the_card_has_that_button_where_the_list_cannot_be_read(connected: Studio) -> None:
    """Where the to-do list cannot be read, the Connection card says to reconnect."""
    connected.harvest.state.by_access.clear()
    connected.harvest.state.by_refresh.clear()
    connected.import_days(DAY, DAY)
    with connected.app.app_context():
        db.session.execute(text("DROP TABLE activity_type"))
        db.session.commit()
    page = connected.page()
    assert "What is to be done cannot be read just now." in page
    assert loud(page) == ["Reconnect"]
    assert "Mappings, history and timelogs stay." in page


@pytest.mark.parametrize("path", ["", "/mappings"])
def test_mappings_are_headed_once(connected: Studio, path: str) -> None:
    """The page has one heading over the mapping table, whether it has the table alone or not."""
    found = headings(connected.page(path))
    assert (found[0], found.count("Mappings")) == ("Harvest", 1)
