"""Every sentence that a person reads is said in their language: shown with one that nobody speaks.

In it each sentence stands in brackets. Whatever a page says outside of them is not translatable.
"""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from demo.harvest import HarvestConfig
from demo.harvest.worlds import quiet_world
from demo.harvest_control import HarvestControl
from demo.month import Month
from demo.past import opened
from tests.support.apps import set_up_database
from tests.support.servers import LocalHarvest
from tests.support.translating import write_translations
from tests.support.visible import pseudo
from tests.support.words import sentences
from tests.web.words.listening import LANGUAGE, Listener
from tests.web.words.scenes import SCENES

ADDRESS = "http://127.0.0.1:8600"


@pytest.fixture(autouse=True)
def nobodys_language(translations: Path) -> None:
    """Let the app have a language in which each sentence is the English one in brackets."""
    write_translations(translations, LANGUAGE, pseudo(sentences()))


@pytest.fixture
def lived(app: Flask, today: date) -> Iterator[Listener]:
    """Yield the Admin of the studio that has lived the demo's month."""
    harvest = LocalHarvest(HarvestConfig(redirect_url=f"{ADDRESS}/"), quiet_world(today))
    with opened({**app.config, **harvest.settings()}, ADDRESS) as past:
        set_up_database(past.app)
        with closing(HarvestControl(harvest.url)) as control:
            Month(past, control, today).live(lambda: None)
        yield Listener(past.app, harvest, "elin@lindqvist.example", "Studio Lindqvist")
    harvest.close()


@pytest.mark.parametrize("scene", SCENES)
def test_pages_say_everything_in_the_readers_language(
    app: Flask, harvest: LocalHarvest, scene: str
) -> None:
    """No page says a word that is neither part of a sentence of the catalogue nor data."""
    elin = Listener(app, harvest, "elin@lindqvist.example", "Studio Lindqvist")
    SCENES[scene](elin)
    assert nothing_else_is_said(elin)


def test_the_pages_after_a_month_do_so_too(lived: Listener) -> None:
    """Thirty nights, corrections, a lock and what was deleted are told in the language as well."""
    lived.look_around()
    assert nothing_else_is_said(lived)


def nothing_else_is_said(one: Listener) -> bool:
    """Return whether the pages that somebody saw say nothing untranslated; tell what they do."""
    assert len(one.browser.pages) > 5
    found = [f"{asked}: {text}" for asked, texts in one.unsaid().items() for text in texts]
    assert not found, "\n".join(["", *found])
    return True
