"""The local replies beside the documented properties and types: none is missing, none is wrong.

`documented_shapes.json` says where they come from. Where real replies are known to differ from the
documentation, the difference is listed here.
"""

import json
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.demo_harvest.conftest import Studio

SHAPES: dict[str, Any] = json.loads(
    (Path(__file__).parent.parent / "recorded" / "documented_shapes.json").read_text("utf-8")
)
MORE: dict[str, Any] = {
    # Recorded in 2024, and by others since.
    ".client.currency": "string",
    ".project.code": "string",
    ".approval_status": "string",
    # In the users and the company that others recorded in 2022.
    ".calendar_integration_enabled": "boolean",
    ".calendar_integration_source": "string",
    ".can_create_projects": "boolean",
    ".permissions_claims": ["string"],
    ".currency": "string",
}
"""What real replies have besides."""
NOT_INSIDE = {
    ".user_assignment.project",
    ".user_assignment.user",
    ".task_assignment.project",
    ".task_assignment.task",
    ".task_assignments[].project",
}
"""An assignment within another record does not repeat what stands beside it, by recordings."""
MONEY = frozenset(
    (
        *(".billable_rate", ".cost_rate", ".default_hourly_rate", ".hourly_rate", ".budget"),
        *(".user_assignment.hourly_rate", ".user_assignment.budget"),
        *(".task_assignment.hourly_rate", ".task_assignment.budget"),
        *(".task_assignments[].hourly_rate", ".task_assignments[].budget"),
    )
)
"""Absent for a Member."""
TYPES = {"integer": int, "boolean": bool, "string": str}


def wrong(
    shape: Any, local: Any, where: str = "", absent: frozenset[str] = frozenset()
) -> set[str]:
    """Return the properties that are missing, unknown or of another type; null fits any type."""
    if local is None:
        return set()
    if isinstance(shape, list):
        if not isinstance(local, list):
            return {f"{where} is no array"}
        inside = f"{where}[]" if where else ""
        return set().union(*(wrong(shape[0], one, inside, absent) for one in local))
    if isinstance(shape, dict):
        if not isinstance(local, dict):
            return {f"{where} is no object"}
        known = {f"{where}.{key}": value for key, value in shape.items()}
        known |= {key: value for key, value in MORE.items() if key.rpartition(".")[0] == where}
        given = {f"{where}.{key}": value for key, value in local.items()}
        found = {f"{key} is missing" for key in known.keys() - given.keys() - absent - NOT_INSIDE}
        found -= {f"{key} is missing" for key in MORE}
        found |= {f"{key} is unknown" for key in given.keys() - known.keys()}
        found |= {f"{key} is there" for key in given.keys() & absent}
        return found.union(
            *(wrong(known[key], given[key], key, absent) for key in given.keys() & known.keys())
        )
    return set() if fits(shape, local) else {f"{where} is {local!r} and no {shape}"}


def fits(kind: str, value: Any) -> bool:
    """Return whether a value is of a documented type; instants are UTC in whole seconds."""
    if kind == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    if kind == "date":
        return isinstance(value, str) and bool(date.fromisoformat(value))
    if kind == "date-time":
        plain = re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", str(value))
        return bool(plain and datetime.fromisoformat(value))
    return type(value) is TYPES[kind]


@pytest.mark.parametrize("email", ["ada@x.example", "mia@x.example"])
@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("time_entries", "TimeEntry"),
        ("projects", "Project"),
        ("tasks", "Task"),
        ("users", "User"),
        ("clients", "Client"),
        ("users/me/project_assignments", "ProjectAssignment"),
        ("users/4000002/project_assignments", "ProjectAssignment"),
    ],
)
def test_lists_are_the_documented_ones(studio: Studio, path: str, name: str, email: str) -> None:
    """Each list, each record in it and each record alone has every documented property."""
    studio.config.managers_see_all = True
    headers = studio.headers(email)
    page = studio.http.get(f"/v2/{path}", headers=headers).raise_for_status().json()
    records = page.pop(path.rsplit("/", 1)[-1])
    assert records
    assert wrong([SHAPES[name]], records) == set()
    assert wrong(SHAPES["page"], page) == set()
    if "assignments" not in path:
        for record in records:
            alone = studio.http.get(f"/v2/{path}/{record['id']}", headers=headers)
            assert alone.json() == record


@pytest.mark.parametrize("path", ["time_entries", "users/me/project_assignments"])
def test_a_member_sees_no_money_anywhere(studio: Studio, path: str) -> None:
    """A Member's answers lack the rate keys, also in the assignments inside an entry."""
    headers = studio.headers("mo@x.example")
    page = studio.http.get(f"/v2/{path}", headers=headers).json()
    name = "TimeEntry" if path == "time_entries" else "ProjectAssignment"
    records = page[path.rsplit("/", 1)[-1]]
    assert records
    assert wrong([SHAPES[name]], records, absent=MONEY) == set()


@pytest.mark.parametrize(("path", "name"), [("users/me", "User"), ("company", "Company")])
def test_single_records_are_the_documented_ones(studio: Studio, path: str, name: str) -> None:
    """The requesting user and the company have every documented property."""
    local = studio.http.get(f"/v2/{path}", headers=studio.headers()).json()
    assert wrong(SHAPES[name], local) == set()


def test_every_kind_of_entry_is_a_documented_one(studio: Studio) -> None:
    """Billed, approved, running and referenced entries have every documented property."""
    for change in (
        {"billed": True},
        {"closed": True},
        {"billed": True, "closed": True},
        {"running": True},
        {"external_reference_id": "7"},
    ):
        studio.world.entry(studio.member, studio.project, studio.task, date(2026, 3, 9), **change)
    page = studio.http.get("/v2/time_entries?from=2026-03-09", headers=studio.headers()).json()
    shown = page["time_entries"]
    assert wrong([SHAPES["TimeEntry"]], shown) == set()
    assert [one["locked_reason"] for one in reversed(shown)] == [
        "Item Invoiced and Locked for this Time Period",
        "Item Approved and Locked for this Time Period",
        "Item Invoiced and Approved and Locked for this Time Period",
        None,
        None,
    ]
    for one in shown:
        assert one["is_locked"] == (one["is_billed"] or one["is_closed"])
        assert (one["approval_status"] == "approved") == one["is_closed"]
        assert (one["invoice"] is not None) == one["is_billed"]
        assert (one["timer_started_at"] is not None) == one["is_running"]
