"""In whose words the pages are: by Flask-Babel and its folders, or in English without it."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import request
from flask_babel import Babel
from werkzeug.test import Client

from demo.walk import PAGE
from tests.hosts.atelier import Atelier
from tests.support.translating import write_translations

UNKNOWN = f"{PAGE}/imports/{'0' * 32}"
ENGLISH = "There is no such import. Go back to the Harvest settings."
WITHOUT_BABEL = """
import os, sys
sys.modules.update(babel=None, flask_babel=None)  # whoever imports one of them fails
from tests.hosts.atelier import Atelier
from werkzeug.test import Client
host = Atelier({name: value for name, value in os.environ.items() if name.isupper()})
with host.app.app_context():
    host.db.create_all()
for path in sys.argv[1:]:
    print(Client(host.app).get(path, headers={"Accept-Language": "de"}, buffered=True).status_code)
host.close()
"""


@pytest.fixture
def make(host_settings: dict[str, str]) -> Iterator[Callable[..., Client]]:
    """Return a maker of hosts; it returns the browser of one, which is closed in the end."""
    made: list[Atelier] = []

    def of(*, by_browser: bool = True, folders: str = "") -> Client:
        host = Atelier({**host_settings, "BABEL_TRANSLATION_DIRECTORIES": folders})
        made.append(host)
        if by_browser:
            Babel(host.app, locale_selector=preferred)
        with host.app.app_context():
            host.db.create_all()
        return Client(host.app)

    yield of
    for host in made:
        host.close()


def preferred() -> str:
    """Return the locale that the browser likes best."""
    return (request.accept_languages.best or "en").replace("-", "_")


def page(browser: Client, language: str, path: str = UNKNOWN) -> str:
    """Return a page for a browser that prefers a language."""
    return browser.get(path, headers={"Accept-Language": language}, buffered=True).text


def test_a_host_without_flask_babel_is_english(make: Callable[..., Client]) -> None:
    """Where a host has not set Flask-Babel up, all is English, though the browser prefers German.

    The plugin's part says that it is.
    """
    found = page(make(by_browser=False), "de")
    assert ENGLISH in found
    assert '<div class="wh" lang="en">' in found


def test_flask_babel_need_not_be_installed(host_settings: dict[str, str], redis_url: str) -> None:
    """The pages and the parts in a host's menus answer where neither it nor Babel is there."""
    shown = subprocess.run(
        [sys.executable, "-c", WITHOUT_BABEL, PAGE, UNKNOWN, "/menu"],
        cwd=Path(__file__).parents[3],
        env={**host_settings, "PYTHONPATH": "."},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (shown.stdout.split(), shown.stderr) == (["200", "404", "200"], "")


def test_a_folder_of_the_hosts_adds_a_language(make: Callable[..., Client], tmp_path: Path) -> None:
    """A catalogue in one of the host's own folders is enough for a language that we have not."""
    write_translations(tmp_path, "eo", {ENGLISH: "Tia importo ne ekzistas."})
    found = page(make(folders=f"elsewhere;{tmp_path}"), "eo")
    assert "Tia importo ne ekzistas." in found
    assert '<div class="wh" lang="eo">' in found


def test_a_folder_of_the_hosts_says_a_sentence_otherwise(
    make: Callable[..., Client], tmp_path: Path
) -> None:
    """A host's own wording takes the place of ours, for a region alone or for all of a language."""
    write_translations(tmp_path, "de", {ENGLISH: "Diesen Import gibt es nicht."})
    write_translations(tmp_path, "de_AT", {ENGLISH: "Den Import gibt es nicht."})
    browser = make(folders=str(tmp_path))
    assert "Diesen Import gibt es nicht." in page(browser, "de")
    assert "Diesen Import gibt es nicht." in page(browser, "de-CH")
    assert "Den Import gibt es nicht." in page(browser, "de-AT")


def test_a_language_without_a_catalogue_is_english(make: Callable[..., Client]) -> None:
    """A reader of a language that nobody has translated reads English, and not a mixture."""
    found = page(make(), "fi")
    assert ENGLISH in found
    assert '<div class="wh" lang="en">' in found
