"""What leaves the pages is English, whoever's browser brings it about."""

from pathlib import Path
from typing import Any

from flask import Flask

from demo.walk import PAGE
from tests.guide.grants import revoke_grants
from tests.guide.work import DAY, Work
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio
from tests.support.translating import write_translations
from tests.web.asking import JSON
from workroom_harvest import signals

RECONNECT = "Harvest no longer accepts the connection. Reconnect to go on."
ESPERANTO = {RECONNECT: "Rekonektu.", "Project not mapped": "Sen projekto"}
READS_ESPERANTO = {"Accept-Language": "eo"}


def test_a_signal_tells_its_sentence_in_english(
    app: Flask, connected: Studio, harvest: LocalHarvest, translations: Path
) -> None:
    """What a host is told by a signal is not in the language of whose request found it out."""
    write_translations(translations, "eo", ESPERANTO)
    told = []

    def tell(_: Flask, *, sentence: str, **__: Any) -> None:
        told.append(sentence)

    with signals.reconnect_needed.connected_to(tell, sender=app):
        revoke_grants(harvest)
        connected.let_lists_age()
        page = connected.browser.get(PAGE, headers=READS_ESPERANTO).text
    assert "Rekonektu." in page
    assert told == [RECONNECT]


def test_reasons_in_json_are_english_in_any_language(connected: Studio, translations: Path) -> None:
    """A script finds the same names of reasons, whatever language its browser asks for."""
    write_translations(translations, "eo", ESPERANTO)
    Work(connected.harvest).add(project="Internal")
    run_id = connected.import_days(DAY, DAY)["id"]
    reader = {**JSON, **READS_ESPERANTO}
    run = connected.browser.get(f"{PAGE}/imports/{run_id}", headers=reader).get_json()
    (group,) = connected.browser.get(f"{PAGE}/waiting", headers=reader).get_json()["groups"]
    assert run["skipped"] == {group["reason"]: 1} == {"Project not mapped": 1}
