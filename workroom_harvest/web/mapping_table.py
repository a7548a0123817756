"""The rendering of the mapping table from the stored lists."""

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
from workroom_harvest.web.forms import ROW, PlainForm, chosen_mappings, taken
from workroom_harvest.web.presenters.mapping_page import TABLE_BROKEN, mapping_page, row_names
from workroom_harvest.web.presenters.script_words import script_words
from workroom_harvest.web.presenters.sentences import error_sentence
from workroom_harvest.web.words import say

EXPECTED_ERRORS = (HarvestError, ReconnectNeeded, TokensUnreadable, NotConnected, StoreUnavailable)
"""The errors whose sentence is shown in place of the table."""

log = logging.getLogger(__name__)


def render_mapping_table(
    member: Member,
    problems: Mapping[str, str],
    given: Mapping[str, str] | None = None,
    *,
    may_fold: bool = False,
) -> Markup:
    """Return the mapping table as HTML, or a line that says why it cannot be shown.

    `problems` maps form fields to sentences, and `given` those of pairs that a save would clear to
    the fields of the rows that take their targets. What a sent form chose is chosen again, and
    what it takes of the suggestions, too. Where it `may_fold`, it is folded to a line unless
    somebody asks for a row of it or something needs a person. No error is raised, because the head
    of the page may have been sent already.
    """
    problem = None
    reconnect = False
    shown = None
    names: Mapping[str, str] = {}
    try:
        tables = use_cases().show_mappings(member.studio_id)
        pages = {"project": _number("page"), "task": _number("tasks")}
        shown = mapping_page(
            tables, pages, plain="plain" in request.args, field=request.args.get("row", "")
        )
        names = row_names(tables, given or {})
    except EXPECTED_ERRORS as error:
        problem = error_sentence(error)
        reconnect = isinstance(error, ReconnectNeeded)
    except Exception:
        log.exception("the mapping table could not be drawn")
        problem = say(TABLE_BROKEN)
    chosen = chosen_mappings(request.form)
    if shown is not None:
        chosen |= taken(request.form.get("suggest", ""), shown, chosen)
    # The dates of an import are no rows of the table.
    problems = {field: told for field, told in problems.items() if ROW.fullmatch(field)}
    rows = {row.field for section in shown.sections for row in section.rows} if shown else set()
    html = render_template(
        "workroom_harvest/_mappings.html",
        table=shown,
        problem=problem,
        reconnect=reconnect,
        problems=problems,
        hidden_problems=[problem for field, problem in problems.items() if field not in rows],
        chosen=chosen,
        given=given or {},
        names=names,
        sent=request.form,
        script_words=script_words(),
        may_fold=may_fold,
        is_open=bool(
            chosen
            or problems
            or given
            or "row" in request.args
            or (shown is not None and shown.needs_person)
        ),
        csrf_form=PlainForm(),
    )
    return Markup(html)  # noqa: S704 because the template has escaped it


def _number(name: str) -> int:
    wanted = request.args.get(name, "1")
    return int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else 1
