"""Users, projects, tasks, clients, assignments and the company as the API shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from demo.harvest.models import CLOCK, CREATED, CREATED_AT, TIMEZONE, Project, Task, User, stamp
from demo.harvest.record_parts import client_part, task_assignment, user_assignment
from demo.harvest.world import World

PERMISSIONS = "permissions_claims"
READ_SCOPES = {"member": "own", "manager": "managed", "administrator": "all"}
RATE_KEYS = ("default_hourly_rate", "cost_rate")


def user_record(user: User, *, money: bool, claims: bool) -> dict[str, Any]:
    """Return a user; without `money` or `claims` these keys are absent, not null."""
    record: dict[str, Any] = {
        "id": user.id,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "email": user.email,
        "telephone": "",
        "timezone": TIMEZONE,
        "weekly_capacity": 126000,
        "has_access_to_all_future_projects": False,
        "is_contractor": False,
        "is_active": user.is_active,
        "calendar_integration_enabled": False,
        "calendar_integration_source": None,
        "created_at": CREATED,
        "updated_at": stamp(user.updated_at),
        "can_create_projects": user.role != "member",
        "default_hourly_rate": 95.0,
        "cost_rate": None,
        "roles": [],
        "access_roles": [user.role],
        PERMISSIONS: [f"timers:read:{READ_SCOPES[user.role]}"],
        "avatar_url": "https://example.com/avatar.png",
    }
    hidden = {*(() if money else RATE_KEYS), *(() if claims else (PERMISSIONS,))}
    return {key: record[key] for key in record if key not in hidden}


def project_record(project: Project) -> dict[str, Any]:
    """Return a project."""
    return {
        "id": project.id,
        "name": project.name,
        "code": None,
        "is_active": project.is_active,
        "is_billable": True,
        "is_fixed_fee": False,
        "bill_by": "People",
        "budget": None,
        "budget_by": "none",
        "budget_is_monthly": False,
        "notify_when_over_budget": False,
        "over_budget_notification_percentage": 80.0,
        "show_budget_to_all": False,
        "created_at": CREATED,
        "updated_at": stamp(project.updated_at),
        "starts_on": None,
        "ends_on": None,
        "over_budget_notification_date": None,
        "notes": "",
        "cost_budget": None,
        "cost_budget_include_expenses": False,
        "hourly_rate": None,
        "fee": None,
        "client": client_part(project),
    }


def task_record(task: Task) -> dict[str, Any]:
    """Return a task."""
    return {
        "id": task.id,
        "name": task.name,
        "billable_by_default": True,
        "default_hourly_rate": None,
        "is_default": False,
        "is_active": task.is_active,
        "created_at": CREATED,
        "updated_at": stamp(task.updated_at),
    }


@dataclass(frozen=True)
class Client:
    """A client; here it is active while one of its projects is, in Harvest it has a switch."""

    id: int
    name: str
    currency: str
    is_active: bool
    updated_at: datetime = CREATED_AT


def clients_of(world: World, account_id: int) -> Sequence[Client]:
    """Return the clients of the account's projects, newest first."""
    found: dict[int, Client] = {}
    for project in world.of(account_id, world.projects.values()):
        shown = client_part(project)
        known = found.get(shown["id"])
        active = project.is_active or (known is not None and known.is_active)
        found[shown["id"]] = Client(shown["id"], project.client, shown["currency"], active)
    return sorted(found.values(), key=lambda client: -client.id)


def client_record(client: Client) -> dict[str, Any]:
    """Return a client."""
    return {
        "id": client.id,
        "name": client.name,
        "is_active": client.is_active,
        "address": "",
        "statement_key": f"{client.id:032x}",
        "created_at": CREATED,
        "updated_at": stamp(client.updated_at),
        "currency": client.currency,
    }


def company_record(name: str) -> dict[str, Any]:
    """Return the company, which is the account; it tells no time zone."""
    return {
        "base_uri": "https://studio.harvestapp.com",
        "full_domain": "studio.harvestapp.com",
        "name": name,
        "is_active": True,
        "week_start_day": "Monday",
        "wants_timestamp_timers": False,
        "time_format": "decimal",
        "date_format": "%Y-%m-%d",
        "plan_type": "simple-v4",
        "clock": CLOCK,
        "currency": "EUR",
        "currency_code_display": "iso_code_none",
        "currency_symbol_display": "symbol_before",
        "decimal_symbol": ".",
        "thousands_separator": ",",
        "color_scheme": "orange",
        "weekly_capacity": 126000,
        "expense_feature": True,
        "invoice_feature": True,
        "estimate_feature": True,
        "approval_feature": True,
        "team_feature": True,
    }


def assignment_records(
    world: World, user: User, since: datetime | None, *, money: bool
) -> Sequence[dict[str, Any]]:
    """Return the active projects of a user with their active tasks: a Member may see these."""
    if since is not None and since >= CREATED_AT:
        return []
    tasks = [each for each in world.of(user.account_id, world.tasks.values()) if each.is_active]
    return [
        {
            **user_assignment(user, project.id, money=money),
            "project": {"id": project.id, "name": project.name, "code": None},
            "client": client_part(project),
            "task_assignments": [
                {
                    **task_assignment(project.id, task.id, money=money),
                    "task": {"id": task.id, "name": task.name},
                }
                for task in tasks
            ],
        }
        for project in world.of(user.account_id, world.projects.values())
        if project.is_active and (user.assigned is None or project.id in user.assigned)
    ]
