"""What was chosen in the mapping table stays in the page of whatever refuses to save it."""

import pytest

from demo.walk import PAGE, fields
from tests.support.studio import Studio, text_of
from tests.web.test_last_lists import is_chosen, villa
from workroom_harvest.domain.errors import (
    ConnectionChanged,
    HarvestImportError,
    NotConnected,
    NotPro,
    NotSignedIn,
    StoreUnavailable,
)
from workroom_harvest.web.error_pages import render_error


def test_a_save_after_disconnect_keeps_its_choices_until_it_is_connected_again(
    connected: Studio,
) -> None:
    """What was chosen stays in the answer of a save without a connection, to be saved later."""
    field, options = villa(connected)
    chosen = {field: options["Lakeside Cabin"], f"was-{field}": options["Villa Sandhamn"]}
    connected.post("/disconnect")
    answer = connected.post("/mappings", chosen)
    assert answer.status_code == 409
    page = text_of(answer.text)
    assert "Harvest is not connected." in page
    assert "What you chose in one row is kept in this page" in page
    kept = fields(answer.text)
    connected.connect()
    assert f'name="{field}" value="{options["Lakeside Cabin"]}"' in answer.text
    again = {**chosen, "csrf_token": kept.token}
    assert connected.browser.post(f"{PAGE}/mappings", data=again).status_code == 303
    assert is_chosen(connected.page(), field, options["Lakeside Cabin"])


@pytest.mark.parametrize(
    ("error", "is_kept"),
    [
        (ConnectionChanged(), True),
        (NotConnected(), True),
        (StoreUnavailable(), True),
        (NotSignedIn(), True),
        (NotPro(), False),
    ],
)
def test_whatever_refuses_a_save_keeps_its_choices(
    connected: Studio, error: HarvestImportError, is_kept: bool
) -> None:
    """The page of any error has what was chosen in the form, unless the plan has no imports.

    A save from there asks, like the form, before pairs give way of which nobody was told.
    """
    row = {"project-7": "1", "was-project-7": "2", "ask": "project-9"}
    form = {**row, "task-8": "3", "was-task-8": "3", "other": "4"}
    with connected.app.test_request_context(f"{PAGE}/mappings", method="POST", data=form):
        page, _ = render_error(error)
    kept = [name for name in form if f'type="hidden" name="{name}"' in page]
    assert kept == (list(row) if is_kept else [])
