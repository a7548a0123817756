"""The HTTP status of each error, and the page that shows it."""

from flask import render_template

from workroom_harvest.domain.errors import (
    ConnectionChanged,
    HarvestImportError,
    NotAllowed,
    NotConnected,
    NotFound,
    NotSignedIn,
    RunClosed,
    RunUnreadable,
    StoreUnavailable,
)
from workroom_harvest.web.forms import NotAForm, PageExpired
from workroom_harvest.web.presenters.sentences import error_sentence

STATUS: dict[type[HarvestImportError], int] = {
    NotSignedIn: 401,
    NotAllowed: 403,
    NotFound: 404,
    NotConnected: 409,
    ConnectionChanged: 409,
    RunUnreadable: 409,
    RunClosed: 409,
    PageExpired: 400,
    NotAForm: 415,
    StoreUnavailable: 503,
}
"""The HTTP status of each error class; subclasses without an own entry have their base's."""


def render_error(error: HarvestImportError) -> tuple[str, int]:
    """Return a page with the error's sentence, and the HTTP status."""
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    page = render_template(
        "workroom_harvest/message.html",
        sentence=error_sentence(error),
        may_return=status not in (401, 403),
    )
    return page, status
