"""Objects that are contained in several kinds of records."""

import zlib
from typing import Any

from demo.harvest.models import CREATED, Project, User, assignment_id


def client_part(project: Project) -> dict[str, Any]:
    """Return the client of a project, as entries and projects contain it."""
    # A checksum is the same in each run, and differs between the clients of an account.
    number = zlib.crc32(f"{project.account_id} {project.client}".encode()) % 900_000_000
    return {"id": 7_000_000 + number, "name": project.client, "currency": "EUR"}


def user_assignment(user: User, project_id: int, *, money: bool) -> dict[str, Any]:
    """Return a user's assignment to a project, in entries and as the user's project assignment."""
    return {
        "id": assignment_id(project_id, user.id),
        "is_project_manager": project_id in user.manages,
        "is_active": True,
        "use_default_rates": True,
        **_assignment_keys(money=money),
    }


def task_assignment(project_id: int, task_id: int, *, money: bool) -> dict[str, Any]:
    """Return a task's assignment to a project."""
    number = assignment_id(project_id, task_id)
    return {"id": number, "billable": True, "is_active": True, **_assignment_keys(money=money)}


def _assignment_keys(*, money: bool) -> dict[str, Any]:
    shown: dict[str, Any] = {"created_at": CREATED, "updated_at": CREATED}
    return shown | ({"hourly_rate": None, "budget": None} if money else {})
