"""What a request's body holds, whoever wrote it."""

from collections.abc import Mapping
from typing import Any

from flask import request


def given() -> Mapping[str, Any]:
    """The fields of a JSON object or of a form; none where it is neither."""
    if not request.is_json:
        return request.form
    try:
        body = request.get_json(silent=True)
    except RecursionError:
        # So many brackets that the parser gave up, which Flask does not expect.
        return {}
    return body if isinstance(body, Mapping) else {}


def whole(value: Any) -> int | None:
    """A number that may be an id, also one written as text; None for anything else."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
