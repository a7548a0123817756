"""The guide's main path as somebody whose browser prefers German walks it."""

import re

import pytest
from babel import Locale
from playwright.sync_api import expect

from demo.__main__ import MAPPINGS
from demo.walk import PAGE, Walker
from tests.browser.conftest import Visitor
from tests.browser.looks import faults
from workroom_harvest.web.words import Reader, reading, say
from workroom_harvest.web.words.translations import DOMAIN, OURS, language

# They share one set of processes and one browser, so one worker of pytest-xdist runs them.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

GERMAN = Reader(language(Locale("de")))
NAMED = ".wh :is(h1, h2, h3, button, summary, th, legend, .wh-tabs a)"
"""What has a name of its own: headings, buttons and the heads of tables."""

ENGLISH_DAY = re.compile(r"\d{4}-\d\d-\d\d")
GERMAN_DAY = re.compile(r"\d\d\.\d\d\.\d{4}")


def german(english: str) -> str:
    """Return a sentence of the plugin's in German, which must differ."""
    with reading(GERMAN):
        said = say(english)
    assert said != english, f"not translated in {OURS}/de/LC_MESSAGES/{DOMAIN}.po: {english}"
    return said


@pytest.mark.parametrize("visitor", [{"locale": "de-DE"}], indirect=True)
def test_the_guide_in_german(visitor: Visitor, elin: Walker) -> None:
    """From connecting to the hours all is German: names, days, numbers, and the page's language."""
    page = visitor.page
    visitor.sign_in("elin@lindqvist.example")
    visitor.settings()
    look(visitor)
    visitor.press(german("Connect Harvest"))
    page.select_option("select[name=user]", label="Elin Lindqvist · elin@lindqvist.example")
    page.check("text=Studio Lindqvist")
    page.click("text=Authorize App")
    expect(page.locator(".wh-good")).to_have_text(german("Connected"))
    for harvest, workroom in MAPPINGS.items():
        visitor.choose(harvest, workroom)
    look(visitor)
    visitor.press(german("Save mappings"))
    expect(page.get_by_role("status").first).to_contain_text(german("Mappings saved."))
    look(visitor)
    visitor.press(german("Import from Harvest"))
    page.wait_for_selector("#wh-panel.wh-finished")
    assert GERMAN_DAY.search(page.inner_text("#wh-panel"))
    look(visitor)
    for path in ("/waiting", "/imports", "/hours", "/entries", "/audit"):
        page.goto(f"{visitor.system.workroom_url}{PAGE}{path}")
        look(visitor)
    visitor.follow(german("Hours"))
    visitor.press(german("Show the hours"))
    look(visitor)
    assert visitor.complaints == []
    assert visitor.elsewhere == []


def look(visitor: Visitor) -> None:
    """See that a page is German and says so, is not too wide, and that axe finds nothing."""
    page = visitor.page
    assert page.get_attribute("html", "lang") == "de"
    assert page.get_attribute(".wh", "lang") == "de"
    assert names_in_english(page.locator(NAMED).all_inner_texts()) == []
    assert ENGLISH_DAY.findall(page.inner_text(".wh")) == []
    assert faults(page) == []


def names_in_english(names: list[str]) -> list[str]:
    """Return those of the names that are English sentences of the plugin's, which have no data."""
    with reading(GERMAN):
        return [one for one in map(str.strip, names) if "{" not in one and one and say(one) != one]
