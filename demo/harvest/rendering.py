"""Time entries as JSON text, in the key order of the recordings.

Source: https://help.getharvest.com/api-v2/timesheets-api/timesheets/time-entries/ and recorded
replies, which have `client.currency` and `project.code` besides. A page has 2000 entries, so what
many of them share (a user, a project, a task, a second) is rendered once and kept.
"""

import json
import zlib
from datetime import datetime
from json.encoder import encode_basestring_ascii as quoted
from typing import Any

from demo.harvest.models import (
    CREATED,
    Entry,
    Project,
    Task,
    User,
    assignment_id,
    stamp,
    time_of_day,
)

PLAIN = ',"invoice":null,"external_reference":null}'
INVOICE = {"id": 13_150_403, "number": "1001"}


def client(project: Project) -> dict[str, Any]:
    """The project's client as entries and projects show it."""
    # A checksum: the same in each run, and two clients of one account do not meet.
    number = zlib.crc32(f"{project.account_id} {project.client}".encode()) % 900_000_000
    return {"id": 7_000_000 + number, "name": project.client, "currency": "EUR"}


def user_assignment(user: User, project: int, *, money: bool) -> dict[str, Any]:
    """The user on the project; a project assignment is the same thing from the user's side."""
    return {
        "id": assignment_id(project, user.id),
        "is_project_manager": project in user.manages,
        "is_active": True,
        "use_default_rates": True,
        **_assigned(money=money),
    }


def task_assignment(project: int, task: int, *, money: bool) -> dict[str, Any]:
    """The task on the project."""
    number = assignment_id(project, task)
    return {"id": number, "billable": True, "is_active": True, **_assigned(money=money)}


def _assigned(*, money: bool) -> dict[str, Any]:
    shown: dict[str, Any] = {"created_at": CREATED, "updated_at": CREATED}
    return shown | ({"hourly_rate": None, "budget": None} if money else {})


class Texts:
    """The texts of entries; one for those who see money, one for those who do not.

    A Member's reply lacks the keys of money: they are absent, not null.
    """

    def __init__(
        self,
        users: dict[int, User],
        projects: dict[int, Project],
        tasks: dict[int, Task],
        *,
        money: bool,
    ) -> None:
        self._of = (users, projects, tasks)
        self._rates = '"billable_rate":95.0,"cost_rate":null,' if money else ""
        self._money = money
        self._times: dict[tuple[datetime, datetime], str] = {}
        self._users: dict[int, str] = {}
        self._projects: dict[int, str] = {}
        self._tasks: dict[int, str] = {}
        self._user_assignments: dict[tuple[int, int], str] = {}
        self._task_assignments: dict[tuple[int, int], str] = {}

    def render(self, entry: Entry, now: datetime) -> str:
        """The whole entry, at a moment, which counts where a timer runs."""
        head = entry.head
        if head is None:
            head = _head(entry, now)
            if not entry.is_running:
                # The class is frozen for whoever edits; this is a memo and no change.
                object.__setattr__(entry, "head", head)
        user, project, task = entry.user_id, entry.project_id, entry.task_id
        moved = (entry.created_at, entry.updated_at)
        plain = not entry.is_billed and entry.external_reference_id is None
        return (
            f"{head}"
            f"{self._times.get(moved) or self._time(*moved)}"
            f"{self._users.get(user) or self._user(user)}"
            f"{self._projects.get(project) or self._project(project)}"
            f"{self._tasks.get(task) or self._task(task)}"
            f"{self._user_assignments.get((user, project)) or self._user_assignment(user, project)}"
            f"{self._task_assignments.get((project, task)) or self._task_assignment(project, task)}"
            f"{PLAIN if plain else _end(entry)}"
        )

    def _time(self, created_at: datetime, updated_at: datetime) -> str:
        stamps = f'"created_at":"{stamp(created_at)}","updated_at":"{stamp(updated_at)}",'
        self._times[created_at, updated_at] = text = self._rates + stamps
        return text

    def _user(self, number: int) -> str:
        one = self._of[0][number]
        self._users[number] = text = _members({"user": {"id": one.id, "name": one.name}})
        return text

    def _project(self, number: int) -> str:
        one = self._of[1][number]
        shown = {"id": one.id, "name": one.name, "code": None}
        self._projects[number] = text = _members({"client": client(one), "project": shown})
        return text

    def _task(self, number: int) -> str:
        one = self._of[2][number]
        self._tasks[number] = text = _members({"task": {"id": one.id, "name": one.name}})
        return text

    def _user_assignment(self, user: int, project: int) -> str:
        shown = user_assignment(self._of[0][user], project, money=self._money)
        self._user_assignments[user, project] = text = _members({"user_assignment": shown})
        return text

    def _task_assignment(self, project: int, task: int) -> str:
        shown = task_assignment(project, task, money=self._money)
        # The last of the shared members: what follows brings its own comma.
        text = _members({"task_assignment": shown})[:-1]
        self._task_assignments[project, task] = text
        return text


def _members(record: dict[str, Any]) -> str:
    """The record without its braces, with a comma behind."""
    return json.dumps(record, separators=(",", ":"))[1:-1] + ","


def _head(entry: Entry, now: datetime) -> str:
    """What is the entry's own, up to the rates."""
    hours, started = entry.hours_at(now), entry.started_at
    since = "null" if started is None else f'"{stamp(started)}"'
    wall = "null" if started is None else f'"{time_of_day(started)}"'
    reason = locked_reason(entry)
    status = "approved" if entry.is_closed else "unsubmitted"
    return (
        f'{{"id":{entry.id},"spent_date":"{entry.spent_on.isoformat()}","hours":{hours},'
        f'"hours_without_timer":{entry.hours},"rounded_hours":{hours},'
        f'"notes":{"null" if entry.notes is None else quoted(entry.notes)},'
        f'"is_locked":{_bool(reason is not None)},'
        f'"locked_reason":{"null" if reason is None else quoted(reason)},'
        f'"approval_status":"{status}","is_closed":{_bool(entry.is_closed)},'
        f'"is_billed":{_bool(entry.is_billed)},"timer_started_at":{since},'
        f'"started_time":{wall},"ended_time":null,"is_running":{_bool(entry.is_running)},'
        f'"billable":{_bool(entry.billable)},"budgeted":true,'
    )


def _bool(value: bool) -> str:
    return "true" if value else "false"


def locked_reason(entry: Entry) -> str | None:
    """Why an entry is locked, in the words that were seen; None where it is not."""
    causes = [
        word
        for word, is_so in (("Invoiced", entry.is_billed), ("Approved", entry.is_closed))
        if is_so
    ]
    return f"Item {' and '.join([*causes, 'Locked'])} for this Time Period" if causes else None


def _end(entry: Entry) -> str:
    """Invoice, and what another service calls the entry: there all values are text."""
    reference = entry.external_reference_id
    shown = (
        None
        if reference is None
        else {
            "id": reference,
            "group_id": "1",
            "account_id": str(entry.account_id),
            "permalink": "https://example.com/items",
            "service": "example.com",
            "service_icon_url": "https://example.com/icon.png",
        }
    )
    invoice = INVOICE if entry.is_billed else None
    return f",{json.dumps({'invoice': invoice, 'external_reference': shown})[1:]}"
