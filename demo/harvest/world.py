"""The records of a local Harvest."""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from demo.harvest import entry_order
from demo.harvest.models import Account, Entry, Project, Task, User
from demo.harvest.rendering import EntryRenderer

__all__ = ["FIRST_ENTRY_ID", "Account", "Entry", "Project", "Task", "User", "World"]

FIRST_ENTRY_ID = 2_380_504_951
"""Ids of time entries have more than 32 bits since 2024."""


@dataclass
class World:
    """All records; ids are given in turn, so that the same calls make the same world.

    `entries` has a list in Harvest's order for each account. `version` grows with each change of
    entries, for caches of what is made from them.
    """

    accounts: dict[int, Account] = field(default_factory=dict)
    users: dict[int, User] = field(default_factory=dict)
    projects: dict[int, Project] = field(default_factory=dict)
    tasks: dict[int, Task] = field(default_factory=dict)
    entries: dict[int, list[Entry]] = field(default_factory=dict)
    version: int = 0
    _next_entry_id: int = FIRST_ENTRY_ID
    # The server answers in many threads; it is reentrant since an edit may remove and put.
    _lock: threading.RLock = field(default_factory=threading.RLock, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._reset_renderers()

    def _reset_renderers(self) -> None:
        records = (self.users, self.projects, self.tasks)
        self._renderers = {money: EntryRenderer(*records, money=money) for money in (False, True)}

    def account(self, name: str, product: str = "harvest", *, id: int | None = None) -> Account:  # noqa: A002 because it is Harvest's word
        """Add an account of a product, `harvest` or `forecast`, and return it."""
        made = Account(id or 1_000_001 + len(self.accounts), name, product)
        self.accounts[made.id] = made
        self.entries.setdefault(made.id, [])
        return made

    def user(
        self,
        account: Account,
        name: str,
        email: str,
        role: str = "member",
        *,
        active: bool = True,
        teammates: frozenset[int] = frozenset(),
        manages: frozenset[int] = frozenset(),
    ) -> User:
        """Add a user, whose first name is the first word of the name, and return them."""
        first, _, last = name.partition(" ")
        made = User(
            4_000_001 + len(self.users),
            account.id,
            first,
            last,
            email,
            role,
            active,
            teammates=teammates,
            manages=manages,
        )
        self.users[made.id] = made
        return made

    def change_user(self, user_id: int, **changes: Any) -> User:
        """Change fields of a user, such as `role`; the next request is answered by them."""
        with self._lock:
            changed = self.users[user_id] = replace(self.users[user_id], **changes)
            # Rendered entries show who manages their project.
            self._reset_renderers()
            self.version += 1
        return changed

    def rename(self, account_id: int, name: str) -> Account:
        """Give an account another name."""
        with self._lock:
            renamed = self.accounts[account_id] = replace(self.accounts[account_id], name=name)
        return renamed

    def project(
        self, account: Account, name: str, client: str = "Private client", *, active: bool = True
    ) -> Project:
        """Add a project and return it."""
        made = Project(45_000_001 + len(self.projects), account.id, name, client, active)
        self.projects[made.id] = made
        return made

    def task(self, account: Account, name: str, *, active: bool = True) -> Task:
        """Add a task and return it."""
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
        billed: bool = False,
        closed: bool = False,
        external_reference_id: str | None = None,
    ) -> Entry:
        """Add a time entry and return it.

        `updated_at` is by default noon (UTC) of its day, for a running timer now.
        """
        noon = datetime(spent_on.year, spent_on.month, spent_on.day, 12, tzinfo=UTC)
        instant = updated_at or (datetime.now(UTC) if running else noon)
        instant = instant.replace(microsecond=0)
        with self._lock:
            made = Entry(
                self._next_entry_id,
                user.account_id,
                user.id,
                project.id,
                task.id,
                spent_on,
                hours,
                notes,
                billable,
                running,
                instant,
                instant,
                instant if running else None,
                billed,
                closed,
                external_reference_id,
            )
            self._next_entry_id += 1
            self.put(made)
        return made

    def put(self, entry: Entry) -> None:
        """Insert an entry at its place in the order."""
        with self._lock:
            entry_order.insert(self.entries[entry.account_id], entry)
            self.version += 1

    def fill(self, account: Account, entries: Iterable[Entry]) -> None:
        """Add very many entries to an account at once."""
        present = self.entries[account.id]
        entry_order.extend(present, entries)
        highest = max((entry.id for entry in present), default=0)
        self._next_entry_id = max(self._next_entry_id, highest + 1)
        self.version += 1

    def find(self, account_id: int, entry_id: int) -> Entry | None:
        """Return an entry of the account, None where it has none of this id."""
        entries = self.entries[account_id]
        return next((entry for entry in entries if entry.id == entry_id), None)

    def remove(self, account_id: int, entry_id: int) -> None:
        """Delete an entry without a trace, as Harvest does; nothing where there is none."""
        entries = self.entries[account_id]
        with self._lock:
            entries[:] = [entry for entry in entries if entry.id != entry_id]
            self.version += 1

    def edit(self, entry: Entry, now: datetime, **changes: Any) -> Entry:
        """Change fields of an entry at `now`, and return what it is then."""
        changed = entry.changed(now, **changes)
        with self._lock:
            if entry_order.replace_in_place(self.entries[entry.account_id], entry, changed):
                self.version += 1
            else:
                self.remove(entry.account_id, entry.id)
                self.put(changed)
        return changed

    def of(self, account_id: int, records: Iterable[Any]) -> Sequence[Any]:
        """Return the records that belong to an account, newest first."""
        found = [record for record in records if record.account_id == account_id]
        return sorted(found, key=lambda record: -record.id)

    def render(self, entry: Entry, now: datetime, *, money: bool) -> str:
        """Return an entry as JSON text; `now` counts where its timer runs, `money` shows rates."""
        return self._renderers[money].render(entry, now)
