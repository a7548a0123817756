"""The table of routes."""

from flask import Blueprint, request

from workroom_harvest.web.error_pages import STATUS, render_error
from workroom_harvest.web.forms import NotAForm
from workroom_harvest.web.reader import end_request, start_request
from workroom_harvest.web.security_headers import set_security_headers
from workroom_harvest.web.views import (
    access,
    auditing,
    connecting,
    corrections,
    history,
    importing,
    mapping,
    page,
    run_actions,
    scheduling,
    undoing,
    waiting,
)

FORMS = ("", "application/x-www-form-urlencoded", "multipart/form-data")
"""The content types of a form; an empty body has none."""


def blueprint() -> Blueprint:
    """Return a new blueprint with all routes, as several apps in one process need one each."""
    pages = Blueprint(
        "workroom_harvest",
        __name__,
        template_folder="templates",
        static_folder="static",
        static_url_path="/static",
    )
    pages.add_url_rule("", "settings", page.settings)
    pages.add_url_rule("/mappings", "mappings", mapping.mappings)
    pages.add_url_rule("/mappings", "save_mappings", mapping.save_mappings, methods=["POST"])
    pages.add_url_rule("/connect", "connect", connecting.connect, methods=["POST"])
    pages.add_url_rule(
        "/connect/confirm", "confirm_account", connecting.confirm_account, methods=["POST"]
    )
    pages.add_url_rule(
        "/connect/back", "decline_account", connecting.decline_account, methods=["POST"]
    )
    pages.add_url_rule("/callback", "callback", connecting.callback)
    pages.add_url_rule("/imports", "start_import", importing.start_import, methods=["POST"])
    pages.add_url_rule("/previews", "start_preview", importing.start_preview, methods=["POST"])
    pages.add_url_rule("/imports", "imports", history.imports)
    pages.add_url_rule("/imports/<run_id>", "run", importing.run)
    pages.add_url_rule("/imports/<run_id>/entries", "entries", history.entries)
    pages.add_url_rule("/imports/<run_id>/cancel", "cancel", run_actions.cancel, methods=["POST"])
    pages.add_url_rule(
        "/imports/<run_id>/continue", "continue", run_actions.go_on, methods=["POST"]
    )
    pages.add_url_rule("/imports/<run_id>/undo", "show_undo", undoing.show)
    pages.add_url_rule("/imports/<run_id>/undo", "undo", undoing.start, methods=["POST"])
    pages.add_url_rule("/waiting", "waiting", waiting.waiting)
    pages.add_url_rule("/waiting/entries", "waiting_entries", waiting.entries)
    pages.add_url_rule("/waiting/leave-out", "leave_out", waiting.leave_out, methods=["POST"])
    pages.add_url_rule("/waiting/take-back", "take_back", waiting.take_back, methods=["POST"])
    pages.add_url_rule(
        "/waiting/import", "import_waiting", importing.import_waiting, methods=["POST"]
    )
    pages.add_url_rule("/audit", "audit", history.audit)
    pages.add_url_rule("/corrections", "corrections", corrections.corrections)
    pages.add_url_rule(
        "/corrections/apply", "apply_corrections", corrections.apply, methods=["POST"]
    )
    pages.add_url_rule(
        "/corrections/dismiss", "dismiss_corrections", corrections.dismiss, methods=["POST"]
    )
    pages.add_url_rule("/hours", "hours", auditing.hours)
    pages.add_url_rule("/entries", "find_entry", auditing.find_entry)
    pages.add_url_rule("/entries/<entry_id>", "entry", auditing.entry)
    pages.add_url_rule(
        "/automated-sync", "automated_sync", scheduling.automated_sync, methods=["POST"]
    )
    pages.add_url_rule("/disconnect", "disconnect", connecting.disconnect, methods=["POST"])
    pages.before_request(start_request)
    pages.before_request(require_form)
    pages.teardown_request(end_request)
    pages.context_processor(access.head)
    for error in STATUS:
        pages.register_error_handler(error, render_error)
    pages.after_request(set_security_headers)
    return pages


def require_form() -> None:
    """Raise `NotAForm` for a body of another content type, whose fields would count as empty."""
    if request.method == "POST" and request.mimetype not in FORMS:
        raise NotAForm
