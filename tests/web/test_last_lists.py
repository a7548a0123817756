"""The mapping table comes from the last lists, and a save needs no Harvest and loses no choice."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from demo.harvest import Fault
from demo.walk import PAGE, fields
from tests.guide.grants import revoke_grants
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio, text_of

LISTS = ("projects", "tasks")


def fail(harvest: LocalHarvest, kind: str) -> None:
    """Let Harvest's lists fail from now on."""
    for endpoint in LISTS:
        harvest.state.faults.append(Fault(endpoint, 0, kind, times=-1))


def villa(studio: Studio) -> tuple[str, dict[str, str]]:
    """Return the field of a Harvest project, and what can be chosen there."""
    page = fields(studio.page())
    field = next(name for name, label in page.labels.items() if label == "Villa Sandhamn")
    return field, page.options[field]


def is_chosen(html: str, field: str, value: str) -> bool:
    """Return whether the field's dropdown shows the value."""
    select = html.partition(f'name="{field}"')[2].partition("</select>")[0]
    return f'<option value="{value}" selected>' in select


@pytest.mark.parametrize("kind", ["500", "429", "reset"])
def test_harvest_in_trouble_is_a_line_below_the_table(
    connected: Studio, harvest: LocalHarvest, kind: str
) -> None:
    """With Harvest failing or at its limit, the table is there, and a line says how old it is."""
    fail(harvest, kind)
    connected.let_lists_age()
    page = text_of(connected.page())
    table, _, line = page.partition("Save mappings")
    assert "Villa Sandhamn" in table
    assert "These are Harvest&#39;s projects and tasks as of today at" in line
    asked = harvest.state.requests.copy()
    assert "Harvest has not answered since" in text_of(connected.page())
    assert harvest.state.requests == asked


def test_the_table_is_sent_before_harvest_is_asked(
    connected: Studio, harvest: LocalHarvest
) -> None:
    """The table is on its way before Harvest is asked for its lists, however slow that is."""
    connected.let_lists_age()
    harvest.state.requests.clear()
    browser = FlaskClient(connected.app)
    browser._cookies = connected.browser._cookies
    sent = ""
    for part in browser.get(PAGE).response:
        sent += part if isinstance(part, str) else part.decode()
        if "Save mappings" in sent:
            break
    assert "Save mappings" in sent
    assert not any(harvest.state.requests[name] for name in LISTS)


def test_the_first_table_ever_waits_for_harvest(elin: Studio, harvest: LocalHarvest) -> None:
    """Without stored lists, the page says why there is no table, and the next look asks again."""
    fail(harvest, "500")
    page = text_of(elin.connect().text)
    assert "The projects and tasks cannot be shown now." in page
    harvest.state.faults.clear()
    assert "Save mappings" in elin.page()


def test_new_projects_are_told_and_shown_by_reloading(
    connected: Studio, harvest: LocalHarvest
) -> None:
    """What is new in Harvest is told below the table, and is in the table of the next page."""
    one = next(p for p in harvest.world.projects.values() if p.name == "Villa Sandhamn")
    harvest.world.projects[99_999] = replace(one, id=99_999, name="Boat House")
    assert "Boat House" not in connected.page()
    connected.let_lists_age()
    page = connected.page()
    assert "Harvest has 1 new project. Reload the page to see that." in text_of(page)
    assert "Boat House" not in page
    assert "Boat House" in connected.page()


@pytest.mark.parametrize("kind", ["500", "429", "reset"])
def test_a_save_needs_no_harvest(connected: Studio, harvest: LocalHarvest, kind: str) -> None:
    """A save is done with Harvest failing or at its limit, and sends it no request."""
    field, options = villa(connected)
    fail(harvest, kind)
    harvest.state.requests.clear()
    answer = connected.post("/mappings", {field: options["Lakeside Cabin"]})
    assert answer.status_code == 303
    assert harvest.state.requests.total() == 0
    assert is_chosen(connected.page(), field, options["Lakeside Cabin"])


def test_a_save_needs_no_grant(connected: Studio, harvest: LocalHarvest) -> None:
    """Mappings can be saved while a person has to reconnect, and the page says so."""
    field, options = villa(connected)
    revoke_grants(harvest)
    connected.let_lists_age()
    line = text_of(connected.page()).partition("Save mappings")[2]
    assert "Harvest no longer accepts the connection. Reconnect to go on. These are" in line
    connected.post("/mappings", {field: options["Lakeside Cabin"]})
    page = connected.page()
    assert is_chosen(page, field, options["Lakeside Cabin"])
    assert "projects and tasks as of" in text_of(page)


def test_a_refused_row_is_shown_as_it_was_chosen(connected: Studio) -> None:
    """A target that is gone stays chosen, with a sentence at its row; others are not saved yet."""
    field, options = villa(connected)
    cabin = next(
        name for name, label in fields(connected.page()).labels.items() if label == "Café Möllan"
    )
    answer = connected.post("/mappings", {field: "999999", cabin: ""})
    assert answer.status_code == 422
    assert is_chosen(answer.text, field, "999999")
    page = text_of(answer.text)
    assert "That is no longer there in Workroom. Choose another." in page
    assert page.count("Not saved yet.") == 2
    assert is_chosen(connected.page(), field, options["Villa Sandhamn"])


def test_a_refused_save_leaves_alone_what_another_tab_changed(connected: Studio) -> None:
    """A row that this form did not change is shown as it is now, not as it was in the form."""
    field, options = villa(connected)
    connected.post("/mappings", {field: options["Lakeside Cabin"]})
    stale = {field: options["Villa Sandhamn"], f"was-{field}": options["Villa Sandhamn"]}
    answer = connected.post("/mappings", {**stale, "task-1": "999999"})
    assert is_chosen(answer.text, field, options["Lakeside Cabin"])


def test_a_row_that_is_not_in_the_table_is_told(connected: Studio) -> None:
    """A chosen row that Harvest never listed is told above the table."""
    options = villa(connected)[1]
    answer = connected.post("/mappings", {"project-99999": options["Lakeside Cabin"]})
    assert answer.status_code == 422
    assert "1 row is not in this table: Harvest does not list this row" in text_of(answer.text)


@pytest.mark.parametrize("token", ["", "expired"])
def test_an_expired_form_comes_back_with_its_choices(connected: Studio, token: str) -> None:
    """A form whose token is no longer valid saves nothing, and comes back to be saved again."""
    field, options = villa(connected)
    chosen = {field: options["Lakeside Cabin"], f"was-{field}": options["Villa Sandhamn"]}
    answer = connected.browser.post(f"{PAGE}/mappings", data={**chosen, "csrf_token": token})
    assert answer.status_code == 400
    assert "Nothing was saved: this page was open for too long" in text_of(answer.text)
    assert "Not saved yet." in text_of(answer.text)
    assert is_chosen(answer.text, field, options["Lakeside Cabin"])
    assert is_chosen(connected.page(), field, options["Villa Sandhamn"])
    again = {**chosen, "csrf_token": fields(answer.text).token}
    assert connected.browser.post(f"{PAGE}/mappings", data=again).status_code == 303
    assert is_chosen(connected.page(), field, options["Lakeside Cabin"])
