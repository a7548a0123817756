"""The views that show the mapping table and save its rows."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workroom_harvest.current import use_cases
from workroom_harvest.domain.errors import (
    InvalidMappings,
    NotConnected,
    PairsGiveWay,
    StoreUnavailable,
)
from workroom_harvest.web.error_pages import STATUS
from workroom_harvest.web.forms import PageExpired, PlainForm, agreed_fields, changed_mappings
from workroom_harvest.web.mapping_table import render_mapping_table
from workroom_harvest.web.notices import add_notice, take_notices
from workroom_harvest.web.presenters import notices
from workroom_harvest.web.presenters.mapping_page import cleared_names
from workroom_harvest.web.presenters.mapping_rows import compact, shown_rows
from workroom_harvest.web.presenters.sentences import code_sentences, error_sentence
from workroom_harvest.web.settings_page import settings_page
from workroom_harvest.web.todo_part import add_waiting_notices
from workroom_harvest.web.views.access import viewer
from workroom_harvest.web.views.answers import UNPROCESSABLE, json_answer, to_settings, wants_json
from workroom_harvest.web.words import say


def mappings() -> ResponseReturnValue:
    """Return a page with the mapping table alone: other rows of it, or complete dropdowns.

    As JSON it has all rows of both tables, for the script that searches them. That asks for it
    with `fold`, too, where it adds the table to a page.
    """
    member = viewer()
    if use_cases().show_overview(member.studio_id).connection is None:
        raise NotConnected
    if wants_json():
        tables = use_cases().show_mappings(member.studio_id)
        return json_answer(
            {
                "project": [compact(row) for row in shown_rows("project", tables.projects)],
                "task": [compact(row) for row in shown_rows("task", tables.tasks)],
            }
        )
    return render_template(
        "workroom_harvest/mappings.html",
        table=render_mapping_table(member, {}, may_fold="fold" in request.args),
        notices=take_notices(),
    )


def save_mappings() -> ResponseReturnValue:
    """Save the changed rows of both tables, and name the pairs that were cleared.

    What cannot be saved is answered with what was chosen, and so are the buttons of suggestions,
    which save nothing.
    """
    member = use_cases().check_access()
    try:
        PlainForm().require_token()
        changes = changed_mappings(request.form)
        if "suggest" in request.form:
            add_notice(say(notices.SUGGESTIONS_CHOSEN), kind="info")
            return settings_page(member)
        agreed = agreed_fields(request.form)
        saved = use_cases().save_mappings(member.studio_id, changes, member.id, agreed)
    except PairsGiveWay as error:
        add_notice(error_sentence(error), kind="problem")
        return settings_page(member, given=error.given, status=STATUS[PairsGiveWay])
    except InvalidMappings as error:
        add_notice(error_sentence(error), kind="problem")
        return settings_page(member, problems=code_sentences(error.problems), status=UNPROCESSABLE)
    except PageExpired:
        # The choices may be those of another site's form, so they are shown and not saved.
        add_notice(say(notices.MAPPINGS_EXPIRED), kind="problem")
        return settings_page(member, status=STATUS[PageExpired])
    except StoreUnavailable as error:
        add_notice(notices.nothing_saved(error), kind="problem")
        return settings_page(member, status=STATUS[StoreUnavailable])
    add_notice(say(notices.MAPPINGS_SAVED))
    if saved.cleared:
        names = cleared_names(saved.cleared)
        add_notice(say(notices.MAPPINGS_CLEARED), kind="info", names=names)
    add_waiting_notices(member.studio_id, changes)
    return _to_submitted_page()


def _to_submitted_page() -> ResponseReturnValue:
    """Return a redirect to the page of rows from which the form was sent."""
    page, tasks, plain = (request.args.get(name) for name in ("page", "tasks", "plain"))
    if page is None and tasks is None and plain is None:
        return to_settings()
    return redirect(url_for("workroom_harvest.mappings", page=page, tasks=tasks, plain=plain), 303)
