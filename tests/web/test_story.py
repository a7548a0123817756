"""The page of an entry's story, and the way to it."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from demo.walk import PAGE
from demo.workroom.models import Member, db
from tests.guide.work import DAY, Work
from tests.support.factories import NOON
from tests.support.studio import Studio, text_of
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.entry_story import EntryEvent, Standing
from workroom_harvest.web.presenters.story_sentences import what_happened

JSON = {"Accept": "application/json"}


@pytest.fixture
def work(connected: Studio) -> Work:
    """Return the studio's emptied Harvest account."""
    return Work(connected.harvest)


def answer(studio: Studio, path: str, status: int = 200) -> dict[str, Any]:
    """Return what an address answers as JSON."""
    found = studio.browser.get(f"{PAGE}/entries{path}", headers=JSON)
    assert found.status_code == status, found.text
    payload: dict[str, Any] = found.get_json()
    return payload


def test_an_entry_tells_its_story_in_dated_sentences(connected: Studio, work: Work) -> None:
    """The JSON has the state, and a sentence for each thing that happened and for what holds."""
    number = work.add("1.33", running=True)
    connected.import_days(DAY, DAY)
    found = answer(connected, f"/{number}")
    assert (found["id"], found["state"]) == (number, "waiting")
    first, now = found["story"]
    # In the studio's zone, and with its day, though that is today.
    assert re.match(r"\d{4}-\d\d-\d\d at \d\d:\d\d: Harvest listed", first)
    assert first.endswith(
        "Harvest listed it for the first time, and it waited: Timer still running."
    )
    assert now == (
        "Harvest has it on 2026-06-01, with 1.33 hours (1:20 h): "
        "Villa Sandhamn, Drawings, Elin Lindqvist."
    )
    (entry,) = (one for some in work.world.entries.values() for one in some)
    work.world.edit(entry, datetime.now(UTC), is_running=False, hours="1.33")
    connected.import_days(DAY, DAY)
    found = answer(connected, f"/{number}")
    assert found["state"] == "imported"
    assert "imported by import" in found["story"][1]
    assert "started by Elin Lindqvist." in found["story"][1]
    assert "Its timelog was written on 2026-06-01, with 1:20 h" in found["story"][3]


def test_the_page_has_the_same_sentences(connected: Studio, work: Work) -> None:
    """The page lists the story of an entry that came in at once."""
    number = work.add("1.0")
    connected.import_days(DAY, DAY)
    page = text_of(connected.page(f"/entries/{number}"))
    assert f"Harvest entry {number}" in page
    assert "State: imported" in page
    for line in answer(connected, f"/{number}")["story"]:
        assert line in page


def test_a_story_names_the_owner_who_is_known_by_now(connected: Studio, work: Work) -> None:
    """Who is not known is listed with what makes them known; then their entry and to-do say so."""
    number = work.add("1.0", user="Pavel")
    connected.import_days(DAY, DAY)
    todo = connected.page()
    assert "no Workroom user is known by that address" in text_of(todo)
    assert f'href="{PAGE}/corrections#wh-unknown-owners"' in todo
    listed = text_of(connected.page("/corrections"))
    assert "Went to the designer who connected: 1 entry" in listed
    assert "Pavel Novak 1 Invite them to Workroom" in listed
    with connected.app.app_context():
        studio_id = int(connected.studio_id)
        who = {"name": "Pavel Novak", "email": "pavel@freelance.example"}
        db.session.add(Member(studio_id=studio_id, password_hash="", role="member", **who))
        db.session.commit()
    told = (
        "It went to the designer who connected, and its owner is known by now: Pavel Novak. "
        "Corrections can move the timelog."
    )
    assert told in answer(connected, f"/{number}")["story"]
    page = text_of(connected.page())
    assert "1 timelog went to the designer who connected, and its owner is known by now." in page
    assert "no Workroom user is known by that address" not in page
    assert "Went to the designer who connected:" not in text_of(connected.page("/corrections"))


@pytest.mark.parametrize("number", ["7", "x", "0", "-1", str(2**80), "1.5"])
def test_what_the_studio_never_had_is_not_found(connected: Studio, number: str) -> None:
    """An unknown entry is a 404 with a sentence, also by the form."""
    for path in (f"/entries/{number}", f"/entries?id={number}"):
        found = connected.browser.get(PAGE + path)
        assert found.status_code == 404
        assert "Harvest never listed such an entry for this studio" in found.text


def test_the_form_leads_to_an_entry_or_lists_those_of_a_person(
    connected: Studio, work: Work
) -> None:
    """An id leads to its entry; a person and a date list the entries of the day, with links."""
    number = work.add("1.0")
    connected.import_days(DAY, DAY)
    led = connected.browser.get(f"{PAGE}/entries?id={number}")
    assert led.location.endswith(f"/entries/{number}")
    assert answer(connected, f"?person=elin&date={DAY}") == {
        "entries": [
            {
                "id": number,
                "date": str(DAY),
                "minutes": 60,
                "state": "imported",
                "reason": None,
            }
        ],
        "total": 1,
        "next": None,
    }
    page = connected.page(f"/entries?person=elin&date={DAY}")
    assert f'/entries/{number}"' in page
    assert "1 entry of elin on 2026-06-01." in text_of(page)
    page = text_of(connected.page(f"/entries?person=nobody&date={DAY}"))
    assert "No entry of anybody of that name is known on that day." in page
    assert "By person and date" in connected.page("/entries")
    assert answer(connected, "") == {"entries": [], "total": 0, "next": None}


def test_many_entries_go_on_on_another_page(connected: Studio, work: Work) -> None:
    """A hundred entries are listed at once, and a link leads to the others."""
    for _ in range(101):
        work.add("0.1")
    connected.import_days(DAY, DAY)
    found = answer(connected, f"?person=elin&date={DAY}")
    assert (len(found["entries"]), found["total"]) == (100, 101)
    rest = connected.browser.get(found["next"], headers=JSON).get_json()
    assert (len(rest["entries"]), rest["next"]) == (1, None)
    assert "More entries" in connected.page(f"/entries?person=elin&date={DAY}")


def test_what_cannot_be_asked_is_refused_with_a_sentence(connected: Studio) -> None:
    """A bad date, and a bad place in the list, are refused."""
    assert "That is no date" in answer(connected, "?person=elin&date=soon", 422)["problems"]["date"]
    page = connected.browser.get(f"{PAGE}/entries?person=elin")
    assert (page.status_code, "That is no date" in page.text) == (422, True)
    bad = connected.browser.get(f"{PAGE}/entries?person=elin&date={DAY}&after=x")
    assert 400 <= bad.status_code < 500


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("waiting", "waiting", "it waits: {reason}, found by import"),
        ("imported", "changed", "changed in Harvest after its import, found by import"),
        ("waiting", "gone", "no longer in Harvest, found by import"),
        ("imported", "orphaned", "no longer in Harvest, found by import"),
        ("orphaned", "gone", "its timelog is no longer in Workroom either, by run"),
        ("imported", "deleted", "its timelog was deleted in Workroom, found by import"),
        ("imported", "undone", "its import was undone, and its timelog removed, by undo"),
        ("changed", "imported", "Workroom and Harvest have the same values again, by run"),
        ("orphaned", "imported", "in Harvest again as it was imported, by run"),
        ("undone", "imported", "imported, by import"),
    ],
)
def test_each_change_has_a_whole_sentence(before: str, after: str, told: str) -> None:
    """What happened, and which run did or found it, is one sentence for each change."""
    states = Standing(EntryState(before)), Standing(EntryState(after))
    assert what_happened(EntryEvent(NOON, "d" * 32, *states)) == f"{{time}}: {told} {{run}}."
