"""People, projects, tasks, clients and the account.

Sources: https://help.getharvest.com/api-v2/projects-api/projects/projects/ ,
https://help.getharvest.com/api-v2/tasks-api/tasks/tasks/ ,
https://help.getharvest.com/api-v2/users-api/users/users/ and
https://help.getharvest.com/api-v2/clients-api/clients/clients/ for filters and permissions.
"""

from typing import Any

from flask import Response, g, jsonify

from demo.harvest import records
from demo.harvest.asking import chosen, managers_only, money, number
from demo.harvest.errors import RefusedError, not_found
from demo.harvest.paging import as_json, listed
from demo.harvest.rendering import client
from demo.harvest.state import state


def me() -> Response:
    """The asker; anybody may."""
    return jsonify(records.user(g.user, money=money()))


def assignments() -> Response:
    """The asker's own active projects with their tasks; anybody may."""
    return listed("project_assignments", records.assignments(state().world, g.account_id), as_json)


def users() -> Response:
    """All users, inactive ones too unless asked."""
    managers_only()
    found = chosen(state().world.of(g.account_id, state().world.users.values()))
    return listed("users", found, lambda one: as_json(records.user(one, money=True)))


def projects() -> Response:
    """All projects, archived ones too unless asked; of one client if asked."""
    managers_only()
    found = chosen(state().world.of(g.account_id, state().world.projects.values()))
    wanted = number("client_id")
    if wanted is not None:
        found = [one for one in found if client(one)["id"] == wanted]
    return listed("projects", found, lambda one: as_json(records.project(one)))


def tasks() -> Response:
    """All tasks, archived ones too unless asked."""
    managers_only()
    found = chosen(state().world.of(g.account_id, state().world.tasks.values()))
    return listed("tasks", found, lambda one: as_json(records.task(one)))


def clients() -> Response:
    """All clients, archived ones too unless asked."""
    managers_only()
    found = chosen(records.clients(state().world, g.account_id))
    return listed("clients", found, lambda one: as_json(records.client_record(one)))


def company() -> Response:
    """The account."""
    managers_only()
    return jsonify(records.company(state().world.accounts[g.account_id].name))


def _one(found: dict[int, Any], one: int) -> Any:
    managers_only()
    if one not in found or found[one].account_id != g.account_id:
        raise RefusedError(not_found())
    return found[one]


def user(one: int) -> Response:
    """A user."""
    return jsonify(records.user(_one(state().world.users, one), money=True))


def project(one: int) -> Response:
    """A project."""
    return jsonify(records.project(_one(state().world.projects, one)))


def task(one: int) -> Response:
    """A task."""
    return jsonify(records.task(_one(state().world.tasks, one)))
