"""Time entries as they are made, stopped, restarted and deleted.

Source: https://help.getharvest.com/api-v2/timesheets-api/timesheets/time-entries/ . That a blank
entry is refused with all its problems in one sentence is recorded, and so is where `Location`
leads. How Harvest words a refusal of hours, of an archived project, of a restart of what runs and
of a deletion is not: the status is a guess too for the last one.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from flask import Response, g, request

from demo.harvest.bodies import given, whole
from demo.harvest.entries import shown, visible_one
from demo.harvest.errors import message, record
from demo.harvest.models import Entry, User
from demo.harvest.rendering import locked_reason
from demo.harvest.state import state

DATE = "Spent date is not a valid date"


def create() -> Response:
    """A new entry; without hours, or with none, a timer starts."""
    held, fields = state(), given()
    world, user = held.world, _owner(fields.get("user_id"))
    project, no_project = _thing("Project", world.projects, fields.get("project_id"))
    task, no_task = _thing("Task", world.tasks, fields.get("task_id"))
    day, no_day = _day(fields.get("spent_date"))
    hours = decimal(fields.get("hours"))
    problems = [*no_project, *no_task, *no_day, *([] if hours else ["Hours is not a number"])]
    if problems or day is None or hours is None:
        return message(422, ", ".join(problems))
    notes, reference = fields.get("notes"), fields.get("external_reference")
    running = float(hours) == 0
    if running:
        world.stop_timers(user, held.now())
    made = world.entry(
        user,
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


def _owner(wanted: Any) -> User:
    """The asker, or whom an administrator names: documented as a default, not who else may."""
    asker: User = g.user
    named = state().world.users.get(whole(wanted) or 0)
    if named is None or named.account_id != asker.account_id or asker.role != "administrator":
        return asker
    return named


def _thing(name: str, things: Mapping[int, Any], wanted: Any) -> tuple[Any, list[str]]:
    """The project or task of the account, or what is wrong about it."""
    found = things.get(whole(wanted) or 0)
    if found is None or found.account_id != g.account_id:
        return None, [f"{name} can't be blank"]
    return found, [] if found.is_active else [f"{name} is archived"]


def _day(text: Any) -> tuple[date | None, list[str]]:
    if not text:
        return None, ["Spent date can't be blank", DATE]
    try:
        return date.fromisoformat(str(text)), []
    except ValueError:
        return None, [DATE]


def decimal(value: Any) -> str | None:
    """Decimal text of two places, "0.0" for none; None for what is no number."""
    text = "0" if value is None or value == "" else str(value).strip()
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,9})?", text):
        return None
    return str(float(round(Decimal(text), 2)))


def delete(one: int) -> Response:
    """Delete an entry: it leaves no trace in `updated_since`.

    Not what is closed, unless an administrator asks; nothing of an archived project or task.
    """
    found = visible_one(one)
    problem = _kept_by(found)
    if problem is not None:
        return message(422, problem)
    state().world.remove(g.account_id, found.id)
    return record({})


def _kept_by(entry: Entry) -> str | None:
    """Why the asker may not delete the entry; None if they may."""
    world = state().world
    if not world.projects[entry.project_id].is_active:
        return "Project is archived"
    if not world.tasks[entry.task_id].is_active:
        return "Task is archived"
    return None if g.user.role == "administrator" else locked_reason(entry)


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
