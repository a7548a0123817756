"""Step 4 of the guide, later: what was mapped late comes in by a click, and nothing else does."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.guide.work import DAY, Work
from tests.support.studio import Studio, text_of
from workroom_harvest.web.presenters.reasons import NAMES

CABIN = "Lakeside Cabin"
ALL = {"Villa Sandhamn": "Villa Sandhamn", "Drawings": "Technical Drawings"}


@pytest.fixture
def late(elin: Studio, work: Work) -> Studio:
    """Return a connected studio that maps the cabin after its three entries were listed."""
    elin.connect()
    elin.map(ALL)
    for number in range(3):
        work.add(project=CABIN, day=DAY + timedelta(days=number))
    assert elin.import_days(DAY, DAY + timedelta(days=9))["skipped"] == {"Project not mapped": 3}
    elin.map({**ALL, CABIN: CABIN})
    return elin


def harvest_id(studio: Studio, name: str) -> str:
    """Return the Harvest id of a project or task by its name, as a form has it."""
    world = studio.harvest.world
    ids = {one.name: one.id for one in world.projects.values()}
    ids |= {one.name: one.id for one in world.tasks.values()}
    return str(ids[name])


def import_waiting(studio: Studio, **form: str) -> dict[str, Any]:
    """Click, work, and look at the result."""
    answer = studio.post("/waiting/import", form)
    assert answer.status_code == 303, answer.text
    run_id = str(answer.location).rsplit("/", 1)[1]
    studio.work(run_id)
    return studio.run(run_id)


def test_what_was_mapped_late_comes_in_and_the_run_says_so(late: Studio, work: Work) -> None:
    """What waited comes in; what was logged since does not, and waits for its own import."""
    work.add(project=CABIN)
    run = import_waiting(late, project=harvest_id(late, CABIN))
    assert (run["kind"], run["status"]) == ("waiting", "finished")
    assert (run["from"], run["to"]) == (str(DAY), str(DAY + timedelta(days=2)))
    assert (run["total"], run["imported"], run["skipped"]) == (3, 3, {})
    assert {log.project.name for log in late.timelogs()} == {CABIN}
    assert "Imported 3 of 3 entries (what waited, 2026-06-01 → 2026-06-03)" in text_of(
        late.page(f"/imports/{run['id']}")
    )


def test_what_moved_or_was_deleted_in_harvest_is_told(late: Studio) -> None:
    """An entry of another day comes in with that; a deleted one has a line of its own."""
    world = late.harvest.world
    (entries,) = [one for one in world.entries.values() if one]
    moved, lost = entries[0], entries[1]
    world.remove(lost.account_id, lost.id)
    world.remove(moved.account_id, moved.id)
    world.put(replace(moved, spent_on=DAY - timedelta(days=400)))
    run = import_waiting(late, project=harvest_id(late, CABIN))
    assert (run["imported"], run["skipped"]) == (2, {"No longer in Harvest": 1})
    assert run["gone"] == 1
    assert DAY - timedelta(days=400) in {log.spent_on for log in late.timelogs()}
    shown = text_of(late.page(f"/imports/{run['id']}"))
    assert f"Harvest entry {lost.id}" in shown
    assert "somebody deleted these in Harvest" in shown
    # Its state is final, so that nothing waits there any more.
    assert late.post("/waiting/import", {"project": harvest_id(late, CABIN)}).status_code == 404


def test_a_group_is_named_by_task_or_by_reason_as_well(late: Studio, work: Work) -> None:
    """The entries of a task, and those that wait for a reason of their own, come in likewise."""
    work.add(task="Site Visit")
    running = work.add(running=True)
    late.import_days(DAY, DAY)
    late.map({**ALL, "Site Visit": "Site Visit"})
    assert import_waiting(late, task=harvest_id(late, "Site Visit"))["imported"] == 1
    timer = import_waiting(late, reason="Timer still running")
    assert timer["skipped"] == {"Timer still running": 1}
    assert running not in late.stamps()


@pytest.mark.parametrize(
    ("form", "status", "sentence"),
    [
        ({}, 422, "Name one project, one task or one reason"),
        ({"project": "1", "task": "2"}, 422, "Name one project, one task or one reason"),
        ({"project": "1"}, 404, "Nothing waits there"),
        ({"project": "0"}, 404, "Nothing waits there"),
        ({"project": "one"}, 404, "Nothing waits there"),
        ({"task": "9" * 19}, 404, "Nothing waits there"),
        ({"task": "9" * 20}, 404, "Nothing waits there"),
        ({"project": "²"}, 404, "Nothing waits there"),
        ({"reason": "too_old"}, 404, "Nothing waits there"),
        *(({"reason": name}, 404, "Nothing waits there") for name in NAMES.values()),
        ({"reason": "Older than 60 days"}, 404, "Nothing waits there"),
    ],
)
def test_what_names_no_group_is_refused(
    late: Studio, form: dict[str, str], status: int, sentence: str
) -> None:
    """A form that names no group, several, or one in which nothing waits is refused."""
    answer = late.post("/waiting/import", form)
    assert answer.status_code == status
    assert sentence in text_of(answer.text)


def test_without_a_token_or_a_connection_nothing_starts(late: Studio) -> None:
    """A form without its token is refused, and so is one after Disconnect."""
    form = {"project": harvest_id(late, CABIN)}
    assert late.browser.post("/settings/integrations/harvest/waiting/import").status_code == 400
    late.post("/disconnect")
    assert late.post("/waiting/import", form).status_code == 409


def test_a_second_click_is_led_to_the_live_run(late: Studio) -> None:
    """Two clicks make one run, and the second one is told that it is under way."""
    form = {"project": harvest_id(late, CABIN)}
    first, second = (late.post("/waiting/import", form) for _ in range(2))
    assert first.location == second.location
    assert "on its way already" in late.page(str(second.location).partition("/harvest")[2])
