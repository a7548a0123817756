"""Steps 2 and 3 of the guide: mapping projects and tasks."""

import re
from dataclasses import replace

from sqlalchemy import update

from demo.walk import fields
from demo.workroom import models
from demo.workroom.models import db
from tests.guide.work import DAY, Work
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio, text_of


def project_field(studio: Studio, name: str) -> str:
    """Return the name of the form field of a Harvest project or task."""
    labels = fields(studio.page()).labels
    return next(field for field, label in labels.items() if label == name)


def chosen(page: str) -> dict[str, str]:
    """Return what the dropdowns show, as Harvest's name to Workroom's, without unmapped rows."""
    found = fields(page)
    shown = {}
    for name in found.options:
        select = re.search(rf'<select[^>]*name="{name}".*?</select>', page, re.S)
        option = select and re.search(r"<option[^>]* selected>([^<·]*)", select[0])
        if option:
            shown[found.labels[name]] = option[1].strip()
    return shown


def test_the_mapping_table_opens_by_itself_once_connected(elin: Studio) -> None:
    """The mapping table is shown right after connecting, without a further click."""
    page = elin.connect().text
    assert "Save mappings" in page
    assert "Villa Sandhamn" in page


def test_one_row_for_each_active_harvest_project_and_task(
    elin: Studio, harvest: LocalHarvest
) -> None:
    """The table has a row for each active Harvest project and task, and none for archived ones."""
    found = fields(elin.connect().text)
    account = next(a for a in harvest.world.accounts.values() if a.name == "Studio Lindqvist")
    projects = harvest.world.of(account.id, harvest.world.projects.values())
    tasks = harvest.world.of(account.id, harvest.world.tasks.values())
    wanted = {f"project-{one.id}" for one in projects if one.is_active}
    wanted |= {f"task-{one.id}" for one in tasks if one.is_active}
    assert set(found.options) == wanted


def test_the_dropdown_has_the_studios_projects_and_not_mapped(elin: Studio) -> None:
    """A dropdown offers "— Not mapped —" and the studio's active projects."""
    page = elin.connect().text
    options = fields(page).options[project_field(elin, "Villa Sandhamn")]
    assert "— Not mapped —" in page
    assert "Lakeside Cabin" in options
    assert "Old Town Loft" not in options, "archived"


def test_save_mappings_saves_both(connected: Studio) -> None:
    """One button saves the mappings of projects and of tasks."""
    page = connected.page()
    assert "Mappings saved." in page
    shown = chosen(page)
    assert shown["Villa Sandhamn"] == "Villa Sandhamn"
    assert shown["Drawings"] == "Technical Drawings"
    assert "Internal" not in shown


def test_changing_a_target_clears_any_other_pair_that_touched_either_side(
    connected: Studio,
) -> None:
    """A new pair clears other pairs with the same item on either side, and the page names them."""
    villa = project_field(connected, "Villa Sandhamn")
    options = fields(connected.page()).options[villa]
    connected.post("/mappings", {villa: options["Lakeside Cabin"]})
    page = connected.page()
    shown = chosen(page)
    assert shown["Villa Sandhamn"] == "Lakeside Cabin"
    assert "Lakeside Cabin" not in {k for k, v in shown.items() if v}
    assert "gave way and are not mapped any more: Lakeside Cabin." in text_of(page)


def test_two_tabs_apply_only_what_each_changed(connected: Studio) -> None:
    """A form from an older tab does not undo what was saved in another tab."""
    villa = project_field(connected, "Villa Sandhamn")
    café = project_field(connected, "Café Möllan")
    options = fields(connected.page()).options[villa]
    connected.post("/mappings", {villa: ""})
    stale = {
        villa: options["Villa Sandhamn"],
        f"was-{villa}": options["Villa Sandhamn"],
        café: "",
        f"was-{café}": options["Café Möllan"],
    }
    connected.post("/mappings", stale)
    shown = chosen(connected.page())
    assert "Villa Sandhamn" not in shown
    assert "Café Möllan" not in shown


def test_a_workroom_project_archived_after_mapping_is_shown_as_such(connected: Studio) -> None:
    """A Workroom project that was archived after mapping is shown with a note, not as an error."""
    with connected.app.app_context():
        archive = update(models.Project).filter_by(name="Villa Sandhamn").values(is_archived=True)
        db.session.execute(archive)
        db.session.commit()
    page = text_of(connected.page())
    assert "Villa Sandhamn (archived)" in page
    assert "Archived in Workroom." in page


def test_an_archived_harvest_project_whose_entries_wait_has_a_row(
    elin: Studio, harvest: LocalHarvest, work: Work
) -> None:
    """A project that was archived before it was mapped can be mapped while its entries wait."""
    villa = next(p for p in harvest.world.projects.values() if p.name == "Villa Sandhamn")
    work.add(project="Villa Sandhamn")
    harvest.world.projects[villa.id] = replace(villa, is_active=False)
    elin.connect()
    elin.map()
    assert elin.import_days(DAY, DAY)["skipped"] == {"Project not mapped": 1}
    page = elin.page()
    field = f"project-{villa.id}"
    assert fields(page).labels[field] == "Villa Sandhamn"
    assert "No longer active in Harvest." in text_of(page)
    elin.post("/mappings", {field: fields(page).options[field]["Villa Sandhamn"]})
    assert elin.import_days(DAY, DAY)["imported"] == 1


def test_a_harvest_project_archived_after_mapping_is_shown_as_such(
    connected: Studio, harvest: LocalHarvest
) -> None:
    """A Harvest project that was archived after mapping keeps its pair and is shown with a note."""
    villa = next(p for p in harvest.world.projects.values() if p.name == "Villa Sandhamn")
    harvest.world.projects[villa.id] = replace(villa, is_active=False)
    connected.let_lists_age()
    assert "projects and tasks changed. Reload" in text_of(connected.page())
    assert "No longer active in Harvest." in text_of(connected.page())
