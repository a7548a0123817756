"""The HTTP status of each error, and the page that shows it."""

import logging

from flask import render_template, request

from workroom_harvest.current import use_cases
from workroom_harvest.domain.errors import (
    ConnectionChanged,
    HarvestImportError,
    InvalidGroup,
    NotAllowed,
    NotConnected,
    NotFound,
    NothingToConfirm,
    NotPro,
    NotSignedIn,
    PairsGiveWay,
    PreviewUnusable,
    RoleRefused,
    RunClosed,
    RunUnreadable,
    StoreUnavailable,
)
from workroom_harvest.web.correction_form import InvalidChoice
from workroom_harvest.web.forms import NotAForm, PageExpired, PlainForm, chosen_mappings
from workroom_harvest.web.presenters.problem_titles import problem_title
from workroom_harvest.web.presenters.sentences import error_sentence
from workroom_harvest.web.queries import InvalidQuery

STATUS: dict[type[HarvestImportError], int] = {
    NotSignedIn: 401,
    NotAllowed: 403,
    NotFound: 404,
    NotConnected: 409,
    ConnectionChanged: 409,
    NothingToConfirm: 409,
    RunUnreadable: 409,
    RunClosed: 409,
    PreviewUnusable: 409,
    PairsGiveWay: 409,
    PageExpired: 400,
    NotAForm: 415,
    InvalidQuery: 400,
    InvalidGroup: 422,
    InvalidChoice: 422,
    StoreUnavailable: 503,
}
"""The HTTP status of each error class; subclasses without an own entry have their base's."""

MOST_NAMED = 3
"""How many of those who may use the integration are named to somebody who may not."""

log = logging.getLogger(__name__)


def render_error(error: HarvestImportError) -> tuple[str, int]:
    """Return a page with the error's sentence, and the HTTP status. Refused access is logged.

    What somebody had chosen in the mapping table is kept in the page, to be saved later from there,
    unless they may not.
    """
    may_try_again = isinstance(error, NotSignedIn) or not isinstance(error, NotAllowed)
    if isinstance(error, NotAllowed):
        _log_refusal(error)
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    page = render_template(
        "workroom_harvest/message.html",
        title=problem_title(status, error.detail.code),
        sentence=error_sentence(error),
        who_may=_who_may() if isinstance(error, RoleRefused) else [],
        chosen=chosen_mappings(request.form) if may_try_again else {},
        sent=request.form,
        # A body that is no form is not read, whatever it holds.
        csrf_form=PlainForm(None),
        # A studio that is not on Pro may look.
        may_return=isinstance(error, NotPro) or not isinstance(error, NotAllowed),
    )
    return page, status


def _who_may() -> list[str]:
    """Return the names of members to ask; none on any error, as the page is about another one."""
    check_access = use_cases().check_access
    try:
        member = check_access.who_asks()
        found = check_access.who_may(member.studio_id, MOST_NAMED) if member else []
    except Exception:
        log.exception("it is not known who may use the integration")
        return []
    return [one.name for one in found]


def _log_refusal(error: NotAllowed) -> None:
    """Log who was refused what, by ids alone: neither names nor anything that a browser sent."""
    member = use_cases().check_access.who_asks()
    who = f"member {member.id!r} of studio {member.studio_id!r}" if member else "a stranger"
    log.warning("access refused to %s: %s of %s", who, error.detail.code, request.endpoint)
