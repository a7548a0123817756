"""What the real Harvest has not: addresses by which a test sees and sets things."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Blueprint, Response, jsonify, request

from demo.harvest.bodies import given
from demo.harvest.faults import Fault
from demo.harvest.models import ROLES, User
from demo.harvest.state import state
from demo.harvest.timers import decimal


def blueprint() -> Blueprint:
    """The routes below /_control; all speak JSON."""
    control = Blueprint("control", __name__, url_prefix="/_control")
    for expected in (KeyError, TypeError, ValueError, AttributeError):
        control.register_error_handler(expected, _nonsense)
    control.add_url_rule("/stats", "stats", stats)
    control.add_url_rule("/reset-stats", "reset_stats", reset_stats, methods=["POST"])
    control.add_url_rule("/faults", "faults", faults, methods=["POST", "DELETE"])
    control.add_url_rule("/config", "config", config, methods=["POST"])
    control.add_url_rule("/revoke", "revoke", revoke, methods=["POST"])
    control.add_url_rule("/expire", "expire", expire, methods=["POST"])
    control.add_url_rule("/entries", "entries", add_entry, methods=["POST"])
    control.add_url_rule("/entries/<int:one>", "entry", change_entry, methods=["PATCH", "DELETE"])
    control.add_url_rule("/users", "users", users)
    control.add_url_rule("/users/<int:one>", "user", change_user, methods=["PATCH"])
    control.add_url_rule("/accounts/<int:one>", "account", rename, methods=["PATCH"])
    return control


def _nonsense(error: Exception) -> Response:
    return Response(f"that makes no sense here: {error}", 400, mimetype="text/plain")


def stats() -> Response:
    """`requests` by endpoint (`refreshes` among them) and each endpoint's last headers.

    `swallowed` are those that a proxy answered, and that Harvest never saw.
    """
    held = state()
    return jsonify(
        requests=dict(held.requests),
        swallowed=dict(held.swallowed),
        last_headers=held.last_headers,
        grants=len(held.by_refresh),
    )


def reset_stats() -> Response:
    """Count from nought."""
    state().requests.clear()
    state().swallowed.clear()
    state().last_headers.clear()
    return jsonify({})


def faults() -> Response:
    """POST `{endpoint, page, kind, times, account}`, the last optional; DELETE all.

    Or POST `{fault: "endpoint:page:kind:times"}`, with or without `:account`. In the place of
    `times` may stand `seconds`, in the text a number with an `s` behind it.
    """
    held = state()
    if request.method == "DELETE":
        held.faults.clear()
    else:
        fields = given()
        held.faults.append(Fault.parse(fields["fault"]) if "fault" in fields else Fault(**fields))
    return jsonify([fault.as_dict() for fault in held.faults])


def config() -> Response:
    """Change options of `HarvestConfig`."""
    held = vars(state().config)
    changes: dict[str, Any] = {}
    for name, value in given().items():
        # A whole number for seconds; kept as it is, it would let no fraction come after it.
        changes[name] = float(value) if (type(held[name]), type(value)) == (float, int) else value
        if type(changes[name]) is not type(held[name]):
            raise ValueError(name)
    held.update(changes)
    return jsonify(held)


def revoke() -> Response:
    """End every grant, as a person can in their Harvest profile."""
    held = state()
    held.by_access.clear()
    held.by_refresh.clear()
    return jsonify({})


def expire() -> Response:
    """Let every access token die; refresh tokens live."""
    state().by_access.clear()
    return jsonify({})


def add_entry() -> Response:
    """A new entry: `user_id, project_id, task_id, spent_date`, and `hours, notes, is_running`.

    Also what Harvest's own form may refuse: hours below nought, a day years back or ahead.
    """
    held, fields = state(), given()
    world = held.world
    made = world.entry(
        world.users[fields["user_id"]],
        world.projects[fields["project_id"]],
        world.tasks[fields["task_id"]],
        date.fromisoformat(fields["spent_date"]),
        _hours(fields.get("hours", "1.0")),
        _notes(fields.get("notes")),
        running=bool(fields.get("is_running", False)),
        updated_at=held.now(),
    )
    return jsonify(id=made.id)


def change_entry(one: int) -> Response:
    """PATCH `hours, notes, is_running, project_id, task_id`; or DELETE. Hours as in a new one."""
    held = state()
    checks: dict[str, Callable[[Any], Any]] = {
        "hours": _hours,
        "notes": _notes,
        "is_running": bool,
        "project_id": lambda value: held.world.projects[value].id,
        "task_id": lambda value: held.world.tasks[value].id,
    }
    for account_id in held.world.entries:
        found = held.world.find(account_id, one)
        if found is None:
            continue
        if request.method == "DELETE":
            held.world.remove(account_id, one)
        else:
            changes = {name: checks[name](value) for name, value in given().items()}
            held.world.edit(found, held.now(), **changes)
        return jsonify({})
    return Response(status=404)


def users() -> Response:
    """Who there is: `id`, `account_id`, `email`, `role`, and by id `teammates` and `manages`."""
    return jsonify([_shown(one) for one in state().world.users.values()])


def _shown(one: User) -> dict[str, Any]:
    sets = {"teammates": sorted(one.teammates), "manages": sorted(one.manages)}
    return {"id": one.id, "account_id": one.account_id, "email": one.email, "role": one.role} | sets


def change_user(one: int) -> Response:
    """PATCH `role` (administrator, manager or member), `teammates` and `manages`, lists of ids.

    From the next request on the user's grants see what the new role may.
    """
    world = state().world
    checks: dict[str, Callable[[Any], Any]] = {
        "role": lambda value: ROLES[ROLES.index(value)],
        "teammates": lambda value: frozenset(world.users[each].id for each in value),
        "manages": lambda value: frozenset(world.projects[each].id for each in value),
    }
    changes = {name: checks[name](value) for name, value in given().items()}
    return jsonify(_shown(world.change_user(one, **changes)))


def rename(one: int) -> Response:
    """PATCH `name`: another name for the account."""
    name = given()["name"]
    if not isinstance(name, str) or not name:
        raise ValueError("name")
    state().world.rename(one, name)
    return jsonify({})


def _hours(value: Any) -> str:
    given_text = str(value)
    text = decimal(given_text.removeprefix("-"))
    if text is None:
        raise ValueError("hours")
    return f"-{text}" if given_text.startswith("-") else text


def _notes(value: Any) -> str | None:
    return None if value is None else str(value)
