"""Users, projects, tasks and assignments as the API shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from demo.harvest.models import CLOCK, CREATED, CREATED_AT, TIMEZONE, Project, Task, User, stamp
from demo.harvest.rendering import client, task_assignment, user_assignment
from demo.harvest.world import World

CLAIMS = "permissions_claims"
READ = {"member": "own", "manager": "managed", "administrator": "all"}
MONEY = ("default_hourly_rate", "cost_rate")


def user(one: User, *, money: bool, claims: bool) -> dict[str, Any]:
    """A user; a Member's token sees no rates: the keys are absent, not null. So are `claims`."""
    record: dict[str, Any] = {
        "id": one.id,
        "first_name": one.first_name,
        "last_name": one.last_name,
        "email": one.email,
        "telephone": "",
        "timezone": TIMEZONE,
        "weekly_capacity": 126000,
        "has_access_to_all_future_projects": False,
        "is_contractor": False,
        "is_active": one.is_active,
        "calendar_integration_enabled": False,
        "calendar_integration_source": None,
        "created_at": CREATED,
        "updated_at": stamp(one.updated_at),
        "can_create_projects": one.role != "member",
        "default_hourly_rate": 95.0,
        "cost_rate": None,
        "roles": [],
        "access_roles": [one.role],
        CLAIMS: [f"timers:read:{READ[one.role]}"],
        "avatar_url": "https://example.com/avatar.png",
    }
    hidden = {*(() if money else MONEY), *(() if claims else (CLAIMS,))}
    return {key: record[key] for key in record if key not in hidden}


def project(one: Project) -> dict[str, Any]:
    """A project."""
    return {
        "id": one.id,
        "name": one.name,
        "code": None,
        "is_active": one.is_active,
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
        "updated_at": stamp(one.updated_at),
        "starts_on": None,
        "ends_on": None,
        "over_budget_notification_date": None,
        "notes": "",
        "cost_budget": None,
        "cost_budget_include_expenses": False,
        "hourly_rate": None,
        "fee": None,
        "client": client(one),
    }


def task(one: Task) -> dict[str, Any]:
    """A task."""
    return {
        "id": one.id,
        "name": one.name,
        "billable_by_default": True,
        "default_hourly_rate": None,
        "is_default": False,
        "is_active": one.is_active,
        "created_at": CREATED,
        "updated_at": stamp(one.updated_at),
    }


@dataclass(frozen=True)
class Client:
    """A client; here one is active while a project of theirs is, in Harvest it is a switch."""

    id: int
    name: str
    currency: str
    is_active: bool
    updated_at: datetime = CREATED_AT


def clients(world: World, account_id: int) -> Sequence[Client]:
    """Each client once."""
    found: dict[int, Client] = {}
    for one in world.of(account_id, world.projects.values()):
        shown = client(one)
        known = found.get(shown["id"])
        active = one.is_active or (known is not None and known.is_active)
        found[shown["id"]] = Client(shown["id"], one.client, shown["currency"], active)
    return sorted(found.values(), key=lambda one: -one.id)


def client_record(one: Client) -> dict[str, Any]:
    """A client."""
    return {
        "id": one.id,
        "name": one.name,
        "is_active": one.is_active,
        "address": "",
        "statement_key": f"{one.id:032x}",
        "created_at": CREATED,
        "updated_at": stamp(one.updated_at),
        "currency": one.currency,
    }


def company(name: str) -> dict[str, Any]:
    """The account; it has no time zone."""
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


def assignments(
    world: World, one: User, since: datetime | None, *, money: bool
) -> Sequence[dict[str, Any]]:
    """The user's own active projects with their active tasks: what a Member may see."""
    if since is not None and since >= CREATED_AT:
        return []
    tasks = [each for each in world.of(one.account_id, world.tasks.values()) if each.is_active]
    return [
        {
            **user_assignment(one, project.id, money=money),
            "project": {"id": project.id, "name": project.name, "code": None},
            "client": client(project),
            "task_assignments": [
                {
                    **task_assignment(project.id, task.id, money=money),
                    "task": {"id": task.id, "name": task.name},
                }
                for task in tasks
            ],
        }
        for project in world.of(one.account_id, world.projects.values())
        if project.is_active and (one.assigned is None or project.id in one.assigned)
    ]
