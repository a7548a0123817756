"""The Settings page: both cards at once, and the mapping table when Harvest has answered."""

import logging
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from flask import Response, render_template, request, stream_with_context
from markupsafe import Markup

from workroom_harvest.current import end_reading, use_cases
from workroom_harvest.domain.entries import Period
from workroom_harvest.domain.errors import (
    HarvestError,
    NotConnected,
    ReconnectNeeded,
    StoreUnavailable,
    TokensUnreadable,
)
from workroom_harvest.domain.ports.host import Member
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.web import presenters, who
from workroom_harvest.web.forms import PlainForm
from workroom_harvest.web.mapping_page import mapping_page
from workroom_harvest.web.notices import said

HERE = Markup("<!-- the mapping table -->")
EXPECTED = (HarvestError, ReconnectNeeded, TokensUnreadable, NotConnected, StoreUnavailable)
BROKEN = "Something in Workroom broke. Try again in a few minutes; if it persists, contact support."

log = logging.getLogger(__name__)


def settings_page(
    member: Member,
    *,
    run: ImportRun | None = None,
    problems: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    """The page, with a `run` its own. All that touches the session is drawn before the first byte.

    `problems` are sentences by the name of their field.
    """
    overview = use_cases().show_overview(member.studio_id)
    shown, night, now = run or overview.latest_run, overview.latest_night, datetime.now(UTC)
    page = render_template(
        "workroom_harvest/settings.html",
        overview=overview,
        panel=presenters.panel(shown, now) if shown else None,
        sight=who.sight(overview.connection),
        last_night=presenters.last_night(night, now) if night else None,
        dates=_dates(member, run),
        problems=problems or {},
        notices=said(),
        # The page of a live run is asked again and again: Harvest is left in peace meanwhile.
        table=HERE if overview.connection and (run is None or run.is_over) else None,
        csrf_form=PlainForm(),
    )
    before, here, after = page.partition(str(HERE))
    if not here:
        return Response(page, status)

    def parts() -> Iterator[str]:
        # Whoever reads slowly must not keep the database waiting.
        end_reading()
        yield before
        table = mapping_table(member, problems or {})
        end_reading()
        yield table
        yield after

    return Response(stream_with_context(parts()), status)


def _dates(member: Member, run: ImportRun | None) -> dict[str, str]:
    """What the date fields hold: what was typed, else the run's days, to be asked for again."""
    period = run.period if run else None
    period = period or Period.default(use_cases().today(member.studio_id))
    dates = {"from": str(period.first), "to": str(period.last)}
    return dates | {name: request.form[name] for name in dates if name in request.form}


def mapping_table(member: Member, problems: Mapping[str, str]) -> Markup:
    """The mapping table, or a line that says why there is none now.

    The page's head may be out by then: a line is all that can still be said.
    """
    trouble = None
    reconnect = False
    shown = None
    try:
        tables = use_cases().show_mappings(member.studio_id)
        wanted = request.args.get("page", "1")
        page = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else 1
        shown = mapping_page(tables, page, plain="plain" in request.args)
    except EXPECTED as error:
        trouble = str(error)
        reconnect = isinstance(error, ReconnectNeeded)
    except Exception:
        log.exception("the mapping table could not be drawn")
        trouble = BROKEN
    chosen = request.form if request.method == "POST" else {}
    html = render_template(
        "workroom_harvest/_mappings.html",
        table=shown,
        trouble=trouble,
        reconnect=reconnect,
        problems=problems,
        chosen=chosen,
        csrf_form=PlainForm(),
    )
    return Markup(html)  # noqa: S704 because the template has escaped it
