"""The refresh of Harvest's lists, beside a page that shows the stored ones."""

import logging

from flask import render_template
from markupsafe import Markup

from workroom_harvest.current import use_cases
from workroom_harvest.domain.errors import (
    HarvestError,
    ReconnectNeeded,
    StoreUnavailable,
    TokensUnreadable,
)
from workroom_harvest.domain.ports.host import Member
from workroom_harvest.web.forms import PlainForm
from workroom_harvest.web.presenters import lists
from workroom_harvest.web.presenters.lists import ListsLine

log = logging.getLogger(__name__)


def render_lists_line(member: Member) -> Markup:
    """Read Harvest's lists again if they are due, and return as HTML what there is to say of it.

    It may be nothing. No error is raised, because the page has been sent already.
    """
    try:
        line = _refresh(member.studio_id)
    except StoreUnavailable:
        line = None
    except Exception:
        log.exception("Harvest's lists could not be read again")
        line = None
    if line is None:
        return Markup()
    html = render_template("workroom_harvest/_lists.html", line=line, csrf_form=PlainForm())
    return Markup(html)  # noqa: S704 because the template has escaped it


def _refresh(studio_id: str) -> ListsLine | None:
    connection = use_cases().show_overview(studio_id).connection
    if connection is None or connection.lists.read_at is None:
        # The page says so, and asked Harvest itself.
        return None
    if connection.reconnect_reason is not None:
        # The to-do list says so, and offers to reconnect.
        return None
    try:
        changes = use_cases().refresh_lists(studio_id)
    except (HarvestError, ReconnectNeeded, TokensUnreadable) as error:
        return lists.not_read(error, connection.lists)
    if changes:
        return lists.changed(changes)
    since = connection.lists.unanswered_since
    if changes is None and since is not None:
        return lists.unanswered(connection.lists, since)
    return None
