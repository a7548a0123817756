"""The list of imports, as a page and as JSON."""

import re

import pytest

from demo.walk import PAGE
from tests.guide.work import DAY, Work
from tests.support.factories import FORTNIGHT, NOON, nightly, run
from tests.support.studio import Studio, text_of
from tests.web.asking import ask, refused
from workroom_harvest.domain.run import ImportRun, Request, RunKind
from workroom_harvest.domain.use_cases.reporting import list_runs
from workroom_harvest.web.presenters.history import started_by
from workroom_harvest.web.presenters.panel import panel


def test_a_studio_without_imports_has_an_empty_list(elin: Studio) -> None:
    """Before the first import the list says so, and has no next page."""
    assert ask(elin, "/imports") == {"runs": [], "next": None}
    assert "Nothing was imported yet." in text_of(elin.page("/imports"))


def test_every_import_is_listed_newest_first(connected: Studio, work: Work) -> None:
    """The list has each import as its own address tells it, without the panel.

    The page says what, who, when, how long, how many entries and hours, and what came of it.
    """
    work.add("1.5")
    first = connected.import_days(DAY, DAY)
    second_id = connected.start_import(DAY, DAY)
    runs = ask(connected, "/imports")["runs"]
    assert [run["id"] for run in runs] == [second_id, first["id"]]
    kept = {
        name: value
        for name, value in first.items()
        if name not in ("html", "may_continue", "may_undo", "preview", "todo_html")
    }
    assert runs[1] == kept
    assert kept["minutes"] == 90
    page = text_of(connected.page("/imports"))
    assert re.search(
        r"Import 2026-06-01 → 2026-06-01 Elin Lindqvist today at \d\d:\d\d (?:under 1|\d+) s "
        r"1 of 1 1:30",
        page,
    )
    assert "queued" in page
    assert f"/imports/{second_id}" in connected.page("/imports")


def test_the_list_is_turned_to_its_end(connected: Studio, work: Work) -> None:
    """Each page leads to the next, each import stands on one of them, and the last is the end."""
    ids = []
    for _ in range(list_runs.RUNS_LISTED + 1):
        run_id = connected.start_import(DAY, DAY)
        connected.post(f"/imports/{run_id}/cancel")
        ids.append(run_id)
    first = ask(connected, "/imports")
    second = ask(connected, first["next"])
    assert [run["id"] for page in (first, second) for run in page["runs"]] == ids[::-1]
    assert second["next"] is None
    assert first["next"].replace("&", "&amp;") in connected.page("/imports")
    assert "Newest" in connected.browser.get(first["next"]).text
    beyond = first["next"].partition("after=")[0] + f"after=0-{'0' * 32}"
    assert ask(connected, beyond) == {"runs": [], "next": None}
    assert "There are no older imports." in text_of(connected.browser.get(beyond).text)


@pytest.mark.parametrize(
    "place", ["7", "x-" + "0" * 32, "9" * 30 + "-" + "0" * 32, "1-" + "G" * 32]
)
def test_a_place_that_is_none_is_refused(elin: Studio, place: str) -> None:
    """A place in the list of imports that is none is a 400 with a sentence."""
    answer = elin.browser.get(f"{PAGE}/imports?after={place}")
    assert refused(answer, 400, "asks for something that is not known here")


def by(member_id: str | None) -> ImportRun:
    """Return an import that a member started, or with None somebody at a terminal."""
    return run(request=Request(RunKind.ON_DEMAND, FORTNIGHT, started_by=member_id))


@pytest.mark.parametrize(
    ("one", "me", "who"),
    [
        (by("elin"), "elin", "You"),
        (by("elin"), "mira", "Elin Lindqvist"),
        (by("gone"), "elin", "A former member"),
        (by(None), "elin", "From the command line"),
        (nightly(), "elin", "By itself"),
    ],
)
def test_a_run_says_who_started_it_and_when(one: ImportRun, me: str, who: str) -> None:
    """The panel names who started the run, *You* to that person, and when, beside its short id."""
    shown = panel(one, NOON, who=started_by(one, {"elin": "Elin Lindqvist"}, me))
    assert shown.origin == f"{who}, today at {one.created_at:%H:%M} UTC"
    assert shown.short_name == f"import {one.id[:8]}"
