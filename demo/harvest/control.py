"""What the real Harvest has not: addresses by which a test sees and sets things."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, jsonify, request

from demo.harvest.faults import Fault
from demo.harvest.state import state


def blueprint() -> Blueprint:
    """The routes below /_control; all speak JSON."""
    control = Blueprint("control", __name__, url_prefix="/_control")
    control.add_url_rule("/stats", "stats", stats)
    control.add_url_rule("/reset-stats", "reset_stats", reset_stats, methods=["POST"])
    control.add_url_rule("/faults", "faults", faults, methods=["POST", "DELETE"])
    control.add_url_rule("/config", "config", config, methods=["POST"])
    control.add_url_rule("/revoke", "revoke", revoke, methods=["POST"])
    control.add_url_rule("/expire", "expire", expire, methods=["POST"])
    control.add_url_rule("/entries", "entries", add_entry, methods=["POST"])
    control.add_url_rule("/entries/<int:one>", "entry", change_entry, methods=["PATCH", "DELETE"])
    return control


def stats() -> Response:
    """`requests` by endpoint (`refreshes` among them) and each endpoint's last headers."""
    held = state()
    return jsonify(
        requests=dict(held.requests), last_headers=held.last_headers, grants=len(held.by_refresh)
    )


def reset_stats() -> Response:
    """Count from nought."""
    state().requests.clear()
    state().last_headers.clear()
    return jsonify({})


def faults() -> Response:
    """POST `{endpoint, page, kind, times}` or `{fault: "endpoint:page:kind:times"}`; DELETE all."""
    held = state()
    if request.method == "DELETE":
        held.faults.clear()
    else:
        given = request.get_json()
        held.faults.append(Fault.parse(given["fault"]) if "fault" in given else Fault(**given))
    return jsonify([fault.as_dict() for fault in held.faults])


def config() -> Response:
    """Change options of `HarvestConfig`."""
    for name, value in request.get_json().items():
        if not hasattr(state().config, name):
            return Response(f"no option {name}", 400)
        setattr(state().config, name, value)
    return jsonify(vars(state().config))


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
    """A new entry: `user_id, project_id, task_id, spent_date`, and `hours, notes, is_running`."""
    held, given = state(), request.get_json()
    world = held.world
    made = world.entry(
        world.users[given["user_id"]],
        world.projects[given["project_id"]],
        world.tasks[given["task_id"]],
        date.fromisoformat(given["spent_date"]),
        str(given.get("hours", "1.0")),
        given.get("notes"),
        running=given.get("is_running", False),
        updated_at=held.now(),
    )
    return jsonify(id=made.id)


def change_entry(one: int) -> Response:
    """PATCH `hours, notes, is_running, project_id, task_id`; or DELETE."""
    held = state()
    for account_id in held.world.entries:
        found = held.world.find(account_id, one)
        if found is None:
            continue
        if request.method == "DELETE":
            held.world.remove(account_id, one)
        else:
            changes: dict[str, Any] = request.get_json()
            held.world.edit(found, held.now(), **changes)
        return jsonify({})
    return Response(status=404)
