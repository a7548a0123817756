"""Creating, stopping, restarting and deleting time entries.

Source: https://help.getharvest.com/api-v2/timesheets-api/timesheets/time-entries/ . That a blank
entry is refused with all its problems in one sentence is recorded, and so is where `Location`
leads. The words with which Harvest refuses hours, an archived project, a restart of a running timer
and a deletion are guesses, and for the last one the status is too.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Response, g, request

from demo.harvest.api.entries import entry_response, visible_entry
from demo.harvest.bodies import body_fields, parse_hours, parse_id
from demo.harvest.errors import message_error
from demo.harvest.models import Entry, User
from demo.harvest.responses import json_response
from demo.harvest.state import current_state

INVALID_DATE = "Spent date is not a valid date"


def create() -> Response:
    """Create an entry; without hours, or with 0, a timer starts."""
    state, fields = current_state(), body_fields()
    world, user = state.world, _owner(fields.get("user_id"))
    project, no_project = _active_item("Project", world.projects, fields.get("project_id"))
    task, no_task = _active_item("Task", world.tasks, fields.get("task_id"))
    day, no_day = _day(fields.get("spent_date"))
    hours = parse_hours(fields.get("hours"))
    problems = [*no_project, *no_task, *no_day, *([] if hours else ["Hours is not a number"])]
    if problems or day is None or hours is None:
        return message_error(422, ", ".join(problems))
    notes, reference = fields.get("notes"), fields.get("external_reference")
    running = float(hours) == 0
    if running:
        _stop_running_timer(user)
    made = world.entry(
        user,
        project,
        task,
        day,
        hours,
        None if notes is None else str(notes),
        running=running,
        updated_at=state.now(),
        external_reference_id=str(reference["id"])
        if isinstance(reference, Mapping) and "id" in reference
        else None,
    )
    response = entry_response(made, 201)
    # Recorded with the host, and below /api/v2 though the call went to /v2.
    response.headers["Location"] = f"{request.host_url}api/v2/time_entries/{made.id}"
    return response


def _owner(value: Any) -> User:
    """Return the requesting user, or the user whom an administrator names.

    The default is documented; that others may not choose is assumed.
    """
    requester: User = g.user
    named = current_state().world.users.get(parse_id(value) or 0)
    if requester.role != "administrator" or named is None:
        return requester
    return named if named.account_id == requester.account_id else requester


def _active_item(name: str, items: Mapping[int, Any], value: Any) -> tuple[Any, list[str]]:
    """Return a project or task of the account, and what is wrong with it: nothing if it is fine."""
    found = items.get(parse_id(value) or 0)
    if found is None or found.account_id != g.account_id:
        return None, [f"{name} can't be blank"]
    return found, [] if found.is_active else [f"{name} is archived"]


def _day(text: Any) -> tuple[date | None, list[str]]:
    if not text:
        return None, ["Spent date can't be blank", INVALID_DATE]
    try:
        return date.fromisoformat(str(text)), []
    except ValueError:
        return None, [INVALID_DATE]


def delete(entry_id: int) -> Response:
    """Delete an entry, which leaves no trace for `updated_since`.

    Only an administrator may delete a locked entry, nobody one of an archived project or task.
    """
    found = visible_entry(entry_id)
    problem = _deletion_problem(found)
    if problem is not None:
        return message_error(422, problem)
    current_state().world.remove(g.account_id, found.id)
    return json_response({})


def _deletion_problem(entry: Entry) -> str | None:
    """Return why the user may not delete the entry, None if they may."""
    world = current_state().world
    if not world.projects[entry.project_id].is_active:
        return "Project is archived"
    if not world.tasks[entry.task_id].is_active:
        return "Task is archived"
    return None if g.user.role == "administrator" else entry.locked_reason


def stop(entry_id: int) -> Response:
    """Stop the timer of an entry; a 422 where none runs."""
    found = visible_entry(entry_id)
    if not found.is_running:
        return message_error(422, "can't stop a stopped timer")
    state = current_state()
    return entry_response(state.world.edit(found, state.now(), is_running=False))


def restart(entry_id: int) -> Response:
    """Start the timer of an entry again; it keeps its id, as in accounts without time stamps."""
    state, found = current_state(), visible_entry(entry_id)
    if found.is_running:
        return message_error(422, "can't restart a running timer")
    _stop_running_timer(state.world.users[found.user_id])
    return entry_response(state.world.edit(found, state.now(), is_running=True))


def _stop_running_timer(user: User) -> None:
    """Stop the timer of the user, if one runs: Harvest lets nobody have two."""
    state = current_state()
    entries = state.world.entries[user.account_id]
    running = [entry for entry in entries if entry.user_id == user.id and entry.is_running]
    for entry in running:
        state.world.edit(entry, state.now(), is_running=False)
