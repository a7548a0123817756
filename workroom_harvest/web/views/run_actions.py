"""The views that cancel an import, and let it go on."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from workroom_harvest.current import use_cases
from workroom_harvest.web.forms import PlainForm
from workroom_harvest.web.notices import add_notice
from workroom_harvest.web.presenters import notices


def cancel(run_id: str) -> ResponseReturnValue:
    """Cancel an import that is under way, and redirect to it."""
    member = use_cases().check_access()
    PlainForm().require_token()
    run = use_cases().cancel_import(member.studio_id, run_id, member.id)
    add_notice(notices.cancelled(run))
    return redirect(url_for("workroom_harvest.run", run_id=run.id), 303)


def go_on(run_id: str) -> ResponseReturnValue:
    """Let an import go on that failed or was cancelled; redirect to it, or to the live one."""
    member = use_cases().check_access()
    PlainForm().require_token()
    requested = use_cases().continue_import(member.studio_id, run_id, member.id)
    if requested.waits:
        add_notice(notices.not_enqueued(requested.run), kind="problem")
    elif not requested.is_new:
        add_notice(notices.under_way(requested.run))
    return redirect(url_for("workroom_harvest.run", run_id=requested.run.id), 303)
