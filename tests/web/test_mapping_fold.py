"""Once something was imported, the mapping table is folded unless it needs a person."""

import re
from dataclasses import replace

import pytest

from demo.walk import PAGE, fields
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio

FOLD = re.compile(r'<details( open)?><summary>([^<]* mapped[^<]*)</summary>\s*<p class="wh-hint">')


def fold(html: str) -> tuple[bool, str] | None:
    """Return whether the table's fold is open, and its line; None where it has none."""
    found = FOLD.search(html)
    return (found[1] is not None, found[2]) if found else None


@pytest.fixture
def imported(connected: Studio, harvest: LocalHarvest) -> Studio:
    """Return the connected studio after an import, with rows of what is mapped alone."""
    for project in list(harvest.world.projects.values()):
        harvest.world.projects[project.id] = replace(project, is_active=False)
    for task in list(harvest.world.tasks.values()):
        harvest.world.tasks[task.id] = replace(task, is_active=False)
    connected.let_lists_age()
    connected.page()
    connected.import_days("2020-01-01", "2020-01-02")
    return connected


def villa(studio: Studio) -> str:
    """Return the field of a project that is mapped."""
    labels = fields(studio.page()).labels
    return next(field for field, label in labels.items() if label == "Villa Sandhamn")


def test_the_table_is_not_folded_before_the_first_import(connected: Studio) -> None:
    """While the studio sets up, the table has no fold, and neither has the page of it alone."""
    assert fold(connected.page()) is None
    assert fold(connected.page("/mappings")) is None


def test_the_table_is_folded_to_its_line_where_nothing_needs_a_person(imported: Studio) -> None:
    """After an import the table is a line that tells how many are mapped."""
    page = imported.page()
    mapped = page.count(" selected>")
    assert fold(page) == (False, f"{mapped} of {mapped} mapped")
    assert fold(imported.page("/mappings")) is None
    assert fold(imported.page("/mappings?fold")) == fold(page)


def test_a_row_that_is_asked_for_opens_the_table(imported: Studio) -> None:
    """The address of one row opens the table that has it."""
    found = fold(imported.page(f"?row={villa(imported)}"))
    assert found is not None
    assert found[0]


def test_what_is_new_and_suggested_opens_the_table(imported: Studio, harvest: LocalHarvest) -> None:
    """A project that is active again and has a suggestion opens the table, and is counted."""
    field = villa(imported)
    imported.post("/mappings", {field: ""})
    one = harvest.world.projects[int(field.removeprefix("project-"))]
    harvest.world.projects[one.id] = replace(one, is_active=True)
    imported.let_lists_age()
    imported.page()
    found = fold(imported.page())
    assert found is not None
    assert found[0]
    assert found[1].endswith(" mapped · 1 to map")


def test_what_is_refused_or_not_saved_opens_the_table(imported: Studio) -> None:
    """A save that is refused opens the table, and so do the choices that are not saved."""
    field = villa(imported)
    refused = imported.post("/mappings", {field: "999999"})
    assert refused.status_code == 422
    found = fold(refused.text)
    assert found is not None
    assert found[0]
    expired = imported.browser.post(f"{PAGE}/mappings", data={field: ""})
    assert expired.status_code == 400
    found = fold(expired.text)
    assert found is not None
    assert found[0]
