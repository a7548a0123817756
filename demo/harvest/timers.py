"""Time entries as they are made, stopped, restarted and deleted.

Source: https://help.getharvest.com/api-v2/timesheets-api/timesheets/time-entries/ . That a blank
entry is refused with all its problems in one sentence is recorded, and so is where `Location`
leads. How Harvest words a refusal of hours, of an archived project, and of a restart of what runs
is not: the status is.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from flask import Response, g, jsonify, request

from demo.harvest.entries import shown, visible_one
from demo.harvest.errors import message
from demo.harvest.state import state

DATE = "Spent date is not a valid date"


def create() -> Response:
    """A new entry of the asker; without hours, or with none, a timer starts."""
    held, given = state(), _given()
    world = held.world
    project, no_project = _thing("Project", world.projects, given.get("project_id"))
    task, no_task = _thing("Task", world.tasks, given.get("task_id"))
    day, no_day = _day(given.get("spent_date"))
    hours = _hours(given.get("hours"))
    problems = [*no_project, *no_task, *no_day, *([] if hours else ["Hours is not a number"])]
    if problems or day is None or hours is None:
        return message(422, ", ".join(problems))
    notes, reference = given.get("notes"), given.get("external_reference")
    running = float(hours) == 0
    if running:
        world.stop_timers(g.user, held.now())
    made = world.entry(
        g.user,
        project,
        task,
        day,
        hours,
        None if notes is None else str(notes),
        running=running,
        updated_at=held.now(),
        external_reference_id=str(reference["id"])
        if isinstance(reference, Mapping) and "id" in reference
        else None,
    )
    response = shown(made, 201)
    # Recorded with the host, and below /api/v2 though the call went to /v2.
    response.headers["Location"] = f"{request.host_url}api/v2/time_entries/{made.id}"
    return response


def _given() -> Mapping[str, Any]:
    body = request.get_json(silent=True)
    return body if isinstance(body, Mapping) else request.form


def _thing(name: str, things: Mapping[int, Any], given: Any) -> tuple[Any, list[str]]:
    """The project or task of the account, or what is wrong about it."""
    text = str(given)
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
    found = things.get(number)
    if found is None or found.account_id != g.account_id:
        return None, [f"{name} can't be blank"]
    return found, [] if found.is_active else [f"{name} is archived"]


def _day(given: Any) -> tuple[date | None, list[str]]:
    if not given:
        return None, ["Spent date can't be blank", DATE]
    try:
        return date.fromisoformat(str(given)), []
    except ValueError:
        return None, [DATE]


def _hours(given: Any) -> str | None:
    """Decimal text of two places, "0.0" for none; None for what is no number."""
    text = "0" if given is None or given == "" else str(given).strip()
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,9})?", text):
        return None
    return str(float(round(Decimal(text), 2)))


def delete(one: int) -> Response:
    """Delete an entry: it leaves no trace in `updated_since`."""
    state().world.remove(g.account_id, visible_one(one).id)
    return jsonify({})


def stop(one: int) -> Response:
    """Stop a timer."""
    found = visible_one(one)
    if not found.is_running:
        return message(422, "can't stop a stopped timer")
    return shown(state().world.edit(found, state().now(), is_running=False))


def restart(one: int) -> Response:
    """Start a stopped timer again, under the same id as accounts without time stamps do."""
    held, found = state(), visible_one(one)
    if found.is_running:
        return message(422, "can't restart a running timer")
    held.world.stop_timers(held.world.users[found.user_id], held.now())
    return shown(held.world.edit(found, held.now(), is_running=True))
