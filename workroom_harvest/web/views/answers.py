"""Answers that several views give."""

from collections.abc import Mapping

from flask import Response, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

UNPROCESSABLE = 422


def to_settings() -> ResponseReturnValue:
    """Return a redirect to the settings page."""
    return redirect(url_for("workroom_harvest.settings"), 303)


def wants_json() -> bool:
    """Return whether whoever asks prefers JSON to a page."""
    accepts = request.accept_mimetypes
    return accepts.best_match(["text/html", "application/json"]) == "application/json"


def json_answer(payload: Mapping[str, object]) -> Response:
    """Return an object as JSON, at an address that has a page as well."""
    response = jsonify(payload)
    response.vary.add("Accept")
    return response
