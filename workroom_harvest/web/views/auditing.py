"""The views that account for every hour."""

from datetime import date

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from workroom_harvest.current import use_cases
from workroom_harvest.domain.errors import InvalidPeriod
from workroom_harvest.domain.use_cases.auditing.find_entries import Found
from workroom_harvest.domain.window import Days
from workroom_harvest.web import queries
from workroom_harvest.web.forms import PlainForm, requested_day, requested_days
from workroom_harvest.web.presenters import duration
from workroom_harvest.web.presenters import hours as presenter
from workroom_harvest.web.presenters import story as story_words
from workroom_harvest.web.presenters.names import apart
from workroom_harvest.web.presenters.sentences import error_sentence
from workroom_harvest.web.presenters.verdict import periods, verdict
from workroom_harvest.web.todo_part import todo_part
from workroom_harvest.web.views.access import viewer
from workroom_harvest.web.views.answers import UNPROCESSABLE, json_answer, wants_json
from workroom_harvest.web.words import day, say

LAST_DAYS = "workroom_harvest_hours"
"""The name in the session of the days whose hours were looked at last."""


def hours() -> ResponseReturnValue:
    """Return the hours of some days: those of the address, else those looked at last.

    Whoever was nowhere yet, and a script, gets the default ones.
    """
    member = viewer()
    today = use_cases().today(member.studio_id)
    default = Days.default(today)
    former = {} if wants_json() else session.get(LAST_DAYS, {})
    dates = {
        name: request.args.get(name, former.get(name, str(usual)))
        for name, usual in (("from", default.first), ("to", default.last))
    }
    try:
        days = requested_days(dates)
    except InvalidPeriod as error:
        return _bad_dates(dates, {error.field: error_sentence(error)}, today)
    shown = use_cases().show_hours(member.studio_id, days)
    if wants_json():
        return json_answer(presenter.as_json(shown))
    if request.args:
        session[LAST_DAYS] = {"from": str(days.first), "to": str(days.last)}
    todo = todo_part(member.studio_id)
    return render_template(
        "workroom_harvest/hours.html",
        dates=dates,
        problems={},
        periods=periods(today),
        verdict=verdict(shown, to_do=todo.count if todo else 0),
        to_do=todo.count if todo else 0,
        csrf_form=PlainForm(),
        as_of=presenter.as_of(shown),
        as_handed_over=presenter.as_handed_over(shown),
        unread=presenter.unread(shown),
        frozen=presenter.frozen(shown),
        tables=[
            (say("By project"), say("Project"), presenter.rows(shown.projects)),
            (say("By person"), say("Person"), presenter.rows(shown.people)),
        ],
        total=presenter.row(say("Total"), shown.total),
    )


def entry(entry_id: str) -> ResponseReturnValue:
    """Return the story of an entry, by its Harvest id."""
    member = viewer()
    story = use_cases().show_entry(member.studio_id, queries.known_id(entry_id))
    if wants_json():
        return json_answer(story_words.as_json(story))
    return render_template(
        "workroom_harvest/entry.html",
        entry_id=story.entry.id,
        state=say(story_words.state(story)),
        past=story_words.past(story),
        now=story_words.now(story),
    )


def find_entry() -> ResponseReturnValue:
    """Lead to the entry of an id, or list the entries of a person on a day."""
    member = viewer()
    asked = {name: request.args.get(name, "").strip() for name in ("id", "person", "date")}
    if asked["id"]:
        known = use_cases().show_entry(member.studio_id, queries.known_id(asked["id"]))
        return redirect(url_for("workroom_harvest.entry", entry_id=known.entry.id), 303)
    if not (asked["person"] or asked["date"]):
        return _entries_page(asked)
    try:
        on = requested_day("date", asked["date"])
    except InvalidPeriod as error:
        return _entries_page(asked, problem=error_sentence(error))
    after = queries.after_id(request.args)
    found = use_cases().find_entries(member.studio_id, asked["person"], on, after)
    return _entries_page(asked, found)


def _entries_page(
    asked: dict[str, str], found: Found | None = None, problem: str | None = None
) -> ResponseReturnValue:
    """Return the form with what was found by it, or with what is wrong with its date."""
    status = UNPROCESSABLE if problem else 200
    following = None
    if found and found.next:
        following = url_for(
            "workroom_harvest.find_entry",
            person=asked["person"],
            date=asked["date"],
            after=found.next,
        )
    if wants_json():
        listed = [story_words.listed(one) for one in found.entries] if found else []
        payload = {"entries": listed, "total": found.total if found else 0, "next": following}
        answer = json_answer({"problems": {"date": problem}} if problem else payload)
        answer.status_code = status
        return answer
    page = render_template(
        "workroom_harvest/find_entry.html",
        asked=asked,
        entries=[story_words.listed(one) for one in found.entries] if found else [],
        found=found,
        hours=duration.hours,
        total=_how_many(found, asked) if found and found.entries else "",
        next=following,
        problem=problem,
    )
    return page, status


def _how_many(found: Found, asked: dict[str, str]) -> str:
    return say(
        "{entries:# entry|# entries} of {person} on {day}.",
        entries=found.total,
        person=apart(asked["person"]),
        day=day(date.fromisoformat(asked["date"])),
    )


def _bad_dates(dates: dict[str, str], problems: dict[str, str], today: date) -> ResponseReturnValue:
    if wants_json():
        response = json_answer({"problems": problems})
        response.status_code = UNPROCESSABLE
        return response
    page = render_template(
        "workroom_harvest/hours.html", dates=dates, problems=problems, periods=periods(today)
    )
    return page, UNPROCESSABLE
