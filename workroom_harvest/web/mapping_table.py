"""The rendering of the mapping table, for which Harvest is called."""

import logging
from collections.abc import Mapping

from flask import render_template, request
from markupsafe import Markup

from workroom_harvest.current import use_cases
from workroom_harvest.domain.errors import (
    HarvestError,
    NotConnected,
    ReconnectNeeded,
    StoreUnavailable,
    TokensUnreadable,
)
from workroom_harvest.domain.ports.host import Member
from workroom_harvest.web.forms import PlainForm
from workroom_harvest.web.presenters.mapping_page import TABLE_BROKEN, mapping_page
from workroom_harvest.web.presenters.sentences import error_sentence

EXPECTED_ERRORS = (HarvestError, ReconnectNeeded, TokensUnreadable, NotConnected, StoreUnavailable)
"""The errors whose sentence is shown in place of the table."""

log = logging.getLogger(__name__)


def render_mapping_table(member: Member, problems: Mapping[str, str]) -> Markup:
    """Return the mapping table as HTML, or a line that says why it cannot be shown.

    `problems` maps form fields to sentences. No error is raised, because the head of the page may
    have been sent already.
    """
    problem = None
    reconnect = False
    shown = None
    try:
        tables = use_cases().show_mappings(member.studio_id)
        wanted = request.args.get("page", "1")
        page = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else 1
        shown = mapping_page(tables, page, plain="plain" in request.args)
    except EXPECTED_ERRORS as error:
        problem = error_sentence(error)
        reconnect = isinstance(error, ReconnectNeeded)
    except Exception:
        log.exception("the mapping table could not be drawn")
        problem = TABLE_BROKEN
    chosen = request.form if request.method == "POST" else {}
    html = render_template(
        "workroom_harvest/_mappings.html",
        table=shown,
        problem=problem,
        reconnect=reconnect,
        problems=problems,
        chosen=chosen,
        csrf_form=PlainForm(),
    )
    return Markup(html)  # noqa: S704 because the template has escaped it
