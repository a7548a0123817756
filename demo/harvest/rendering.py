"""Rendering time entries as JSON text, in the key order of the recordings.

Source: https://help.getharvest.com/api-v2/timesheets-api/timesheets/time-entries/ and recorded
answers, which have `client.currency` and `project.code` besides. A page has 2000 entries, so what
many of them share (a user, a project, a task, a second) is rendered once and kept.
"""

import json
from datetime import datetime
from json.encoder import encode_basestring_ascii as json_string
from typing import Any

from demo.harvest.models import Entry, Project, Task, User, stamp, time_of_day
from demo.harvest.record_parts import client_part, task_assignment, user_assignment

NO_INVOICE_NOR_REFERENCE = ',"invoice":null,"external_reference":null}'
INVOICE = {"id": 13_150_403, "number": "1001"}


class EntryRenderer:
    """Renders entries either with rates or, as for Members, without.

    Without rates their keys are absent, not null.
    """

    def __init__(
        self,
        users: dict[int, User],
        projects: dict[int, Project],
        tasks: dict[int, Task],
        *,
        money: bool,
    ) -> None:
        self._all_users, self._all_projects, self._all_tasks = users, projects, tasks
        self._rates = '"billable_rate":95.0,"cost_rate":null,' if money else ""
        self._money = money
        self._times: dict[tuple[datetime, datetime], str] = {}
        self._users: dict[int, str] = {}
        self._projects: dict[int, str] = {}
        self._tasks: dict[int, str] = {}
        self._user_assignments: dict[tuple[int, int], str] = {}
        self._task_assignments: dict[tuple[int, int], str] = {}

    def render(self, entry: Entry, now: datetime) -> str:
        """Return an entry as JSON text; `now` counts where its timer runs."""
        head = entry.head
        if head is None:
            head = _head(entry, now)
            if not entry.is_running:
                # Entries are frozen so that nobody edits one; this is a cache and changes nothing.
                object.__setattr__(entry, "head", head)
        user, project, task = entry.user_id, entry.project_id, entry.task_id
        times = (entry.created_at, entry.updated_at)
        plain = not entry.is_billed and entry.external_reference_id is None
        return (
            f"{head}"
            f"{self._times.get(times) or self._time(*times)}"
            f"{self._users.get(user) or self._user(user)}"
            f"{self._projects.get(project) or self._project(project)}"
            f"{self._tasks.get(task) or self._task(task)}"
            f"{self._user_assignments.get((user, project)) or self._user_assignment(user, project)}"
            f"{self._task_assignments.get((project, task)) or self._task_assignment(project, task)}"
            f"{NO_INVOICE_NOR_REFERENCE if plain else _end(entry)}"
        )

    def _time(self, created_at: datetime, updated_at: datetime) -> str:
        stamps = f'"created_at":"{stamp(created_at)}","updated_at":"{stamp(updated_at)}",'
        self._times[created_at, updated_at] = text = self._rates + stamps
        return text

    def _user(self, number: int) -> str:
        user = self._all_users[number]
        self._users[number] = text = _inner_text({"user": {"id": user.id, "name": user.name}})
        return text

    def _project(self, number: int) -> str:
        project = self._all_projects[number]
        shown = {"id": project.id, "name": project.name, "code": None}
        text = _inner_text({"client": client_part(project), "project": shown})
        self._projects[number] = text
        return text

    def _task(self, number: int) -> str:
        task = self._all_tasks[number]
        self._tasks[number] = text = _inner_text({"task": {"id": task.id, "name": task.name}})
        return text

    def _user_assignment(self, user: int, project: int) -> str:
        shown = user_assignment(self._all_users[user], project, money=self._money)
        self._user_assignments[user, project] = text = _inner_text({"user_assignment": shown})
        return text

    def _task_assignment(self, project: int, task: int) -> str:
        shown = task_assignment(project, task, money=self._money)
        # The last of the shared parts: what follows begins with a comma.
        text = _inner_text({"task_assignment": shown})[:-1]
        self._task_assignments[project, task] = text
        return text


def _inner_text(record: dict[str, Any]) -> str:
    """Return a record as JSON without its braces, with a comma at the end."""
    return json.dumps(record, separators=(",", ":"))[1:-1] + ","


def _head(entry: Entry, now: datetime) -> str:
    """Return the keys that no other entry shares, from the first up to the rates."""
    hours, started = entry.hours_at(now), entry.started_at
    started_at = "null" if started is None else f'"{stamp(started)}"'
    started_time = "null" if started is None else f'"{time_of_day(started)}"'
    reason = entry.locked_reason
    status = "approved" if entry.is_closed else "unsubmitted"
    return (
        f'{{"id":{entry.id},"spent_date":"{entry.spent_on.isoformat()}","hours":{hours},'
        f'"hours_without_timer":{entry.hours},"rounded_hours":{hours},'
        f'"notes":{"null" if entry.notes is None else json_string(entry.notes)},'
        f'"is_locked":{_bool(reason is not None)},'
        f'"locked_reason":{"null" if reason is None else json_string(reason)},'
        f'"approval_status":"{status}","is_closed":{_bool(entry.is_closed)},'
        f'"is_billed":{_bool(entry.is_billed)},"timer_started_at":{started_at},'
        f'"started_time":{started_time},"ended_time":null,"is_running":{_bool(entry.is_running)},'
        f'"billable":{_bool(entry.billable)},"budgeted":true,'
    )


def _bool(value: bool) -> str:
    return "true" if value else "false"


def _end(entry: Entry) -> str:
    """Return the invoice and the external reference, whose values are all text."""
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
