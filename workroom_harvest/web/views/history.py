"""The views of the history: the list of imports, the entries of one, and who did what."""

from collections.abc import Iterator
from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workroom_harvest.current import end_reading, use_cases
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.use_cases.reporting.list_entries import Asked, EntryList
from workroom_harvest.web import queries
from workroom_harvest.web.csv_rows import csv_lines, in_english
from workroom_harvest.web.notices import take_notices
from workroom_harvest.web.presenters import audit as audit_words
from workroom_harvest.web.presenters.entries import COLUMNS, entries_heading, entry_json, entry_row
from workroom_harvest.web.presenters.exports import as_json
from workroom_harvest.web.presenters.history import history_row
from workroom_harvest.web.presenters.kinds import words_for
from workroom_harvest.web.presenters.nights import night_chart
from workroom_harvest.web.presenters.reasons import reason_said
from workroom_harvest.web.presenters.skipped_lines import skipped_lines
from workroom_harvest.web.reader import streamed
from workroom_harvest.web.views.access import viewer
from workroom_harvest.web.views.answers import json_answer, wants_json
from workroom_harvest.web.words import say


def imports() -> ResponseReturnValue:
    """Return the studio's imports, newest first."""
    member = viewer()
    place_given = "after" in request.args
    history = use_cases().list_runs(member.studio_id, queries.run_place(request.args))
    place = queries.run_place_text(history.next)
    following = url_for("workroom_harvest.imports", after=place) if place else None
    if wants_json():
        return json_answer({"runs": [as_json(run) for run in history.runs], "next": following})
    return render_template(
        "workroom_harvest/imports.html",
        rows=[history_row(run, history.names) for run in history.runs],
        next=following,
        chart=None if place_given else night_chart(history.runs),
        is_first=not place_given,
        notices=take_notices(),
    )


def entries(run_id: str) -> ResponseReturnValue:
    """Return the entries of a run that were not imported, or with `outcome=imported` the others."""
    member = viewer()
    run = use_cases().show_run(member.studio_id, run_id)
    asked = queries.asked_entries(request.args, run)
    if queries.wants_csv(request.args):
        return _csv(run, asked)
    found = use_cases().list_entries(run, asked, queries.entry_place(request.args))
    following = _following(run, found)
    if wants_json():
        shown = [entry_json(entry, run) for entry in found.entries]
        return json_answer({"entries": shown, "total": found.total, "next": following})
    words = words_for(run)
    return render_template(
        "workroom_harvest/entries.html",
        run=run,
        asked=asked,
        heading=entries_heading(run, asked),
        back=say(words.back),
        done_tab=say(words.done_tab, count=run.progress.imported) if words.done_tab else "",
        lines=skipped_lines(run),
        entries=[entry_row(entry, run) for entry in found.entries],
        notes_are_titles=any(entry.note is None for entry in found.entries),
        total=found.total,
        reason=request.args.get("reason", ""),
        reason_said=reason_said(asked.reason, run) if asked.reason else "",
        next=following,
        is_first="after" not in request.args,
        csv=_address(run, format="csv"),
        notices=take_notices(),
    )


def audit() -> ResponseReturnValue:
    """Return what people did with the integration, newest first."""
    member = viewer()
    before = queries.after_id(request.args) or None
    found = use_cases().list_audit(member.studio_id, before)
    following = url_for("workroom_harvest.audit", after=found.next) if found.next else None
    if wants_json():
        records = [audit_words.as_json(one, found.names) for one in found.records]
        return json_answer({"audit": records, "next": following})
    return render_template(
        "workroom_harvest/audit.html",
        rows=[audit_words.audit_row(one, found.names) for one in found.records],
        next=following,
        is_first=before is None,
        notices=take_notices(),
    )


def _following(run: ImportRun, found: EntryList) -> str | None:
    place = queries.entry_place_text(found.next)
    return _address(run, after=place) if place else None


def _address(run: ImportRun, **changed: str) -> str:
    """Return the address of the list that is asked for, with something else in its query."""
    kept = {name: request.args[name] for name in ("reason", "outcome") if request.args.get(name)}
    values: dict[str, Any] = {"run_id": run.id, **kept, **changed}
    return url_for("workroom_harvest.entries", **values)


def _csv(run: ImportRun, asked: Asked) -> Response:
    """Return all entries as CSV, of which a part at a time is in memory."""

    def parts() -> Iterator[str]:
        # A client that reads slowly must not keep a transaction open.
        end_reading()
        yield csv_lines([COLUMNS])
        for part in use_cases().list_entries.all(run, asked):
            rows = [tuple(entry_json(entry, run).values()) for entry in part]
            end_reading()
            yield csv_lines(rows)

    name = f"harvest-import-{run.id[:8]}-{'imported' if asked.imported else 'skipped'}.csv"
    response = Response(streamed(in_english(parts())), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
