"""The query parameters by which several lists are filtered."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from flask import request

from demo.harvest.bodies import parse_id
from demo.harvest.errors import RefusedError, message_error


def id_filter(name: str) -> int | None:
    """Return a filter that is an id, None where it is missing or no id: it is ignored then."""
    return parse_id(request.args.get(name))


def flag_filter(name: str) -> bool | None:
    """Return a filter that is true or false, in any case; anything else is ignored."""
    text = request.args.get(name, "").lower()
    return text in ("true", "1") if text in ("true", "1", "false", "0") else None


def updated_since() -> datetime | None:
    """Return the moment of `updated_since`, None without one; in UTC unless it has an offset.

    Raises `RefusedError` with a 400 for other forms, among them, as recorded, a blank between
    date and time.
    """
    text = request.args.get("updated_since")
    if not text:
        return None
    try:
        if not re.match(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:?\d\d)?)?$", text):
            raise ValueError(text)
        found = datetime.fromisoformat(text)
    except ValueError:
        problem = f'Invalid updated_since datetime provided: "{text}"'
        raise RefusedError(message_error(400, problem)) from None
    return found.replace(tzinfo=found.tzinfo or UTC)


def filter_items(found: Sequence[Any]) -> Sequence[Any]:
    """Return the items that pass `is_active` and `updated_since`; the latter is strict."""
    is_active, since = flag_filter("is_active"), updated_since()
    # An item of that very second is left out, as observed.
    return [
        item
        for item in found
        if (is_active is None or item.is_active == is_active)
        and (since is None or item.updated_at > since)
    ]
