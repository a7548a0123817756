"""Answers that several views give."""

from collections.abc import Mapping

from flask import Response, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from workroom_harvest.domain.use_cases.requesting.start_run import Requested
from workroom_harvest.web.notices import add_notice
from workroom_harvest.web.presenters import notices

UNPROCESSABLE = 422


def to_settings() -> ResponseReturnValue:
    """Return a redirect to the settings page."""
    return redirect(url_for("workroom_harvest.settings"), 303)


def to_run(requested: Requested) -> ResponseReturnValue:
    """Return a redirect to a requested run, with a notice if it is not new or waits for Redis."""
    if requested.waits:
        add_notice(notices.not_enqueued(requested.run), kind="problem")
    elif not requested.is_new:
        add_notice(notices.under_way(requested.run))
    return redirect(url_for("workroom_harvest.run", run_id=requested.run.id), 303)


def wants_json() -> bool:
    """Return whether whoever asks prefers JSON to a page."""
    accepts = request.accept_mimetypes
    return accepts.best_match(["text/html", "application/json"]) == "application/json"


def json_answer(payload: Mapping[str, object]) -> Response:
    """Return an object as JSON, at an address that has a page as well."""
    response = jsonify(payload)
    response.vary.add("Accept")
    return response
