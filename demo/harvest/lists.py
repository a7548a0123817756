"""People, projects, tasks, clients and the account.

Sources: https://help.getharvest.com/api-v2/projects-api/projects/projects/ ,
https://help.getharvest.com/api-v2/tasks-api/tasks/tasks/ ,
https://help.getharvest.com/api-v2/users-api/users/users/ and
https://help.getharvest.com/api-v2/clients-api/clients/clients/ for filters and permissions.
"""

from collections.abc import Sequence
from typing import Any

from flask import Response, g

from demo.harvest import records
from demo.harvest.access import chosen, limited, managers_only, money, number, since
from demo.harvest.errors import RefusedError, denied, not_found, record
from demo.harvest.models import Project, Task, User
from demo.harvest.paging import as_json, listed
from demo.harvest.rendering import client as client_of
from demo.harvest.state import state


def me() -> Response:
    """The asker; anybody may."""
    return record(_shown(g.user, money=money()))


def my_assignments() -> Response:
    """The asker's own active projects with their tasks; anybody may."""
    return listed(
        "project_assignments",
        records.assignments(state().world, g.user, None, money=money()),
        as_json,
    )


def assignments(one: int) -> Response:
    """The same of another user."""
    found = _one(_users(), one)
    shown = records.assignments(state().world, found, since(), money=money())
    return listed("project_assignments", shown, as_json)


def users() -> Response:
    """All users, inactive ones too unless asked."""
    return listed("users", chosen(_users()), lambda one: as_json(_shown(one)))


def projects() -> Response:
    """All projects, archived ones too unless asked; of one client if asked."""
    found, wanted = chosen(_projects()), number("client_id")
    if wanted is not None:
        found = [one for one in found if client_of(one)["id"] == wanted]
    return listed("projects", found, lambda one: as_json(records.project(one)))


def tasks() -> Response:
    """All tasks, archived ones too unless asked."""
    return listed("tasks", chosen(_tasks()), lambda one: as_json(records.task(one)))


def clients() -> Response:
    """All clients, archived ones too unless asked."""
    return listed("clients", chosen(_clients()), lambda one: as_json(records.client_record(one)))


def company() -> Response:
    """The account. Documented for administrators; yet apps for Members ask: an option."""
    if not money() and not state().config.members_see_company:
        raise RefusedError(denied())
    return record(records.company(state().world.accounts[g.account_id].name))


def user(one: int) -> Response:
    """A user."""
    return record(_shown(_one(_users(), one)))


def project(one: int) -> Response:
    """A project."""
    return record(records.project(_one(_projects(), one)))


def task(one: int) -> Response:
    """A task."""
    return record(records.task(_one(_tasks(), one)))


def client(one: int) -> Response:
    """A client."""
    return record(records.client_record(_one(_clients(), one)))


def _users() -> Sequence[User]:
    """The users that the asker may list: a manager wants teammates for it."""
    managers_only(leading=bool(g.user.teammates))
    found = state().world.of(g.account_id, state().world.users.values())
    if not limited():
        return found
    return [one for one in found if one.id in {g.user.id, *g.user.teammates}]


def _shown(one: User, *, money: bool = True) -> dict[str, Any]:
    return records.user(one, money=money, claims=state().config.permissions_claims)


def _projects() -> Sequence[Project]:
    """The projects that the asker may list: a manager wants some to manage for it."""
    managers_only(leading=bool(g.user.manages))
    found = state().world.of(g.account_id, state().world.projects.values())
    return [one for one in found if one.id in g.user.manages] if limited() else found


def _tasks() -> Sequence[Task]:
    """The tasks, for whoever may manage them."""
    managers_only()
    return state().world.of(g.account_id, state().world.tasks.values())


def _clients() -> Sequence[records.Client]:
    """The clients, for whoever may manage them."""
    managers_only()
    return records.clients(state().world, g.account_id)


def _one(found: Sequence[Any], wanted: int) -> Any:
    for one in found:
        if one.id == wanted:
            return one
    raise RefusedError(not_found())
