"""The script says its sentences as the server would, in any language."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel import Locale
from playwright.sync_api import Browser, Page

from workroom_harvest.web.presenters.script_words import script_words
from workroom_harvest.web.words import Reader, reading, say
from workroom_harvest.web.words.language import English, Language
from workroom_harvest.web.words.translations import Translated

# They share one browser, so one worker of pytest-xdist runs them.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SCRIPT = Path(__file__).parents[2] / "workroom_harvest/web/static/harvest.js"
FOUND = "{rows:# row|# rows} found."
NUMBERS = (0, 1, 2, 3, 5, 11, 21, 22, 100, 12_000, 12_345)
LANGUAGES = [
    English(),
    Translated(Locale("de"), {FOUND: "{rows:# Zeile|# Zeilen} gefunden."}),
    Translated(Locale("pl"), {FOUND: "Znaleziono {rows:# wiersz|# wiersze|# wierszy|# wiersza}."}),
    Translated(Locale("ar"), {FOUND: "{rows:none|one|two|# few|# many|# other}"}),
]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Yield an empty page that has the script."""
    context = browser.new_context()
    page = context.new_page()
    page.set_content("<main></main>")
    page.add_script_tag(content=SCRIPT.read_text())
    yield page
    context.close()


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda one: one.code)
def test_the_script_counts_as_the_server_does(page: Page, language: Language) -> None:
    """Words for what is counted, and the digits, are the same on the page and in the script."""
    with reading(Reader(language)):
        page.evaluate("words => learnSentences(words)", script_words())
        told = page.evaluate("all => all.map(rows => say('rowsFound', { rows }))", [*NUMBERS])
        assert told == [say(FOUND, rows=number) for number in NUMBERS]


def test_names_stand_in_the_scripts_sentences_as_they_are(page: Page) -> None:
    """A row is told by its name, which may have whatever a sentence or a pattern has."""
    page.evaluate("words => learnSentences(words)", script_words())
    name = "$& {row} # <b>1|2</b>"
    told = page.evaluate(
        "name => say('heldBy', { target: name, row: { name } })",
        name,
    )
    assert told == f"{name} (now: {name})"
