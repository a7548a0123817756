"""Who and what there is in the local Harvest."""

import threading
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from demo.harvest.models import Account, Entry, Project, Task, User
from demo.harvest.rendering import Texts

__all__ = ["FIRST_ENTRY_ID", "Account", "Entry", "Project", "Task", "User", "World"]

FIRST_ENTRY_ID = 2_380_504_951
"""Past 32 bits, as time entries are since 2024."""


@dataclass
class World:
    """Everything, deterministic: ids count up. `version` grows with each change of entries."""

    accounts: dict[int, Account] = field(default_factory=dict)
    users: dict[int, User] = field(default_factory=dict)
    projects: dict[int, Project] = field(default_factory=dict)
    tasks: dict[int, Task] = field(default_factory=dict)
    entries: dict[int, list[Entry]] = field(default_factory=dict)
    version: int = 0
    _next_entry: int = FIRST_ENTRY_ID
    # The server answers in many threads; an edit may remove and put.
    _lock: threading.RLock = field(default_factory=threading.RLock, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._forget_texts()

    def _forget_texts(self) -> None:
        things = (self.users, self.projects, self.tasks)
        self._texts = {money: Texts(*things, money=money) for money in (False, True)}

    def account(self, name: str, product: str = "harvest", *, id: int | None = None) -> Account:  # noqa: A002 because it is Harvest's word
        """Add an account."""
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
        """Add a user; the first word of the name is the first name."""
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

    def change_user(self, number: int, **changes: Any) -> User:
        """Give a user another role, other teammates or other projects to manage; seen at once."""
        with self._lock:
            changed = self.users[number] = replace(self.users[number], **changes)
            # Entries tell who manages their project.
            self._forget_texts()
            self.version += 1
        return changed

    def rename(self, account_id: int, name: str) -> Account:
        """Give an account another name; what is listed has it at once."""
        with self._lock:
            renamed = self.accounts[account_id] = replace(self.accounts[account_id], name=name)
        return renamed

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
        billed: bool = False,
        closed: bool = False,
        external_reference_id: str | None = None,
    ) -> Entry:
        """Add a time entry; `updated_at` is noon (UTC) of its day unless told, a timer's is now."""
        noon = datetime(spent_on.year, spent_on.month, spent_on.day, 12, tzinfo=UTC)
        moved = updated_at or (datetime.now(UTC) if running else noon)
        moved = moved.replace(microsecond=0)
        with self._lock:
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
                moved,
                moved,
                moved if running else None,
                billed,
                closed,
                external_reference_id,
            )
            self._next_entry += 1
            self.put(made)
        return made

    def put(self, entry: Entry) -> None:
        """Insert an entry where the order wants it."""
        held = self.entries[entry.account_id]
        with self._lock:
            held.insert(bisect_left(held, entry.order, key=_order), entry)
            self.version += 1

    def fill(self, account: Account, entries: Iterable[Entry]) -> None:
        """Add very many entries at once."""
        held = self.entries[account.id]
        held.extend(entries)
        held.sort(key=_order)
        self._next_entry = max(self._next_entry, max((one.id for one in held), default=0) + 1)
        self.version += 1

    def find(self, account_id: int, entry_id: int) -> Entry | None:
        """The entry, or None."""
        return next((one for one in self.entries[account_id] if one.id == entry_id), None)

    def remove(self, account_id: int, entry_id: int) -> None:
        """Delete the entry without a trace, as Harvest does."""
        held = self.entries[account_id]
        with self._lock:
            held[:] = [one for one in held if one.id != entry_id]
            self.version += 1

    def edit(self, entry: Entry, now: datetime, **changes: Any) -> Entry:
        """Change an entry and move its `updated_at`; a timer that stops leaves its hours."""
        now = now.replace(microsecond=0)
        running = changes.get("is_running", entry.is_running)
        if entry.is_running and not running:
            changes = {"hours": entry.hours_at(now), "started_at": None, **changes}
        elif running and not entry.is_running:
            changes = {"started_at": now, **changes}
        changed = replace(entry, **changes, updated_at=now)
        held = self.entries[entry.account_id]
        with self._lock:
            at = bisect_left(held, entry.order, key=_order)
            if held[at : at + 1] == [entry] and changed.order == entry.order:
                # In its place: a reader sees the one or the other, never none.
                held[at] = changed
                self.version += 1
            else:
                self.remove(entry.account_id, entry.id)
                self.put(changed)
        return changed

    def stop_timers(self, user: User, now: datetime) -> None:
        """Stop the user's running timer: nobody has two."""
        mine = (one for one in self.entries[user.account_id] if one.user_id == user.id)
        for one in [one for one in mine if one.is_running]:
            self.edit(one, now, is_running=False)

    def between(self, account_id: int, first: date | None, last: date | None) -> Sequence[Entry]:
        """The account's entries of these days, both included."""
        held = self.entries[account_id]
        start, end = 0, len(held)
        if last is not None:
            start = bisect_left(held, -last.toordinal(), key=_day)
        if first is not None:
            end = bisect_right(held, -first.toordinal(), key=_day)
        return held if (start, end) == (0, len(held)) else held[start:end]

    def of(self, account_id: int, things: Iterable[Any]) -> Sequence[Any]:
        """Those of one account, the newest first."""
        found = [thing for thing in things if thing.account_id == account_id]
        return sorted(found, key=lambda thing: -thing.id)

    def render(self, entry: Entry, now: datetime, *, money: bool) -> str:
        """The entry as JSON at a moment, which counts where a timer runs; no money for a Member."""
        return self._texts[money].render(entry, now)


def _order(entry: Entry) -> tuple[int, int]:
    return entry.order


def _day(entry: Entry) -> int:
    return -entry.spent_on.toordinal()
