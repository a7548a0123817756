"""The mapping table with script: search, suggestions, undo, and what is not saved yet."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Dialog

from tests.browser.conftest import Visitor
from tests.browser.mapping_rows import UNSAVED, chosen, row, save

# They share one set of processes and one browser, so one worker of pytest-xdist runs them.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

VILLA, CABIN, CAFE, INTERNAL = "Villa Sandhamn", "Lakeside Cabin", "Café Möllan", "Internal"


@pytest.fixture
def elin(visitor: Visitor) -> Visitor:
    """Return the Admin of a studio that is connected, with nothing mapped."""
    visitor.system.walker("elin@lindqvist.example").post("/disconnect")
    visitor.sign_in("elin@lindqvist.example")
    visitor.settings()
    visitor.connect("Elin Lindqvist · elin@lindqvist.example", "Studio Lindqvist")
    visitor.page.wait_for_selector(".wh-filters:not([hidden])")
    return visitor


def violations(visitor: Visitor) -> list[str]:
    """Return what axe finds in light and in dark, by rule."""
    found = []
    for scheme in ("light", "dark"):
        visitor.page.emulate_media(color_scheme=scheme)
        for one in Axe().run(visitor.page).response["violations"]:
            found.append(f"{scheme}, {one['id']}: {one['nodes'][0]['html'][:120]}")
    return found


def test_search_finds_rows_by_either_side(elin: Visitor) -> None:
    """What is typed finds rows by name, client or target, in any case and without accents."""
    page = elin.page
    elin.choose(INTERNAL, VILLA)
    for words, names in (
        ("MOLLAN", {CAFE}),
        ("strom villa", {VILLA}),
        ("sandhamn", {VILLA, INTERNAL}),
        ("no such thing", set()),
    ):
        page.fill("#wh-search", words)
        shown = page.locator("fieldset[data-kind=project] .wh-row label > bdi")
        assert {*shown.all_inner_texts()} == names
    page.wait_for_selector("[data-said]:text-is('0 rows found.')", state="attached")
    page.press("#wh-search", "Enter")
    page.fill("#wh-search", "")
    assert page.inner_text(UNSAVED) == "1 row is not saved yet."
    assert elin.complaints == []


def test_only_unmapped_leaves_out_what_is_saved(elin: Visitor) -> None:
    """*Only unmapped* leaves out what is mapped, but not what was chosen and is not saved."""
    elin.choose(VILLA, VILLA)
    save(elin)
    elin.choose(CABIN, CABIN)
    elin.page.check("text=Only unmapped")
    assert row(elin, VILLA).count() == 0
    assert row(elin, CABIN).is_visible()
    assert "shown" in elin.page.inner_text("[data-count] >> nth=0")


def test_suggestions_are_taken_one_by_one_or_all_at_once(elin: Visitor) -> None:
    """A suggestion is chosen by a click, all by one, and nothing is saved before *Save*."""
    page = elin.page
    offered = int(page.inner_text("button[value=all]").split()[2])
    row(elin, VILLA).locator(".wh-chip").click()
    assert chosen(elin, VILLA) == VILLA
    assert page.inner_text("button[value=all]") == f"Take all {offered - 1} suggestions"
    page.click("button[value=all]")
    assert not page.is_visible("button[value=all]")
    assert page.inner_text(UNSAVED) == f"{offered} rows are not saved yet."
    assert chosen(elin, CABIN) == CABIN
    save(elin)
    assert page.locator(".wh-saved").count() == offered
    assert (chosen(elin, CABIN), page.inner_text(UNSAVED)) == (CABIN, "")


def test_a_choice_that_takes_a_target_says_so_in_both_rows_and_is_undone(elin: Visitor) -> None:
    """Both rows say what a choice clears; *Undo* brings it back, and the last choice wins."""
    page = elin.page
    elin.choose(VILLA, VILLA)
    save(elin)
    elin.choose(INTERNAL, VILLA)
    assert "Clears Villa Sandhamn." in row(elin, INTERNAL).inner_text()
    assert "Cleared: Villa Sandhamn is chosen for Internal." in row(elin, VILLA).inner_text()
    assert "This clears Villa Sandhamn." in page.inner_text("[data-said]")
    assert chosen(elin, VILLA) == "— Not mapped —"
    row(elin, VILLA).locator("text=Undo").click()
    assert (chosen(elin, VILLA), chosen(elin, INTERNAL)) == (VILLA, "— Not mapped —")
    assert page.inner_text(UNSAVED) == ""
    # The upper row is chosen last.
    elin.choose(INTERNAL, VILLA)
    elin.choose(CABIN, VILLA)
    save(elin)
    assert (chosen(elin, CABIN), chosen(elin, VILLA)) == (VILLA, "— Not mapped —")
    assert chosen(elin, INTERNAL) == "— Not mapped —"
    assert elin.complaints == []


def test_what_is_not_saved_is_kept_across_an_import(elin: Visitor) -> None:
    """*Import* keeps what was chosen: it is there afterwards, and still not saved."""
    page = elin.page
    elin.choose(VILLA, VILLA)
    page.click("button:has-text('Import from Harvest')")
    page.wait_for_selector("#wh-panel.wh-finished")
    page.wait_for_selector(".wh-changed")
    assert page.inner_text(UNSAVED) == "1 row is not saved yet."
    assert chosen(elin, VILLA) == VILLA
    elin.page.click("text=Discard")
    assert chosen(elin, VILLA) == "— Not mapped —"


def test_leaving_asks_while_something_is_not_saved(elin: Visitor) -> None:
    """Leaving asks while a row is not saved, and does not once all are."""
    page, asked = elin.page, []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", stay)
    elin.choose(VILLA, VILLA)
    page.click("nav >> text=Timelogs")
    page.wait_for_url("**/timelogs")
    assert asked == ["beforeunload"]
    elin.settings()
    assert chosen(elin, VILLA) == "— Not mapped —"
    elin.choose(VILLA, VILLA)
    save(elin)
    page.click("nav >> text=Timelogs")
    page.wait_for_url("**/timelogs")
    assert asked == ["beforeunload"]


def test_the_focus_and_the_place_stay_after_a_save(elin: Visitor) -> None:
    """After a save by keyboard the focus is where it was, and the table has not moved."""
    page = elin.page
    elin.choose(VILLA, VILLA)
    select = row(elin, VILLA).locator("select")
    select.focus()
    name = select.get_attribute("name")
    page.wait_for_load_state()
    before = page.evaluate("document.querySelector('form.wh-map').getBoundingClientRect().top")
    with page.expect_navigation():
        page.evaluate("document.querySelector('form.wh-map').requestSubmit()")
    page.wait_for_selector(".wh-saved")
    # The page is a stream, whose last part may come after the rows.
    page.wait_for_load_state()
    assert page.evaluate("document.activeElement.name") == name
    after = page.evaluate("document.querySelector('form.wh-map').getBoundingClientRect().top")
    assert abs(after - before) < 2
    assert page.inner_text("[data-said]") == "1 row saved."


def test_axe_finds_nothing_in_any_state_of_the_table(elin: Visitor) -> None:
    """axe finds nothing with suggestions, with unsaved rows, and while nothing is found."""
    page = elin.page
    found = violations(elin)
    page.click("button[value=all]")
    elin.choose(INTERNAL, VILLA)
    found += violations(elin)
    page.fill("#wh-search", "no such thing")
    found += violations(elin)
    assert found == []


@pytest.mark.parametrize(
    "visitor",
    [{"viewport": {"width": 360, "height": 740}, "forced_colors": "active"}],
    indirect=True,
)
def test_the_table_fits_a_narrow_screen_in_forced_colours(elin: Visitor) -> None:
    """At 360 pixels nothing of the table is beyond the edge, also while rows are not saved."""
    elin.page.click("button[value=all]")
    elin.choose(INTERNAL, VILLA)
    assert elin.page.evaluate("document.documentElement.scrollWidth") <= 360
