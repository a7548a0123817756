"""The views that show what an undo of an import would remove, and start it."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from workroom_harvest.current import use_cases
from workroom_harvest.domain.errors import ReconnectNeeded
from workroom_harvest.web.forms import PlainForm
from workroom_harvest.web.notices import add_notice, take_notices
from workroom_harvest.web.presenters import notices
from workroom_harvest.web.presenters.headline import headline, window
from workroom_harvest.web.presenters.sentences import error_sentence
from workroom_harvest.web.presenters.undo import as_json, lines
from workroom_harvest.web.views.access import viewer
from workroom_harvest.web.views.answers import json_answer, to_settings, wants_json


def show(run_id: str) -> ResponseReturnValue:
    """Return what an undo of the import would remove and keep, with the button that does it."""
    member = viewer()
    counts = use_cases().show_undo(member.studio_id, run_id)
    if wants_json():
        return json_answer(as_json(counts))
    return render_template(
        "workroom_harvest/undo.html",
        run=counts.run,
        headline=f"{headline(counts.run)} ({window(counts.run)})",
        lines=lines(counts),
        removes=counts.would_remove,
        csrf_form=PlainForm(),
        notices=take_notices(),
    )


def start(run_id: str) -> ResponseReturnValue:
    """Undo an import, and redirect to the run that does it."""
    member = use_cases().check_access()
    PlainForm().require_token()
    try:
        requested = use_cases().request_undo(member.studio_id, member.id, run_id)
    except ReconnectNeeded as error:
        add_notice(error_sentence(error), kind="problem")
        return to_settings()
    if requested.waits:
        add_notice(notices.not_enqueued(requested.run), kind="problem")
    return redirect(url_for("workroom_harvest.run", run_id=requested.run.id), 303)
