"""The settings page: cards and mapping table at once, then what is new in Harvest's lists."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from flask import Response, render_template, request
from markupsafe import Markup

from workroom_harvest.current import end_reading, use_cases
from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.messages import Message
from workroom_harvest.domain.ports.host import Member
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.window import Days
from workroom_harvest.web.browser_session import browser_secret
from workroom_harvest.web.forms import PlainForm
from workroom_harvest.web.lists_line import render_lists_line
from workroom_harvest.web.mapping_table import render_mapping_table
from workroom_harvest.web.notices import take_notices
from workroom_harvest.web.presenters.grant import sight
from workroom_harvest.web.presenters.headline import last_night, window
from workroom_harvest.web.presenters.kinds import kind_name
from workroom_harvest.web.presenters.preview import may_import, preview
from workroom_harvest.web.presenters.sentences import sentence
from workroom_harvest.web.reader import streamed
from workroom_harvest.web.run_panel import run_panel
from workroom_harvest.web.todo_part import todo_part

TABLE_SLOT = Markup("<!-- the mapping table -->")
"""The place in the rendered page where the mapping table is inserted."""


def settings_page(
    member: Member,
    *,
    run: ImportRun | None = None,
    problems: Mapping[str, str] | None = None,
    given: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    """Return the settings page, as a stream if it has the mapping table.

    With a `run` the page shows that run, otherwise the latest one. `problems` maps form fields to
    sentences, and `given` those of pairs that a save would clear to the rows that take their
    targets. Everything that uses the session is rendered before the first byte is sent. Harvest
    is asked for its lists last, so that nothing waits for it, and not where a form was sent.
    """
    overview = use_cases().show_overview(member.studio_id)
    shown, night, now = run or overview.latest_run, overview.latest_night, datetime.now(UTC)
    page = render_template(
        "workroom_harvest/settings.html",
        overview=overview,
        reconnect_reason=_reconnect_reason(overview.connection),
        panel=run_panel(member, shown) if shown else None,
        may_continue=use_cases().continue_import.is_possible(shown) if shown else False,
        may_undo=use_cases().show_undo.is_possible(shown) if shown else False,
        preview=preview(run, use_cases().show_preview(run), may_import=may_import(run))
        if run
        else None,
        run_title=f"{kind_name(run)}, {window(run)}" if run else "",
        sight=sight(overview.connection),
        question=use_cases().show_question(member, browser_secret()),
        is_me=overview.connection is not None and overview.connection.connected_by == member.id,
        last_night=last_night(night, now) if night else None,
        dates=_dates(member, run),
        problems=problems or {},
        todo=todo_part(member.studio_id, overview) if overview.connection else None,
        notices=take_notices(),
        # The page of a live run is requested often, and must not call Harvest each time.
        table=TABLE_SLOT if overview.connection and (run is None or run.is_over) else None,
        csrf_form=PlainForm(),
    )
    before, slot, after = page.partition(str(TABLE_SLOT))
    if not slot:
        return Response(page, status)

    def parts() -> Iterator[str]:
        # A client that reads slowly must not keep a transaction open.
        end_reading()
        yield before
        table = render_mapping_table(
            member, problems or {}, given, may_fold=overview.set_up is None
        )
        end_reading()
        yield table
        if request.method == "GET":
            line = render_lists_line(member)
            end_reading()
            yield line
        yield after

    return Response(streamed(parts()), status)


def _dates(member: Member, run: ImportRun | None) -> dict[str, str]:
    """Return the values of the date fields: what was typed, the run's days or the default ones."""
    days = run.request.window if run and not run.request.night else None
    if not isinstance(days, Days):
        days = Days.default(use_cases().today(member.studio_id))
    dates = {"from": str(days.first), "to": str(days.last)}
    return dates | {name: request.form[name] for name in dates if name in request.form}


def _reconnect_reason(connection: Connection | None) -> str | None:
    code = connection.reconnect_reason if connection else None
    return sentence(Message(code)) if code else None
