"""The entries of an import, as pages, as JSON and as CSV."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest

from demo.walk import PAGE
from tests.guide.night import backdate, tick
from tests.guide.work import DAY, Work
from tests.support.studio import Studio, text_of
from tests.web.asking import JSON, ask, refused
from workroom_harvest.domain.use_cases.reporting import list_entries

COLUMNS = "id,date,minutes,project,task,person,note,reason,cause"


def test_what_a_run_left_is_listed_by_reason(connected: Studio, work: Work) -> None:
    """Each entry that was not imported has its day, minutes, names, note, reason and cause."""
    running = work.add("0.5", "Sketch", running=True)
    refused_id = work.add("1000.0", "A typing mistake")
    work.add("2.0")
    run = connected.import_days(DAY, DAY)
    listed = ask(connected, f"/imports/{run['id']}/entries")
    assert (listed["total"], listed["next"]) == (2, None)
    by_id = {entry["id"]: entry for entry in listed["entries"]}
    assert by_id[running] == {
        "id": running,
        "date": "2026-06-01",
        "minutes": 30,
        "project": "Villa Sandhamn",
        "task": "Drawings",
        "person": "Elin Lindqvist",
        "note": "Sketch",
        "reason": "Timer still running",
        "cause": None,
    }
    assert by_id[refused_id]["reason"] == "Save failed"
    assert by_id[refused_id]["cause"]
    for reason, count in run["skipped"].items():
        some = ask(connected, f"/imports/{run['id']}/entries?reason={reason}")
        assert (some["total"], len(some["entries"])) == (count, count)
        assert {entry["reason"] for entry in some["entries"]} == {reason}
    page = text_of(connected.page(f"/imports/{run['id']}/entries"))
    assert "2026-06-01 0:30 Villa Sandhamn Drawings Elin Lindqvist Sketch Timer" in page
    panel = connected.page(f"/imports/{run['id']}")
    assert f"/imports/{run['id']}/entries" in panel


def test_what_came_in_is_listed_with_its_names(connected: Studio, work: Work) -> None:
    """The imported entries have the names of their projects, tasks and people, and no reason.

    Their notes are not kept, which is said.
    """
    entry_id = work.add("1.25")
    work.add(running=True)
    run = connected.import_days(DAY, DAY)
    address = f"/imports/{run['id']}/entries?outcome=imported"
    listed = ask(connected, address)
    assert listed["total"] == 1
    (one,) = listed["entries"]
    assert (one["id"], one["date"], one["minutes"]) == (entry_id, "2026-06-01", 75)
    assert (one["project"], one["task"]) == ("Villa Sandhamn", "Drawings")
    assert (one["note"], one["reason"], one["cause"]) == (None, None, None)
    page = text_of(connected.page(address))
    assert "Imported entries" in page
    assert "The notes of imported entries are the titles of their timelogs." in page
    assert "Task Person Harvest entry" in page, "a column of notes that are none"


def test_a_long_list_is_turned_to_its_end(connected: Studio, work: Work) -> None:
    """Each page of entries leads to the next with the same reason, and the total is of them all."""
    count = list_entries.ENTRIES_ON_PAGE + 5
    ids = {work.add(notes=f"Plan {number}", running=True) for number in range(count)}
    run = connected.import_days(DAY, DAY)
    for query, expected in (("?reason=Timer still running", ids), ("", ids)):
        first = ask(connected, f"/imports/{run['id']}/entries{query}")
        second = ask(connected, first["next"])
        assert (first["total"], second["total"], second["next"]) == (count, count, None)
        assert {one["id"] for one in first["entries"] + second["entries"]} == expected
    assert "First page" in connected.browser.get(first["next"]).text
    assert f"and {count - 100} more" in text_of(connected.page(f"/imports/{run['id']}"))


def test_all_of_them_are_given_as_csv(connected: Studio, work: Work) -> None:
    """The CSV has all entries under the names of the JSON, and no cell starts a formula."""
    notes = ["=1+1", "+1", "-1", "@sum", "fine", "two\nlines", 'a "quote", a comma']
    for note in notes:
        work.add(notes=note, running=True)
    run = connected.import_days(DAY, DAY)
    answer = connected.browser.get(f"{PAGE}/imports/{run['id']}/entries?format=csv")
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.text.splitlines()[0] == COLUMNS
    rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    shown = ask(connected, f"/imports/{run['id']}/entries")["entries"]
    assert [row["id"] for row in rows] == [str(one["id"]) for one in shown]
    found = {row["note"] for row in rows}
    assert {"'=1+1", "'+1", "'-1", "'@sum", "fine", 'a "quote", a comma'} <= found
    assert not any(
        cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row.values()
    )
    imported = connected.browser.get(
        f"{PAGE}/imports/{run['id']}/entries?outcome=imported&format=csv"
    )
    assert imported.text.splitlines() == [COLUMNS]


def test_what_was_imported_before_is_listed_too(connected: Studio, work: Work) -> None:
    """What an import found imported before is listed by that reason, like what it skipped."""
    entry_id = work.add("0.75")
    first = connected.import_days(DAY, DAY)
    work.add()
    run = connected.import_days(DAY, DAY)
    assert run["skipped"] == {"Already imported": 1}
    address = f"/imports/{run['id']}/entries?reason=Already imported"
    listed = ask(connected, address)
    assert (listed["total"], listed["next"]) == (1, None)
    (one,) = listed["entries"]
    assert (one["id"], one["minutes"], one["reason"]) == (entry_id, 45, "Already imported")
    address = f"/imports/{first['id']}/entries?reason=Already imported"
    assert ask(connected, address) == {"entries": [], "total": 0, "next": None}
    assert "There are none." in text_of(connected.page(address))


def test_what_a_night_found_imported_before_is_listed_too(connected: Studio, work: Work) -> None:
    """What a night found imported before is listed by that reason, as many as it counts."""
    day = datetime.now(UTC).date() - timedelta(days=1)
    entry_id = work.add("0.75", day=day)
    connected.import_days(day, day)
    connected.post("/automated-sync", {"on": "1"})
    backdate(connected, datetime.now(UTC) - timedelta(days=9))
    run = connected.run(tick(connected)[0])
    assert run["skipped"] == {"Already imported": 1}
    address = f"/imports/{run['id']}/entries?reason=Already imported"
    listed = ask(connected, address)
    assert (listed["total"], listed["entries"][0]["id"]) == (1, entry_id)
    assert listed["entries"][0]["project"] == "Villa Sandhamn"
    csv_text = connected.browser.get(f"{PAGE}{address}&format=csv").text
    assert csv_text.splitlines()[1].startswith(f"{entry_id},{day},45,Villa Sandhamn,")


@pytest.mark.parametrize(
    "query",
    [
        "reason=Nonsense",
        "outcome=nonsense",
        "outcome=imported&reason=Save failed",
        "format=xml",
        "after=nonsense",
        "after=nonsense-7",
        "after=save_failed-",
        "after=2026-13-01-7",
        f"after=imported-{'9' * 30}",
    ],
)
def test_what_is_not_known_is_refused(connected: Studio, work: Work, query: str) -> None:
    """A reason, outcome, format or place that is none is a 400 with a sentence."""
    run_id = connected.start_import(DAY, DAY)
    answer = connected.browser.get(f"{PAGE}/imports/{run_id}/entries?{query}", headers=JSON)
    assert refused(answer, 400, "asks for something that is not known here")
