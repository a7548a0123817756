"""Previews over HTTP: what they show, what is imported from them, and what that says."""

from tests.guide.work import DAY, Work
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio, text_of

DAYS = {"from": str(DAY), "to": str(DAY)}


def preview(studio: Studio) -> str:
    """Click *Preview*, let a worker work, and return the preview's id."""
    answer = studio.post("/previews", DAYS)
    assert answer.status_code == 303, answer.text
    run_id = str(answer.location).rsplit("/", 1)[1]
    studio.work(run_id)
    return run_id


def test_a_preview_shows_what_an_import_would_do(connected: Studio, harvest: LocalHarvest) -> None:
    """A preview's JSON and page say what would come in, for whom, and what is left out."""
    work = Work(harvest)
    work.add(hours="2.5")
    work.add(project="Internal")
    run_id = preview(connected)
    shown = connected.run(run_id)
    assert (shown["kind"], shown["status"]) == ("preview", "finished")
    assert (shown["imported"], shown["minutes"], shown["total"]) == (1, 150, 2)
    assert shown["skipped"] == {"Project not mapped": 1}
    assert [one["minutes"] for one in shown["preview"]["projects"]] == [150]
    assert [one["fell_back"] for one in shown["preview"]["owners"]] == [False]
    assert shown["preview"]["invoiced"] == {"entries": 0, "minutes": 0}
    assert connected.timelogs() == []
    page = text_of(connected.page(f"/imports/{run_id}"))
    assert "Would import 1 of 2 entries" in page
    assert "1 entry, 2:30 h, would come in. Nothing of it is invoiced in Harvest." in page
    assert f'name="preview" value="{run_id}"' in connected.page(f"/imports/{run_id}")
    assert "Would import" not in text_of(connected.page())


def test_an_import_from_a_preview_says_what_differs(
    connected: Studio, harvest: LocalHarvest
) -> None:
    """The import says in a sentence and as data what was not shown, or that all was."""
    work = Work(harvest)
    work.add()
    run_id = preview(connected)
    first = connected.post("/imports", {**DAYS, "preview": run_id}).location.rsplit("/", 1)[1]
    connected.work(first)
    done = connected.run(first)
    assert done["differs"] == []
    assert "The import did what the preview had shown." in done["warnings"]
    work.add()
    again = preview(connected)
    work.add(hours="0.5")
    second = connected.post("/imports", {**DAYS, "preview": again}).location.rsplit("/", 1)[1]
    connected.work(second)
    done = connected.run(second)
    (came_in,) = done["differs"]
    assert (came_in["what"], came_in["entries"], came_in["minutes"]) == ("came in", 1, 30)
    said = "1 entry (0:30 h) came in that the preview had not shown as coming in."
    assert said in done["warnings"]
    assert said in text_of(connected.page(f"/imports/{second}"))


def test_what_cannot_be_imported_from_is_refused(connected: Studio, harvest: LocalHarvest) -> None:
    """An unknown preview is a 404, one that does not fit a 409 with a sentence, bad days a 422."""
    run_id = preview(connected)
    unknown = connected.post("/imports", {**DAYS, "preview": "f" * 32})
    other_days = connected.post(
        "/imports", {"from": "2026-01-01", "to": "2026-01-02", "preview": run_id}
    )
    assert (unknown.status_code, other_days.status_code) == (404, 409)
    assert "This preview shows other days" in other_days.text
    live = connected.post("/previews", DAYS).location.rsplit("/", 1)[1]
    unfinished = connected.post("/imports", {**DAYS, "preview": live})
    assert unfinished.status_code == 409
    assert "has not come to its end" in unfinished.text
    reversed_days = connected.post("/previews", {"from": "2026-01-02", "to": "2026-01-01"})
    assert reversed_days.status_code == 422
    assert connected.browser.post("/settings/integrations/harvest/previews").status_code == 400


def test_a_preview_of_nothing_offers_no_import(connected: Studio, work: Work) -> None:
    """A preview in which nothing would come in says so once, with hours, and has no Import."""
    work.add(project="Internal")
    run_id = preview(connected)
    page = connected.page(f"/imports/{run_id}")
    assert "Nothing would come in." in text_of(page)
    assert "Would be skipped: Project not mapped: 1 1:00 h" in text_of(page)
    assert 'name="preview"' not in page
    assert "invoiced" not in page


def test_what_is_done_to_a_preview_is_not_said_of_an_import(connected: Studio) -> None:
    """Waiting, a second click and Cancel call a preview a preview, which has changed nothing."""
    answer = connected.post("/previews", DAYS)
    address = str(answer.location)
    run_id = address.rsplit("/", 1)[1]
    assert "Waiting to start the preview" in text_of(connected.page(f"/imports/{run_id}"))
    connected.post(f"/imports/{run_id}/cancel")
    page = text_of(connected.page(f"/imports/{run_id}"))
    assert "The preview was cancelled. It has changed nothing." in page
    connected.post(f"/imports/{run_id}/continue")
    connected.post(f"/imports/{run_id}/continue")
    page = text_of(connected.page(f"/imports/{run_id}"))
    assert "A preview was on its way already: here it is." in page
    assert f"preview {run_id[:8]}" in page
