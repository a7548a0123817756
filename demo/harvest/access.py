"""Who asks, what they may, and what of the filters all lists share."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from flask import g, request

from demo.harvest.bodies import whole
from demo.harvest.errors import RefusedError, denied, invalid_token, message, nameless
from demo.harvest.models import Entry
from demo.harvest.state import Grant, state


def named() -> None:
    """Refuse whoever does not say who they are; Harvest ID does so too, as observed."""
    if not request.headers.get("User-Agent", "").strip():
        raise RefusedError(nameless())


def granted() -> Grant:
    """The grant whose token came in the header, or as the documentation allows in the query."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        token = request.args.get("access_token", "")
    held = state()
    grant = held.by_access.get(token.strip())
    if grant is None or grant.expires_at <= held.now().timestamp():
        raise RefusedError(invalid_token())
    return grant


def money() -> bool:
    """Whether the asker sees rates: a Member does not, by recordings."""
    return bool(g.user.role != "member")


def managers_only(*, leading: bool = False) -> None:
    """Refuse a Member; and a manager who sees what they lead only, if they are not `leading`."""
    if g.user.role == "member" or (limited() and not leading):
        raise RefusedError(denied())


def limited() -> bool:
    """Whether the asker sees some people's entries, and as a manager some lists, only in part."""
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
    return whole(request.args.get(name))


def yes_or_no(name: str) -> bool | None:
    """A filter that is true or false, in any case; what is neither is ignored."""
    text = request.args.get(name, "").lower()
    return text in ("true", "1") if text in ("true", "1", "false", "0") else None


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
