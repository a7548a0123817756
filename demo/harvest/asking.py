"""Who asks, what they may, and what of the filters all lists share."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from flask import g, request

from demo.harvest.errors import RefusedError, message
from demo.harvest.state import state
from demo.harvest.things import Entry

DENIED = "Not authorized!"


def money() -> bool:
    """Whether the asker sees rates: a Member does not, by recordings."""
    return bool(g.user.role != "member")


def managers_only() -> None:
    """Refuse a Member."""
    if g.user.role == "member":
        raise RefusedError(message(403, DENIED))


def limited() -> bool:
    """Whether the asker sees some people's entries only."""
    sees_all = g.user.role == "administrator" or (
        g.user.role == "manager" and state().config.managers_see_all
    )
    return not sees_all


def visible(entry: Entry) -> bool:
    """Whether the asker sees an entry: their own, and as a manager those of whom they lead.

    Source: "Required permissions" of
    https://help.getharvest.com/api-v2/timesheets-api/timesheets/time-entries/ .
    """
    if not limited() or entry.user_id == g.user.id:
        return True
    if g.user.role != "manager":
        return False
    return entry.user_id in g.user.teammates or entry.project_id in g.user.manages


def number(name: str) -> int | None:
    """A filter that is a number; what is none is ignored."""
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def yes_or_no(name: str) -> bool | None:
    """A filter that is true or false; None where it is not given."""
    text = request.args.get(name)
    return text == "true" if text else None


def since() -> datetime | None:
    """`updated_since`: whole seconds; a blank between date and time is refused, as recorded."""
    text = request.args.get("updated_since")
    if not text:
        return None
    try:
        if not re.match(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:?\d\d)?)?$", text):
            raise ValueError(text)
        found = datetime.fromisoformat(text)
    except ValueError:
        problem = f'Invalid updated_since datetime provided: "{text}"'
        raise RefusedError(message(400, problem)) from None
    return found.replace(tzinfo=found.tzinfo or UTC)


def chosen(found: Sequence[Any]) -> Sequence[Any]:
    """Those that `is_active` and `updated_since` ask for; the latter is strict, as observed."""
    active, moved = yes_or_no("is_active"), since()
    return [
        one
        for one in found
        if (active is None or one.is_active == active) and (moved is None or one.updated_at > moved)
    ]
