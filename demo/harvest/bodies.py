"""Reading the body of a request, which may hold anything."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask import request


def body_fields() -> Mapping[str, Any]:
    """Return the fields of a JSON object or of a form, none where the body is neither."""
    if not request.is_json:
        return request.form
    try:
        body = request.get_json(silent=True)
    except RecursionError:
        # The parser gave up on too many nested brackets, which Flask does not expect.
        return {}
    return body if isinstance(body, Mapping) else {}


def parse_id(value: Any) -> int | None:
    """Return an id, also one written as text; None for anything that cannot be one."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def parse_hours(value: Any) -> str | None:
    """Return hours as decimal text of two places, "0.0" for none; None where it is no number."""
    text = "0" if value is None or value == "" else str(value).strip()
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,9})?", text):
        return None
    return str(float(round(Decimal(text), 2)))
