"""Answers in JSON, as Harvest types them."""

import json
from typing import Any

from flask import Response

JSON_TYPE = "application/json; charset=utf-8"


def json_response(value: Any, status: int = 200) -> Response:
    """Return a value as a JSON answer."""
    return json_text_response(json.dumps(value), status)


def json_text_response(text: str | bytes, status: int = 200) -> Response:
    """Return JSON text as an answer."""
    return Response(text, status, mimetype=JSON_TYPE)
