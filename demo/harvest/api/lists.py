"""Answers with users, projects, tasks, clients and the company.

Sources: https://help.getharvest.com/api-v2/projects-api/projects/projects/ ,
https://help.getharvest.com/api-v2/tasks-api/tasks/tasks/ ,
https://help.getharvest.com/api-v2/users-api/users/users/ and
https://help.getharvest.com/api-v2/clients-api/clients/clients/ for filters and permissions.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import Response, g

from demo.harvest.api import records
from demo.harvest.api.access import require_manager, sees_only_part, sees_rates
from demo.harvest.api.filters import filter_items, id_filter, updated_since
from demo.harvest.api.paging import list_response
from demo.harvest.errors import RefusedError, forbidden, not_found
from demo.harvest.models import Project, Task, User
from demo.harvest.record_parts import client_part
from demo.harvest.responses import json_response
from demo.harvest.state import current_state


def me() -> Response:
    """Answer the user of the token; every role may."""
    return json_response(_user_record(g.user, money=sees_rates()))


def my_assignments() -> Response:
    """Answer the user's own active projects with their tasks; every role may."""
    return _assignment_list(g.user, None)


def assignments(user_id: int) -> Response:
    """Answer the active projects of another user with their tasks."""
    return _assignment_list(_by_id(_users(), user_id), updated_since())


def _assignment_list(user: User, since: datetime | None) -> Response:
    world = current_state().world
    shown = records.assignment_records(world, user, since, money=sees_rates())
    return list_response("project_assignments", shown, json.dumps)


def users() -> Response:
    """Answer the users, inactive ones too unless `is_active` says otherwise."""
    return list_response("users", filter_items(_users()), lambda one: json.dumps(_user_record(one)))


def projects() -> Response:
    """Answer the projects, archived ones too; filtered by `is_active` and `client_id`."""
    found, client_id = filter_items(_projects()), id_filter("client_id")
    if client_id is not None:
        found = [one for one in found if client_part(one)["id"] == client_id]
    return list_response("projects", found, lambda one: json.dumps(records.project_record(one)))


def tasks() -> Response:
    """Answer the tasks, archived ones too unless `is_active` says otherwise."""
    return list_response(
        "tasks", filter_items(_tasks()), lambda one: json.dumps(records.task_record(one))
    )


def clients() -> Response:
    """Answer the clients, archived ones too unless `is_active` says otherwise."""
    return list_response(
        "clients", filter_items(_clients()), lambda one: json.dumps(records.client_record(one))
    )


def company() -> Response:
    """Answer the account itself.

    It is documented for administrators, yet apps for Members ask for it: an option decides.
    """
    if not sees_rates() and not current_state().config.members_see_company:
        raise RefusedError(forbidden())
    return json_response(records.company_record(current_state().world.accounts[g.account_id].name))


def user(user_id: int) -> Response:
    """Answer a user."""
    return json_response(_user_record(_by_id(_users(), user_id)))


def project(project_id: int) -> Response:
    """Answer a project."""
    return json_response(records.project_record(_by_id(_projects(), project_id)))


def task(task_id: int) -> Response:
    """Answer a task."""
    return json_response(records.task_record(_by_id(_tasks(), task_id)))


def client(client_id: int) -> Response:
    """Answer a client."""
    return json_response(records.client_record(_by_id(_clients(), client_id)))


def _users() -> Sequence[User]:
    """Return the users that the requesting user may list; a manager needs teammates for it."""
    require_manager(leading=bool(g.user.teammates))
    found = current_state().world.of(g.account_id, current_state().world.users.values())
    if not sees_only_part():
        return found
    return [one for one in found if one.id in {g.user.id, *g.user.teammates}]


def _user_record(found: User, *, money: bool = True) -> dict[str, Any]:
    return records.user_record(found, money=money, claims=current_state().config.permissions_claims)


def _projects() -> Sequence[Project]:
    """Return the projects that the user may list; a manager needs some to manage for it."""
    require_manager(leading=bool(g.user.manages))
    found = current_state().world.of(g.account_id, current_state().world.projects.values())
    return [one for one in found if one.id in g.user.manages] if sees_only_part() else found


def _tasks() -> Sequence[Task]:
    """Return the tasks, to those who may manage them."""
    require_manager()
    return current_state().world.of(g.account_id, current_state().world.tasks.values())


def _clients() -> Sequence[records.Client]:
    """Return the clients, to those who may manage them."""
    require_manager()
    return records.clients_of(current_state().world, g.account_id)


def _by_id(found: Sequence[Any], item_id: int) -> Any:
    """Return the item of this id; raises `RefusedError` with a 404."""
    for item in found:
        if item.id == item_id:
            return item
    raise RefusedError(not_found())
