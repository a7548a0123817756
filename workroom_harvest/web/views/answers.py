"""Answers that several views give."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

UNPROCESSABLE = 422


def to_settings() -> ResponseReturnValue:
    """Return a redirect to the settings page."""
    return redirect(url_for("workroom_harvest.settings"), 303)
