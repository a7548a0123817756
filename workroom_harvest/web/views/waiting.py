"""The views of the waiting list: its groups, their entries, and what is left out on purpose."""

import re
from collections.abc import Iterator
from datetime import date

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workroom_harvest.current import end_reading, settings, use_cases
from workroom_harvest.domain.ports.store.waiting import Position
from workroom_harvest.domain.waiting import WaitingGroup
from workroom_harvest.web.csv_rows import csv_lines, in_english
from workroom_harvest.web.forms import PlainForm
from workroom_harvest.web.group_form import named_group
from workroom_harvest.web.notices import add_notice, take_notices
from workroom_harvest.web.presenters import notices, waiting_list
from workroom_harvest.web.presenters.duration import hours
from workroom_harvest.web.presenters.entries import COLUMNS
from workroom_harvest.web.presenters.waiting_rows import entry_row, group_row
from workroom_harvest.web.queries import InvalidQuery, wants_csv
from workroom_harvest.web.reader import streamed
from workroom_harvest.web.views.access import viewer
from workroom_harvest.web.views.answers import json_answer, wants_json
from workroom_harvest.web.words import say

PAGE_SIZE, CSV_PART = 100, 2000
POSITION = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}|unread)_([0-9]{1,18})")
"""The day of work and the id of the last entry before a page."""


def waiting() -> ResponseReturnValue:
    """Return what waits in groups, and what was left out."""
    member = viewer()
    found, lookback = use_cases().show_waiting(member.studio_id), _lookback()
    if wants_json():
        return json_answer(
            {
                "groups": [waiting_list.group_json(one, lookback) for one in found.groups],
                "left_out": [waiting_list.group_json(one, lookback) for one in found.left_out],
            }
        )
    return render_template(
        "workroom_harvest/waiting.html",
        groups=[group_row(one, lookback) for one in found.groups],
        left_out=[group_row(one, lookback) for one in found.left_out],
        total=found.total.entries,
        hours=hours(found.total.minutes),
        notices=take_notices(),
        csrf_form=PlainForm(),
    )


def entries() -> ResponseReturnValue:
    """Return the entries of a group, a page of them or with `format=csv` all."""
    member = viewer()
    group = named_group(request.args)
    if wants_csv(request.args):
        return _csv(member.studio_id, group)
    lookback = _lookback()
    page = use_cases().list_waiting(member.studio_id, group, PAGE_SIZE, _position())
    following = _address(group, after=_text(page.following)) if page.following else None
    if wants_json():
        shown = [waiting_list.entry_json(one, lookback) for one in page.entries]
        return json_answer({"entries": shown, "total": page.total, "next": following})
    return render_template(
        "workroom_harvest/waiting_entries.html",
        name=page.name or waiting_list.reason_said(waiting_list.group_reason(group), lookback),
        entries=[entry_row(one, lookback) for one in page.entries],
        total=page.total,
        first=_address(group) if "after" in request.args else None,
        next=following,
        csv=_address(group, format="csv"),
        notices=take_notices(),
    )


def leave_out() -> ResponseReturnValue:
    """Leave a project or task out, and return to the waiting list."""
    member = use_cases().check_access()
    PlainForm().require_token()
    use_cases().leave_out(member.studio_id, member.id, named_group(request.form))
    add_notice(say(notices.LEFT_OUT))
    return redirect(url_for("workroom_harvest.waiting"), 303)


def take_back() -> ResponseReturnValue:
    """Take back a project or task that was left out, and return to the waiting list."""
    member = use_cases().check_access()
    PlainForm().require_token()
    use_cases().take_back(member.studio_id, named_group(request.form), member.id)
    add_notice(say(notices.TAKEN_BACK))
    return redirect(url_for("workroom_harvest.waiting"), 303)


def _lookback() -> int:
    return settings().night_lookback_days


def _address(group: WaitingGroup, **changed: str) -> str:
    named = waiting_list.field(group, _lookback())
    return url_for("workroom_harvest.waiting_entries", **named, **changed)  # type: ignore[arg-type]  # because no name of ours is url_for's own


def _text(position: Position) -> str:
    return f"{position.spent_on or 'unread'}_{position.entry_id}"


def _position() -> Position | None:
    """Return from where on entries are asked for; raise `InvalidQuery` for what is no place."""
    text = request.args.get("after", "")
    if not text:
        return None
    found = POSITION.fullmatch(text)
    try:
        if found is not None:
            day = None if found[1] == "unread" else date.fromisoformat(found[1])
            return Position(day, int(found[2]))
    except ValueError:
        pass
    raise InvalidQuery("after", text)


def _csv(studio_id: str, group: WaitingGroup) -> Response:
    """Return all entries of a group as CSV, of which a part at a time is in memory."""
    lookback = _lookback()
    page = use_cases().list_waiting(studio_id, group, CSV_PART)

    def parts() -> Iterator[str]:
        part = page
        yield csv_lines([COLUMNS])
        while True:
            # A client that reads slowly must not keep a transaction open.
            end_reading()
            rows = (waiting_list.entry_json(one, lookback) for one in part.entries)
            yield csv_lines(tuple(row.values()) for row in rows)
            if part.following is None:
                return
            part = use_cases().list_waiting(studio_id, group, CSV_PART, part.following)

    response = Response(streamed(in_english(parts())), mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="harvest-waiting.csv"'
    return response
