"""The table of routes, with what every answer carries and how errors become pages."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, render_template, request

from workroom_harvest import current
from workroom_harvest.domain.errors import (
    ConnectionChanged,
    HarvestImportError,
    NotAllowed,
    NotConnected,
    NotFound,
    NotSignedIn,
    RunUnreadable,
    StoreUnavailable,
)
from workroom_harvest.web import views
from workroom_harvest.web.forms import NotAForm, PageExpired

STATUS: dict[type[HarvestImportError], int] = {
    NotSignedIn: 401,
    NotAllowed: 403,
    NotFound: 404,
    NotConnected: 409,
    ConnectionChanged: 409,
    RunUnreadable: 409,
    PageExpired: 400,
    NotAForm: 415,
    StoreUnavailable: 503,
}


FORMS = ("", "application/x-www-form-urlencoded", "multipart/form-data")


def blueprint() -> Blueprint:
    """A fresh blueprint: several apps may each have their own."""
    pages = Blueprint(
        "workroom_harvest",
        __name__,
        template_folder="templates",
        static_folder="static",
        static_url_path="/static",
    )
    pages.add_url_rule("", "settings", views.settings)
    pages.add_url_rule("/mappings", "mappings", views.mappings)
    pages.add_url_rule("/mappings", "save_mappings", views.save_mappings, methods=["POST"])
    pages.add_url_rule("/connect", "connect", views.connect, methods=["POST"])
    pages.add_url_rule("/callback", "callback", views.callback)
    pages.add_url_rule("/imports", "start_import", views.start_import, methods=["POST"])
    pages.add_url_rule("/imports/<run_id>", "run", views.run)
    pages.add_url_rule("/automated-sync", "automated_sync", views.automated_sync, methods=["POST"])
    pages.add_url_rule("/disconnect", "disconnect", views.disconnect, methods=["POST"])
    pages.before_request(demand_form)
    for error in STATUS:
        pages.register_error_handler(error, explain)
    pages.after_request(guard)
    return pages


def demand_form() -> None:
    """Raise `NotAForm` for a body of another kind: its fields would count as empty."""
    if request.method == "POST" and request.mimetype not in FORMS:
        raise NotAForm("Only forms are taken here, and nothing was changed. Send it as a form.")


def explain(error: HarvestImportError) -> tuple[str, int]:
    """A page that says what happened and what to do next."""
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    page = render_template(
        "workroom_harvest/message.html", sentence=str(error), may_return=status not in (401, 403)
    )
    return page, status


def guard(response: Response) -> Response:
    """Headers that keep our pages out of caches, frames and foreign hands.

    A host that needs more sets its own policy first; what is there is left alone.
    """
    parts = urlsplit(current.settings().id_url)
    # Browsers hold a form to its policy through redirects: Connect leads to Harvest.
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
        f"form-action 'self' {parts.scheme}://{parts.netloc}"
    )
    response.headers.setdefault("Content-Security-Policy", policy)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("X-Frame-Options", "DENY")
    if response.mimetype not in ("text/css", "text/javascript", "application/javascript"):
        response.headers["Cache-Control"] = "no-store"
    return response
