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

from demo.harvest.things import CREATED, Entry, Project, Task, User, stamp

NO_REFERENCE = ',"invoice":null,"external_reference":null}'
BILLED = '"Item Invoiced and Locked for this Time Period"'
"""Recorded as the `locked_reason` of an entry that is on an invoice."""


def client(project: Project) -> dict[str, Any]:
    """The project's client as entries and projects show it."""
    # A checksum: the same in each run, and two clients of one account do not meet.
    number = zlib.crc32(f"{project.account_id} {project.client}".encode()) % 900_000_000
    return {"id": 7_000_000 + number, "name": project.client, "currency": "EUR"}


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
        self._assigned = {"is_active": True, "created_at": CREATED, "updated_at": CREATED}
        if money:
            self._assigned |= {"hourly_rate": None, "budget": None}
        self._times: dict[datetime, str] = {}
        self._users: dict[int, tuple[str, str]] = {}
        self._projects: dict[int, str] = {}
        self._tasks: dict[int, tuple[str, str]] = {}

    def render(self, entry: Entry) -> str:
        """The whole entry."""
        head = entry.head
        if head is None:
            head = _head(entry)
            # The class is frozen for whoever edits; this is a memo and no change.
            object.__setattr__(entry, "head", head)
        times = self._times.get(entry.updated_at) or self._time(entry.updated_at)
        user, user_assignment = self._users.get(entry.user_id) or self._user(entry.user_id)
        project = self._projects.get(entry.project_id) or self._project(entry.project_id)
        task, task_assignment = self._tasks.get(entry.task_id) or self._task(entry.task_id)
        end = NO_REFERENCE if entry.external_reference_id is None else _reference(entry)
        return f"{head}{times}{user}{project}{task}{user_assignment}{task_assignment}{end}"

    def _time(self, updated_at: datetime) -> str:
        text = f'{self._rates}"created_at":"{CREATED}","updated_at":"{stamp(updated_at)}",'
        self._times[updated_at] = text
        return text

    def _user(self, number: int) -> tuple[str, str]:
        one = self._of[0][number]
        mine = {"id": one.id * 10 + 1, "is_project_manager": False, "use_default_rates": True}
        found = (
            _members({"user": {"id": one.id, "name": one.name}}),
            _members({"user_assignment": {**mine, **self._assigned}}),
        )
        self._users[number] = found
        return found

    def _project(self, number: int) -> str:
        one = self._of[1][number]
        shown = {"id": one.id, "name": one.name, "code": None}
        self._projects[number] = text = _members({"client": client(one), "project": shown})
        return text

    def _task(self, number: int) -> tuple[str, str]:
        one = self._of[2][number]
        mine = {"id": one.id * 10 + 1, "billable": True, **self._assigned}
        found = (
            _members({"task": {"id": one.id, "name": one.name}}),
            # The last of the shared members: what follows brings its own comma.
            _members({"task_assignment": mine})[:-1],
        )
        self._tasks[number] = found
        return found


def _members(record: dict[str, Any]) -> str:
    """The record without its braces, with a comma behind."""
    return json.dumps(record, separators=(",", ":"))[1:-1] + ","


def _head(entry: Entry) -> str:
    """What is the entry's own, up to the rates."""
    hours, running = entry.hours, entry.is_running
    start = f'"{stamp(entry.updated_at)}"' if running else "null"
    billed = "true" if entry.is_billed else "false"
    return (
        f'{{"id":{entry.id},"spent_date":"{entry.spent_on.isoformat()}","hours":{hours},'
        f'"hours_without_timer":{hours},"rounded_hours":{hours},'
        f'"notes":{"null" if entry.notes is None else quoted(entry.notes)},"is_locked":{billed},'
        f'"locked_reason":{BILLED if entry.is_billed else "null"},"approval_status":"unsubmitted",'
        f'"is_closed":false,"is_billed":{billed},"timer_started_at":{start},'
        f'"started_time":{chr(34) + "8:00am" + chr(34) if running else "null"},'
        f'"ended_time":null,"is_running":{"true" if running else "false"},'
        f'"billable":{"true" if entry.billable else "false"},"budgeted":true,'
    )


def _reference(entry: Entry) -> str:
    """The end of an entry that another service refers to; all values are text."""
    shown = {
        "id": entry.external_reference_id,
        "group_id": "1",
        "account_id": str(entry.account_id),
        "permalink": "https://example.com/items",
        "service": "example.com",
        "service_icon_url": "https://example.com/icon.png",
    }
    return f',"invoice":null,"external_reference":{json.dumps(shown)}}}'
