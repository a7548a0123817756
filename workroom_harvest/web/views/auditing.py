"""The views that account for every hour."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from workroom_harvest.current import use_cases
from workroom_harvest.domain.errors import InvalidPeriod
from workroom_harvest.domain.window import Days
from workroom_harvest.web.forms import requested_days
from workroom_harvest.web.presenters import hours as presenter
from workroom_harvest.web.presenters.sentences import error_sentence
from workroom_harvest.web.views.access import viewer
from workroom_harvest.web.views.answers import UNPROCESSABLE, json_answer, wants_json


def hours() -> ResponseReturnValue:
    """Return the hours of some days, the default ones unless the address says which."""
    member = viewer()
    default = Days.default(use_cases().today(member.studio_id))
    dates = {
        name: request.args.get(name, str(day))
        for name, day in (("from", default.first), ("to", default.last))
    }
    try:
        days = requested_days(dates)
    except InvalidPeriod as error:
        return _bad_dates(dates, {error.field: error_sentence(error)})
    shown = use_cases().show_hours(member.studio_id, days)
    if wants_json():
        return json_answer(presenter.as_json(shown))
    return render_template(
        "workroom_harvest/hours.html",
        dates=dates,
        problems={},
        as_of=presenter.as_of(shown),
        unread=[str(one) for one in shown.unread],
        frozen=presenter.frozen(shown),
        tables=[
            ("Project", presenter.rows(shown.projects)),
            ("Person", presenter.rows(shown.people)),
        ],
        total=presenter.row("Total", shown.total),
    )


def _bad_dates(dates: dict[str, str], problems: dict[str, str]) -> ResponseReturnValue:
    if wants_json():
        response = json_answer({"problems": problems})
        response.status_code = UNPROCESSABLE
        return response
    page = render_template("workroom_harvest/hours.html", dates=dates, problems=problems)
    return page, UNPROCESSABLE
