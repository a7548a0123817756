"""A large mapping table sends its options once and its rows by the page."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from random import Random

import pytest
from flask import Flask
from sqlalchemy import insert

from demo.walk import PAGE, fields
from demo.workroom.models import ActivityType, Project, db
from tests.support.big_account import big_harvest
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio, text_of

MANY = 120


@pytest.fixture
def harvest(today: date) -> Iterator[LocalHarvest]:
    """Return a Harvest with an account of many projects."""
    yield from big_harvest(today, 0, projects=MANY)


@pytest.fixture
def studio(app: Flask, harvest: LocalHarvest) -> Studio:
    """Return a connected studio with as many projects of its own, and nothing mapped."""
    with app.app_context():
        rows = [{"studio_id": 1, "name": f"Room {n:03}"} for n in range(MANY)]
        db.session.execute(insert(Project), rows)
        db.session.execute(insert(ActivityType), [{"studio_id": 1, "name": "A", "hourly_rate": 1}])
        db.session.commit()
    elin = Studio(app, harvest, "elin@lindqvist.example", "Big Studio")
    elin.connect(user="admin@big.example")
    return elin


def rooms(studio: Studio) -> list[str]:
    """Return the ids of the studio's own projects by name."""
    with studio.app.app_context():
        found = db.session.query(Project).filter(Project.name.like("Room %"))
        return [str(one.id) for one in found.order_by(Project.name)]


def test_options_are_sent_once_and_rows_by_the_page(studio: Studio) -> None:
    """A large table sends its options once and fifty rows a page."""
    page = studio.page()
    assert page.count("Room 007") == 1
    assert len([name for name in fields(page).options if name.startswith("project-")]) == 50
    assert "Page 1 of 3" in text_of(page)


def test_without_script_the_dropdowns_are_whole(studio: Studio) -> None:
    """Without scripts the rows are offered with whole dropdowns on another page."""
    page = studio.page("/mappings?plain=1&page=3")
    found = [options for name, options in fields(page).options.items() if "project" in name]
    assert len(found) == MANY - 100
    assert all("Room 007" in options for options in found)


def test_task_rows_have_pages_of_their_own(studio: Studio) -> None:
    """Turning the pages of tasks leaves the page of projects, and the other way round."""
    tasks = studio.harvest.world.tasks
    one = next(iter(tasks.values()))
    tasks.update({n: replace(one, id=n, name=f"Task {n}") for n in range(1, MANY)})
    studio.let_lists_age()
    studio.page()
    page = studio.page("/mappings?page=2&tasks=3&plain=1")
    names = list(fields(page).options)
    assert len([name for name in names if name.startswith("project-")]) == 50
    assert len([name for name in names if name.startswith("task-")]) == MANY - 100
    assert "/mappings?page=1&amp;tasks=3&amp;plain=1" in page
    assert "/mappings?page=2&amp;tasks=2&amp;plain=1" in page
    saved = studio.post("/mappings?page=2&tasks=3", {names[0]: ""})
    assert saved.location == f"{PAGE}/mappings?page=2&tasks=3"


def test_a_script_finds_all_rows_as_json(studio: Studio) -> None:
    """As JSON the address has all rows of both tables, without what is empty."""
    answer = studio.browser.get(f"{PAGE}/mappings", headers={"Accept": "application/json"})
    rows = answer.get_json()
    assert (len(rows["project"]), len(rows["task"])) == (MANY, 1)
    first = rows["project"][0]
    assert [type(one) for one in first] == [int, str, str]
    studio.post("/mappings", {f"project-{first[0]}": rooms(studio)[0]})
    answer = studio.browser.get(f"{PAGE}/mappings", headers={"Accept": "application/json"})
    assert answer.get_json()["project"][0] == [*first, rooms(studio)[0]]


def test_saving_leads_back_to_the_page_of_rows(studio: Studio) -> None:
    """Saving returns to the page of rows that was sent, also where a row could not be saved."""
    name = next(iter(fields(studio.page("/mappings?page=2")).options))
    saved = studio.post("/mappings?page=2", {name: rooms(studio)[0]})
    assert (saved.status_code, saved.location) == (303, f"{PAGE}/mappings?page=2")
    refused = studio.post("/mappings?page=2", {name: "999999"})
    assert refused.status_code == 422
    assert f'id="wh-{name}-problem"' in refused.text


def test_a_save_that_clears_many_pairs_names_the_first_and_keeps_the_session(
    studio: Studio,
) -> None:
    """A save that clears many pairs names the first; the session's cookie stays small enough."""
    projects = studio.harvest.world.projects
    for one in list(projects.values()):
        # Long, and nothing that compresses.
        projects[one.id] = replace(one, name=f"{one.name} {Random(one.id).randbytes(100).hex()}")
    studio.let_lists_age()
    studio.page()
    names = [f"project-{one}" for one in projects]
    ids = rooms(studio)
    half = MANY // 2
    studio.post("/mappings", dict(zip(names[:half], ids[:half], strict=True)))
    studio.page()
    answer = studio.post("/mappings", dict(zip(names[half:], ids[:half], strict=True)))
    assert max(len(cookie) for cookie in answer.headers.getlist("Set-Cookie")) < 4000
    shown = text_of(studio.page())
    assert "gave way and are not mapped any more: Project 0000 " in shown
    assert f"and {half - 10} more." in shown


def test_a_form_of_all_rows_is_within_the_limits_of_a_host(studio: Studio) -> None:
    """Two thousand rows of either kind with the longest ids fit into a form of Flask's defaults."""
    rows = {f"{kind}-{10**18 + n}": "x" * 64 for kind in ("project", "task") for n in range(2_000)}
    answer = studio.post("/mappings", rows)
    assert answer.status_code == 422
    assert "4000 rows are not in this table" in text_of(answer.text)
