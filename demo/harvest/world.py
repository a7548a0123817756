"""Who and what there is in the local Harvest."""

import json
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

CREATED = "2024-01-08T09:00:00Z"
FIRST_ENTRY_ID = 2_380_504_951
"""Past 32 bits, as time entries are since 2024."""


@dataclass(frozen=True, slots=True)
class User:
    """A person within an account; `role` is administrator, manager or member."""

    id: int
    account_id: int
    first_name: str
    last_name: str
    email: str
    role: str = "member"
    is_active: bool = True

    @property
    def name(self) -> str:
        """How entries call the user."""
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True, slots=True)
class Project:
    """A project of a client."""

    id: int
    account_id: int
    name: str
    client: str = "Private client"
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Task:
    """A task."""

    id: int
    account_id: int
    name: str
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Account:
    """An account of a product, `harvest` or `forecast`."""

    id: int
    name: str
    product: str = "harvest"


@dataclass(frozen=True, slots=True)
class Entry:
    """A time entry; `hours` is decimal text, `updated_at` an instant in whole seconds."""

    id: int
    account_id: int
    user_id: int
    project_id: int
    task_id: int
    spent_on: date
    hours: str
    notes: str | None
    billable: bool
    is_running: bool
    updated_at: datetime

    @property
    def order(self) -> tuple[int, int]:
        """Newest day first, among equals the highest id first: as recorded."""
        return (-self.spent_on.toordinal(), -self.id)


@dataclass
class World:
    """Everything, deterministic: ids count up. `version` grows with each change of entries."""

    accounts: dict[int, Account] = field(default_factory=dict)
    users: dict[int, User] = field(default_factory=dict)
    projects: dict[int, Project] = field(default_factory=dict)
    tasks: dict[int, Task] = field(default_factory=dict)
    entries: dict[int, list[Entry]] = field(default_factory=dict)
    version: int = 0
    _fragments: dict[tuple[int, int, int, bool], str] = field(default_factory=dict)
    _next_entry: int = FIRST_ENTRY_ID

    def account(self, name: str, product: str = "harvest", *, id: int | None = None) -> Account:  # noqa: A002 because it is Harvest's word
        """Add an account."""
        made = Account(id or 1_000_001 + len(self.accounts), name, product)
        self.accounts[made.id] = made
        self.entries.setdefault(made.id, [])
        return made

    def user(
        self, account: Account, name: str, email: str, role: str = "member", *, active: bool = True
    ) -> User:
        """Add a user; the first word of the name is the first name."""
        first, _, last = name.partition(" ")
        made = User(4_000_001 + len(self.users), account.id, first, last, email, role, active)
        self.users[made.id] = made
        return made

    def project(
        self, account: Account, name: str, client: str = "Private client", *, active: bool = True
    ) -> Project:
        """Add a project."""
        made = Project(45_000_001 + len(self.projects), account.id, name, client, active)
        self.projects[made.id] = made
        return made

    def task(self, account: Account, name: str, *, active: bool = True) -> Task:
        """Add a task."""
        made = Task(24_000_001 + len(self.tasks), account.id, name, active)
        self.tasks[made.id] = made
        return made

    def entry(
        self,
        user: User,
        project: Project,
        task: Task,
        spent_on: date,
        hours: str = "1.0",
        notes: str | None = None,
        *,
        billable: bool = True,
        running: bool = False,
        updated_at: datetime | None = None,
    ) -> Entry:
        """Add a time entry; `updated_at` is noon (UTC) of its day unless told."""
        stamp = updated_at or datetime(spent_on.year, spent_on.month, spent_on.day, 12, tzinfo=UTC)
        made = Entry(
            self._next_entry,
            user.account_id,
            user.id,
            project.id,
            task.id,
            spent_on,
            hours,
            notes,
            billable,
            running,
            stamp.replace(microsecond=0),
        )
        self._next_entry += 1
        self.put(made)
        return made

    def put(self, entry: Entry) -> None:
        """Insert an entry where the order wants it."""
        held = self.entries[entry.account_id]
        held.insert(bisect_left(held, entry.order, key=lambda one: one.order), entry)
        self.version += 1

    def fill(self, account: Account, entries: Iterable[Entry]) -> None:
        """Add very many entries at once."""
        held = self.entries[account.id]
        held.extend(entries)
        held.sort(key=lambda one: one.order)
        self._next_entry = max(self._next_entry, max((one.id for one in held), default=0) + 1)
        self.version += 1

    def find(self, account_id: int, entry_id: int) -> Entry | None:
        """The entry, or None."""
        return next((one for one in self.entries[account_id] if one.id == entry_id), None)

    def remove(self, account_id: int, entry_id: int) -> None:
        """Delete the entry without a trace, as Harvest does."""
        held = self.entries[account_id]
        held[:] = [one for one in held if one.id != entry_id]
        self.version += 1

    def edit(self, entry: Entry, now: datetime, **changes: Any) -> Entry:
        """Change an entry and move its `updated_at`."""
        changed = replace(entry, **changes, updated_at=now.replace(microsecond=0))
        self.remove(entry.account_id, entry.id)
        self.put(changed)
        return changed

    def of(self, account_id: int, things: Iterable[Any]) -> Sequence[Any]:
        """Those of one account, the newest first."""
        found = [thing for thing in things if thing.account_id == account_id]
        return sorted(found, key=lambda thing: -thing.id)

    def render(self, entry: Entry, *, money: bool) -> str:
        """The entry as JSON, in the key order of the recordings; no money for a Member."""
        stamp = f"{entry.updated_at:%Y-%m-%dT%H:%M:%SZ}"
        running = entry.is_running
        start = f'"{stamp}"' if running else "null"
        rates = '"billable_rate":95.0,"cost_rate":null,' if money else ""
        return (
            f'{{"id":{entry.id},"spent_date":"{entry.spent_on}","hours":{entry.hours},'
            f'"hours_without_timer":{entry.hours},"rounded_hours":{entry.hours},'
            f'"notes":{"null" if entry.notes is None else json.dumps(entry.notes)},'
            f'"is_locked":false,"locked_reason":null,"approval_status":"unsubmitted",'
            f'"is_closed":false,"is_billed":false,"timer_started_at":{start},'
            f'"started_time":{chr(34) + "8:00am" + chr(34) if running else "null"},'
            f'"ended_time":null,"is_running":{"true" if running else "false"},'
            f'"billable":{"true" if entry.billable else "false"},"budgeted":true,{rates}'
            f'"created_at":"{CREATED}","updated_at":"{stamp}",'
            f"{self._fragment(entry, money)}}}"
        )

    def _fragment(self, entry: Entry, money: bool) -> str:
        """What an entry says of others: the same for all of one user, project and task."""
        key = (entry.user_id, entry.project_id, entry.task_id, money)
        found = self._fragments.get(key)
        if found is None:
            project = self.projects[entry.project_id]
            user, task = self.users[entry.user_id], self.tasks[entry.task_id]
            times = {"is_active": True, "created_at": CREATED, "updated_at": CREATED}
            rates = {"hourly_rate": None, "budget": None} if money else {}
            text = json.dumps(
                {
                    "user": {"id": user.id, "name": user.name},
                    "client": client(project),
                    "project": {"id": project.id, "name": project.name, "code": None},
                    "task": {"id": task.id, "name": task.name},
                    "user_assignment": {
                        "id": user.id * 10 + 1,
                        "is_project_manager": False,
                        "use_default_rates": True,
                        **times,
                        **rates,
                    },
                    "task_assignment": {"id": task.id * 10 + 1, "billable": True, **times, **rates},
                    "invoice": None,
                    "external_reference": None,
                }
            )
            found = self._fragments[key] = text[1:-1]
        return found


def client(project: Project) -> dict[str, Any]:
    """The project's client as entries and projects show it."""
    number = sum(project.client.encode()) + project.account_id
    return {"id": 7_000_000 + number, "name": project.client, "currency": "EUR"}
