"""The language that Workroom chooses for its reader."""

import re

import pytest
from flask import Flask

from demo.walk import PAGE
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio


def languages(html: str) -> list[str]:
    """Return the languages that a page and its parts are in, in their order."""
    found: list[str] = re.findall(r'<\w+[^>]* lang="([^"]+)"', html)
    return found


@pytest.mark.parametrize(
    ("preferred", "language", "projects"),
    [
        (None, "en", "Projects"),
        ("en-GB,de;q=0.5", "en", "Projects"),
        ("de-AT,de;q=0.9,en;q=0.5", "de", "Projekte"),
        ("fr,de;q=0.5", "de", "Projekte"),
        ("fr", "en", "Projects"),
    ],
)
def test_workroom_is_in_the_language_that_the_browser_prefers(
    elin: Studio, preferred: str | None, language: str, projects: str
) -> None:
    """The menu and the page are in the best of Workroom's languages, or in English."""
    headers = {"Accept-Language": preferred} if preferred else {}
    page = elin.browser.get("/settings/integrations", headers=headers).text
    assert languages(page)[0] == language
    assert '<main id="content">' in page
    assert f">{projects}</a>" in page


def test_a_page_says_where_its_words_are_english(elin: Studio) -> None:
    """A page of Workroom's that is English alone says so to who hears it; the plugin's does not."""
    german = {"Accept-Language": "de"}
    assert languages(elin.browser.get("/projects", headers=german).text) == ["de", "en"]
    page = elin.browser.get(PAGE, headers=german).text
    assert languages(page)[0] == "de"
    assert '<main id="content">' in page


def test_a_stranger_is_answered_in_their_language(app: Flask, harvest: LocalHarvest) -> None:
    """The frame around the plugin's page for who is not signed in is in their language, too."""
    page = app.test_client().get(PAGE, headers={"Accept-Language": "de"}).text
    assert languages(page)[0] == "de"
    assert ">Anmelden</a>" in page
