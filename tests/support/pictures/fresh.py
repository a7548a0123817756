"""The guide, step by step, as the Admin of a studio that is not connected walks it."""

from demo.walk import PAGE
from tests.support.pictures.lived import RESULT
from tests.support.pictures.person import Person
from workroom_harvest.domain.read_lists import REFRESH_PAUSE

CLAIRE, ACCOUNT = "Claire Moreau · claire@moreau.example", "Atelier Moreau"
PAIRS = {
    "Appartement Marais": "Appartement Marais",
    "Maison Biarritz": "Maison Biarritz",
    "Hôtel Lumière": "Hôtel Lumière",
    "Concept": "Concept",
    "Plans": "Plans",
    "Chantier": "Chantier",
    "Réunion client": "Réunion client",
}


def picture_all(one: Person) -> None:
    """Take the pictures of Atelier Moreau's pages from before it connects until it is gone."""
    one.sign_in("claire@moreau.example")
    _connect_and_map(one)
    _import(one)
    _meet_trouble(one)


def _connect_and_map(one: Person) -> None:
    one.look("not-connected", PAGE)
    one.press("Connect Harvest")
    one.look("consent")
    one.consent(CLAIRE, ACCOUNT)
    one.look("connected-unmapped")
    for harvest, workroom in PAIRS.items():
        one.choose(harvest, workroom)
    one.look("mapping-chosen")
    one.press("Save mappings")
    one.sees("Mappings saved.")
    one.look("mapped")


def _import(one: Person) -> None:
    one.visit()
    one.press("Preview")
    one.sees("Would import")
    one.page.wait_for_load_state("networkidle")
    one.look("preview")
    one.visit()
    one.tell_harvest("/config", latency=2, largest_page=1)
    one.press("Import from Harvest")
    one.sees("entries read so far")
    one.look("importing")
    one.press("Cancel")
    one.sees("The import was cancelled.")
    one.look("cancelled")
    one.mend_harvest()
    one.press("Continue")
    one.sees(RESULT)
    one.look("first-result")
    one.visit()
    one.press("Import from Harvest")
    one.sees("Imported 0 of")
    one.look("nothing-new")


def _meet_trouble(one: Person) -> None:
    one.open("Change who is connected")
    one.press("Go to Harvest")
    one.consent("Elin Lindqvist · elin@lindqvist.example", "Studio Lindqvist")
    one.look("another-account")
    one.press("Go back")
    one.tell_harvest("/faults", fault="*:0:maintenance-503:-1")
    # Until then Harvest is not asked for its lists again.
    one.wait(REFRESH_PAUSE)
    one.look("harvest-down", PAGE)
    one.press("Import from Harvest")
    one.sees("Harvest")
    one.page.wait_for_timeout(1500)
    one.look("harvest-away")
    one.press("Cancel")
    one.sees("cancelled")
    one.mend_harvest()
    one.tell_harvest("/revoke")
    one.visit()
    one.press("Import from Harvest")
    one.sees("Reconnect")
    one.look("reconnect-needed", PAGE)
    one.open("Disconnect")
    one.look("disconnect-asks")
    one.press("Disconnect Harvest")
    one.sees("Harvest is disconnected")
    one.look("disconnected")
