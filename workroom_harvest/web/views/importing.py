"""The views that request an import and show it."""

from collections.abc import Callable

from flask import render_template, request
from flask.typing import ResponseReturnValue

from workroom_harvest.current import use_cases
from workroom_harvest.domain.errors import InvalidPeriod, ReconnectNeeded
from workroom_harvest.domain.ports.host import Member
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.use_cases.requesting.start_run import Requested
from workroom_harvest.domain.window import Days
from workroom_harvest.web.forms import ImportForm, PlainForm, dates_wanted
from workroom_harvest.web.group_form import named_group
from workroom_harvest.web.notices import add_notice
from workroom_harvest.web.presenters.exports import as_json
from workroom_harvest.web.presenters.preview import as_json as preview_json
from workroom_harvest.web.presenters.preview import may_import
from workroom_harvest.web.presenters.preview import preview as preview_lines
from workroom_harvest.web.presenters.sentences import error_sentence
from workroom_harvest.web.run_panel import run_panel
from workroom_harvest.web.settings_page import settings_page
from workroom_harvest.web.todo_part import todo_part
from workroom_harvest.web.views.access import viewer
from workroom_harvest.web.views.answers import (
    UNPROCESSABLE,
    json_answer,
    to_run,
    to_settings,
    wants_json,
)


def start_import() -> ResponseReturnValue:
    """Request an import, and redirect to it, or to the one that is under way."""
    preview_id = request.form.get("preview") or None
    return _start(
        lambda member, days: use_cases().request_import(
            member.studio_id, member.id, days, preview_id
        )
    )


def start_preview() -> ResponseReturnValue:
    """Request a preview, and redirect to it, or to the run that is under way."""
    return _start(
        lambda member, days: use_cases().request_preview(member.studio_id, member.id, days)
    )


def _start(ask: Callable[[Member, Days], Requested]) -> ResponseReturnValue:
    """Ask for a run of the days in the form, and redirect to it."""
    member = use_cases().check_access()
    form = ImportForm()
    form.require_token()
    if not form.validate():
        return settings_page(member, problems=dates_wanted(form.errors), status=UNPROCESSABLE)
    try:
        requested = ask(member, form.period())
    except InvalidPeriod as error:
        return settings_page(
            member, problems={error.field: error_sentence(error)}, status=UNPROCESSABLE
        )
    except ReconnectNeeded as error:
        add_notice(error_sentence(error), kind="problem")
        return to_settings()
    return to_run(requested)


def import_waiting() -> ResponseReturnValue:
    """Request an import of what waits in a group, and redirect like `start_import`."""
    member = use_cases().check_access()
    PlainForm().require_token()
    group = named_group(request.form)
    try:
        requested = use_cases().request_waiting_import(member.studio_id, member.id, group)
    except ReconnectNeeded as error:
        add_notice(error_sentence(error), kind="problem")
        return to_settings()
    return to_run(requested)


def run(run_id: str) -> ResponseReturnValue:
    """Return a run as JSON for scripts, or the settings page with its panel.

    `html` in the JSON is the panel, with which the page replaces the one that it shows, and
    `may_continue` and `may_undo` say whether it offers to let the run go on, and to undo it.
    `todo_html` is the to-do list after a run that is over, which may have changed it, else None.
    """
    member = viewer()
    found = use_cases().show_run(member.studio_id, run_id)
    if wants_json():
        shown = run_panel(member, found)
        preview = use_cases().show_preview(found)
        html = render_template(
            "workroom_harvest/_panel.html",
            panel=shown,
            preview=preview_lines(found, preview, may_import=may_import(found)),
            # The focus stays where it is.
            run_title="",
            csrf_form=PlainForm(),
        )
        return json_answer(
            {
                **as_json(found),
                "preview": preview_json(preview),
                "may_continue": use_cases().continue_import.is_possible(found),
                "may_undo": use_cases().show_undo.is_possible(found),
                "html": html,
                "todo_html": _todo_html(member, found),
            }
        )
    return settings_page(member, run=found)


def _todo_html(member: Member, run: ImportRun) -> str | None:
    overview = use_cases().show_overview(member.studio_id) if run.is_over else None
    if overview is None or overview.connection is None:
        return None
    todo = todo_part(member.studio_id, overview)
    if todo is None:
        return None
    return render_template("workroom_harvest/_todo.html", todo=todo, csrf_form=PlainForm())
