"""The waiting list and the to-do list over HTTP, as pages, as JSON and as CSV."""

import csv
import io
from typing import Any

import pytest
from werkzeug.test import TestResponse

from demo.__main__ import MAPPINGS
from demo.walk import PAGE
from tests.guide.work import DAY, Work
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio, text_of

JSON = {"Accept": "application/json"}
CABIN = "Lakeside Cabin"
WITHOUT_CABIN = {name: target for name, target in MAPPINGS.items() if name != CABIN}


@pytest.fixture
def work(harvest: LocalHarvest) -> Work:
    """Return an emptied Harvest account."""
    return Work(harvest)


@pytest.fixture
def late(elin: Studio, work: Work) -> Studio:
    """Return a studio where three entries of the cabin wait for a mapping, and one for a timer."""
    elin.connect()
    elin.map(WITHOUT_CABIN)
    work.add("1.5", "=1+1", project=CABIN)
    work.add("2.0", "Roof", project=CABIN)
    work.add("0.25", None, project=CABIN)
    work.add(running=True)
    elin.import_days(DAY, DAY)
    return elin


def asked(studio: Studio, path: str) -> TestResponse:
    """Ask for an address as JSON."""
    return studio.browser.get(PAGE + path, headers=JSON)


def waiting(studio: Studio) -> dict[str, Any]:
    """Return the waiting list as JSON."""
    answer = asked(studio, "/waiting")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def cabin(studio: Studio) -> dict[str, Any]:
    """Return the cabin's group."""
    listed = waiting(studio)
    (one,) = [one for one in listed["groups"] + listed["left_out"] if one["name"] == CABIN]
    found: dict[str, Any] = one
    return found


def of_cabin(studio: Studio) -> dict[str, str]:
    """Return the field that names the cabin."""
    return {"project": str(cabin(studio)["harvest_id"])}


def test_the_waiting_list_tells_what_waits_why_and_since_when(late: Studio) -> None:
    """The JSON of the waiting list has each group with its entries, minutes and oldest day."""
    found = waiting(late)
    assert found == {
        "groups": [
            {
                "kind": "project",
                "harvest_id": cabin(late)["harvest_id"],
                "name": CABIN,
                "reason": "Project not mapped",
                "mapped": False,
                "entries": 3,
                "minutes": 225,
                "since": "2026-06-01",
            },
            {
                "kind": "reason",
                "harvest_id": None,
                "name": "Timer still running",
                "reason": "Timer still running",
                "mapped": False,
                "entries": 1,
                "minutes": 60,
                "since": "2026-06-01",
            },
        ],
        "left_out": [],
    }
    page = text_of(late.page("/waiting"))
    assert "Waiting: 4 entries, 4:45 h" in page
    assert "Lakeside Cabin Project not mapped 3 3:45 2026-06-01" in page
    assert "Timer still running 1 1:00 2026-06-01" in page
    assert page.count("Timer still running") == 1


def test_what_workroom_refuses_for_good_needs_somebody(elin: Studio, work: Work) -> None:
    """The waiting list and the to-do list say of what no further try brings in what to correct.

    A Workroom timelog cannot hold 1000 hours.
    """
    elin.connect()
    elin.map()
    work.add("1000.0", "A typing mistake")
    elin.import_days(DAY, DAY)
    waits = "1 entry, 1000:00 h since 1 June"
    correct = "Workroom refuses these as they are, so trying again alone is no help."
    assert f"To do: 1 Save failed: {waits}. {correct}" in text_of(elin.page())
    page = text_of(elin.page("/waiting"))
    assert f"Save failed 1 1000:00 2026-06-01 {correct}" in page


def test_an_empty_waiting_list_says_so(elin: Studio) -> None:
    """Where nothing waits, the page says so, and the JSON is empty."""
    elin.connect()
    assert waiting(elin) == {"groups": [], "left_out": []}
    assert "0:00 h Nothing waits." in text_of(elin.page("/waiting"))


def test_without_a_connection_there_is_no_waiting_list(elin: Studio) -> None:
    """A studio that is not connected is told so."""
    assert asked(elin, "/waiting").status_code == 409


def test_the_entries_of_a_group_are_listed(late: Studio) -> None:
    """The entries of a group have all that is known of them, and the page has the same."""
    path = f"/waiting/entries?project={cabin(late)['harvest_id']}"
    found = asked(late, path).get_json()
    assert (found["total"], found["next"], len(found["entries"])) == (3, None, 3)
    first = found["entries"][0]
    assert first == {
        "id": first["id"],
        "date": "2026-06-01",
        "minutes": 90,
        "project": CABIN,
        "task": "Drawings",
        "person": first["person"],
        "note": "=1+1",
        "reason": "Project not mapped",
        "cause": None,
    }
    assert first["person"].startswith("Elin")
    assert "2026-06-01 2:00 Lakeside Cabin Drawings" in text_of(late.page(path))


def test_the_csv_has_all_entries_and_starts_no_formula(late: Studio) -> None:
    """The CSV has the keys of the JSON as columns, and a quote before what would be a formula."""
    answer = late.browser.get(
        f"{PAGE}/waiting/entries?project={cabin(late)['harvest_id']}&format=csv"
    )
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["note"] for row in rows] == ["'=1+1", "Roof", ""]
    assert list(rows[0]) == [
        *("id", "date", "minutes", "project", "task", "person", "note", "reason", "cause")
    ]


def test_many_entries_are_listed_by_the_page(late: Studio, work: Work) -> None:
    """A hundred entries are on a page, and the address of the next leads through all of them."""
    for _ in range(120):
        work.add(project=CABIN)
    late.import_days(DAY, DAY)
    path = f"/waiting/entries?project={cabin(late)['harvest_id']}"
    first = asked(late, path).get_json()
    second = asked(late, first["next"].removeprefix(PAGE)).get_json()
    assert (first["total"], len(first["entries"]), len(second["entries"])) == (123, 100, 23)
    ids = {one["id"] for one in first["entries"] + second["entries"]}
    assert (len(ids), second["next"]) == (123, None)
    assert "First page" in late.page(first["next"].removeprefix(PAGE))


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("project=99", 404),
        ("task=99", 404),
        ("project=cabin", 404),
        ("project=99999999999999999999", 404),
        ("reason=Whatever", 404),
        ("reason=Timer+still+running", 200),
        ("reason=Older+than+60+days", 200),
        ("reason=Timer+still+running&after=yesterday", 400),
        ("reason=Timer+still+running&after=2026-99-01_1", 400),
        ("reason=Timer+still+running&format=xls", 400),
        ("reason=Timer+still+running&after=unread_1", 200),
        ("", 422),
        ("project=1&task=2", 422),
    ],
)
def test_what_nobody_ever_had_is_not_found(late: Studio, query: str, status: int) -> None:
    """Unknown projects, tasks and reasons are a 404, and what is asked wrongly is refused."""
    assert asked(late, f"/waiting/entries?{query}").status_code == status


def test_another_studios_groups_are_not_found(late: Studio) -> None:
    """What waits in one studio is neither listed nor left out by another."""
    named = of_cabin(late)
    claire = Studio(late.app, late.harvest, "claire@moreau.example", "Atelier Moreau")
    claire.connect()
    assert waiting(claire) == {"groups": [], "left_out": []}
    assert asked(claire, f"/waiting/entries?project={named['project']}").status_code == 404
    assert claire.post("/waiting/leave-out", named).status_code == 404
    assert claire.post("/waiting/take-back", named).status_code == 404
    assert cabin(late)["entries"] == 3


def test_a_project_is_left_out_and_taken_back(late: Studio) -> None:
    """What is left out is listed as such, is nothing to do, and is back once it is taken back."""
    named = of_cabin(late)
    assert late.post("/waiting/leave-out", named).status_code == 303
    found = waiting(late)
    assert [one["name"] for one in found["left_out"]] == [CABIN]
    assert [one["kind"] for one in found["groups"]] == ["reason"]
    page = late.page("/waiting")
    assert "Left out: its entries wait on purpose now" in page
    assert "Take back" in page
    assert "Nothing to do" in late.page()
    assert late.post("/waiting/take-back", named).status_code == 303
    assert waiting(late)["left_out"] == []


@pytest.mark.parametrize(
    ("form", "status", "said"),
    [
        ({"reason": "Timer still running"}, 422, "Only a project or a task can be left out"),
        ({"project": "99"}, 404, "There is no such project or task"),
        ({}, 422, "Name one project, one task or one reason"),
    ],
)
def test_what_cannot_be_left_out_is_refused_with_a_sentence(
    late: Studio, form: dict[str, str], status: int, said: str
) -> None:
    """A reason, something unknown and nothing cannot be left out, and the answer says why."""
    answer = late.post("/waiting/leave-out", form)
    assert (answer.status_code, said in answer.text) == (status, True)


def test_what_is_mapped_cannot_be_left_out(late: Studio) -> None:
    """A project that is mapped is not left out, and the answer says what to do."""
    named = of_cabin(late)
    late.map(MAPPINGS)
    answer = late.post("/waiting/leave-out", named)
    assert (answer.status_code, "Set it to Not mapped first" in answer.text) == (422, True)


@pytest.mark.parametrize("path", ["/waiting/leave-out", "/waiting/take-back"])
def test_a_choice_needs_the_token_of_a_form(late: Studio, path: str) -> None:
    """Without the CSRF token nothing is left out or taken back."""
    assert late.browser.post(PAGE + path, data=of_cabin(late)).status_code == 400
    assert waiting(late)["left_out"] == []


def test_a_save_says_what_of_the_newly_mapped_waits(late: Studio) -> None:
    """After *Save mappings* a notice says how much waits of what was mapped, and leads to it."""
    answer = late.map(MAPPINGS)
    page = late.browser.get(str(answer.location)).text
    assert "Lakeside Cabin: 3 entries, 3:45 h are waiting since 1 June" in text_of(page)
    assert f'<a href="{PAGE}/waiting">What waits</a>' in page
    group = cabin(late)
    assert (group["mapped"], group["reason"]) == (True, "Project not mapped")


def test_what_was_mapped_late_comes_in_by_a_click(late: Studio) -> None:
    """What could come in has a button that imports it, on both pages, and waits no more then."""
    late.map(MAPPINGS)
    assert "Import these 3 now" in text_of(late.page("/waiting"))
    assert "Import these 3 now" in text_of(late.page())
    answer = late.post("/waiting/import", of_cabin(late))
    run_id = str(answer.location).rsplit("/", 1)[1]
    late.work(run_id)
    assert late.run(run_id)["imported"] == 3
    assert [one["kind"] for one in waiting(late)["groups"]] == ["reason"]
    assert "Nothing to do" in late.page()


def test_the_settings_page_lists_what_is_to_be_done(late: Studio) -> None:
    """The to-do list has a sentence for each item, and a link to all that waits."""
    page = late.page()
    text = text_of(page)
    assert "To do: 1" in text
    assert "Lakeside Cabin is not mapped: 3 entries, 3:45 h since 1 June" in text
    assert "In all, 4 entries, 4:45 h are waiting since 1 June. See what waits" in text
    assert f'action="{PAGE}/waiting/leave-out"' in page


def test_the_hosts_menu_shows_the_count(late: Studio) -> None:
    """The host's own pages show how much is to be done, as it was counted last."""
    for address in ("/settings/integrations", "/apps"):
        assert "1 to do" in text_of(late.browser.get(address).text)
