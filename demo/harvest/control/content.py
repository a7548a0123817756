"""Adding, changing and removing records: entries, users and accounts."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Response, jsonify, request

from demo.harvest.bodies import body_fields, parse_hours
from demo.harvest.models import ROLES, User
from demo.harvest.state import current_state


def add_entry() -> Response:
    """Add an entry of `user_id, project_id, task_id, spent_date` and the optional fields.

    They are `hours, notes, billable, is_running`. Values that Harvest's own form may refuse are
    taken too: hours below 0, a day years back or ahead.
    """
    state, fields = current_state(), body_fields()
    world = state.world
    made = world.entry(
        world.users[fields["user_id"]],
        world.projects[fields["project_id"]],
        world.tasks[fields["task_id"]],
        date.fromisoformat(fields["spent_date"]),
        _hours(fields.get("hours", "1.0")),
        _notes(fields.get("notes")),
        billable=bool(fields.get("billable", True)),
        running=bool(fields.get("is_running", False)),
        updated_at=state.now(),
    )
    return jsonify(id=made.id)


def change_entry(entry_id: int) -> Response:
    """Change `hours, notes, is_running, project_id, task_id` of an entry by PATCH, or DELETE it."""
    state = current_state()
    parsers: dict[str, Callable[[Any], Any]] = {
        "hours": _hours,
        "notes": _notes,
        "is_running": bool,
        "project_id": lambda value: state.world.projects[value].id,
        "task_id": lambda value: state.world.tasks[value].id,
    }
    for account_id in state.world.entries:
        found = state.world.find(account_id, entry_id)
        if found is None:
            continue
        if request.method == "DELETE":
            state.world.remove(account_id, entry_id)
        else:
            changes = {name: parsers[name](value) for name, value in body_fields().items()}
            state.world.edit(found, state.now(), **changes)
        return jsonify({})
    return Response(status=404)


def users() -> Response:
    """Answer the users: `id, account_id, email, role`, and ids of `teammates` and `manages`."""
    return jsonify([_user_object(user) for user in current_state().world.users.values()])


def _user_object(user: User) -> dict[str, Any]:
    return {
        "id": user.id,
        "account_id": user.account_id,
        "email": user.email,
        "role": user.role,
        "teammates": sorted(user.teammates),
        "manages": sorted(user.manages),
    }


def change_user(user_id: int) -> Response:
    """Change `role` (one of `ROLES`), and `teammates` and `manages`, which are lists of ids.

    From the next request on, the grants of the user see what the new role may.
    """
    world = current_state().world
    parsers: dict[str, Callable[[Any], Any]] = {
        "role": lambda value: ROLES[ROLES.index(value)],
        "teammates": lambda value: frozenset(world.users[each].id for each in value),
        "manages": lambda value: frozenset(world.projects[each].id for each in value),
    }
    changes = {name: parsers[name](value) for name, value in body_fields().items()}
    return jsonify(_user_object(world.change_user(user_id, **changes)))


def rename_account(account_id: int) -> Response:
    """Change the `name` of an account."""
    name = body_fields()["name"]
    if not isinstance(name, str) or not name:
        raise ValueError("name")
    current_state().world.rename(account_id, name)
    return jsonify({})


def _hours(value: Any) -> str:
    signed = str(value)
    text = parse_hours(signed.removeprefix("-"))
    if text is None:
        raise ValueError("hours")
    return f"-{text}" if signed.startswith("-") else text


def _notes(value: Any) -> str | None:
    return None if value is None else str(value)
