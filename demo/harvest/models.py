"""What the local Harvest has: accounts, users, projects, tasks and time entries."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo

CREATED_AT = datetime(2024, 1, 8, 9, tzinfo=UTC)


def stamp(instant: datetime) -> str:
    """Return an instant as Harvest writes it: in UTC, in whole seconds."""
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


CREATED = stamp(CREATED_AT)
TIMEZONE, ZONE = "Stockholm", ZoneInfo("Europe/Stockholm")
"""The time zone of every user: Harvest names zones as Rails does."""
CLOCK = "24h"
"""Every account writes times of day as 14:59, not as 2:59pm."""


def time_of_day(instant: datetime) -> str:
    """Return the time of day of an instant in the user's time zone, as the account writes it."""
    return f"{instant.astimezone(ZONE):%H:%M}"


def assignment_id(left: int, right: int) -> int:
    """Return the id of an assignment, which is one of a user to a project or of a task to one."""
    return 100_000_000 + left % 1_000_000 * 10_000 + right % 1_000_000


ROLES = ("administrator", "manager", "member")


@dataclass(frozen=True, slots=True)
class User:
    """A person within an account, in one of `ROLES`.

    `teammates` are ids of users and `manages` of projects: a manager sees their entries besides
    their own, unless the option `managers_see_all` is on. `assigned` are the ids of the projects
    on which the user may track time, None for all.
    """

    id: int
    account_id: int
    first_name: str
    last_name: str
    email: str
    role: str = "member"
    is_active: bool = True
    updated_at: datetime = CREATED_AT
    teammates: frozenset[int] = frozenset()
    manages: frozenset[int] = frozenset()
    assigned: frozenset[int] | None = None

    @property
    def name(self) -> str:
        """Return the name by which entries show the user."""
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True, slots=True)
class Project:
    """A project of a client."""

    id: int
    account_id: int
    name: str
    client: str = "Private client"
    is_active: bool = True
    updated_at: datetime = CREATED_AT


@dataclass(frozen=True, slots=True)
class Task:
    """A kind of work."""

    id: int
    account_id: int
    name: str
    is_active: bool = True
    updated_at: datetime = CREATED_AT


@dataclass(frozen=True, slots=True)
class Account:
    """An account of a product, `harvest` or `forecast`."""

    id: int
    name: str
    product: str = "harvest"


@dataclass(frozen=True, slots=True)
class Entry:
    """A time entry; `hours` is decimal text, instants are in whole seconds and UTC.

    While its timer runs, `started_at` is when it was started, and `hours` are those from before.
    `head` caches the part of its JSON text that no other entry shares, from its first rendering: a
    changed entry is another object, so that the cache is never stale.
    """

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
    created_at: datetime
    started_at: datetime | None = None
    is_billed: bool = False
    is_closed: bool = False
    external_reference_id: str | None = None
    head: str | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def order(self) -> tuple[int, int]:
        """Return the sort key: the newest day first, then the highest id, as recorded."""
        return (-self.spent_on.toordinal(), -self.id)

    def hours_at(self, now: datetime) -> str:
        """Return the hours, with the time of a running timer up to `now`, to two places."""
        if self.started_at is None or now <= self.started_at:
            return self.hours
        elapsed = Decimal((now - self.started_at) // timedelta(seconds=1)) / 3600
        whole = Decimal(self.hours) + elapsed
        return str(float(whole.quantize(Decimal("0.01"), ROUND_HALF_UP)))

    def changed(self, now: datetime, **changes: Any) -> "Entry":
        """Return the entry with changed fields, updated at `now`.

        A timer that starts does so now; one that stops leaves its hours.
        """
        now = now.replace(microsecond=0)
        is_running = changes.get("is_running", self.is_running)
        if self.is_running and not is_running:
            changes = {"hours": self.hours_at(now), "started_at": None, **changes}
        elif is_running and not self.is_running:
            changes = {"started_at": now, **changes}
        return replace(self, **changes, updated_at=now)

    @property
    def locked_reason(self) -> str | None:
        """Return why the entry is locked, in the words that were seen; None where it is not."""
        states = {"Invoiced": self.is_billed, "Approved": self.is_closed}
        causes = [word for word, is_so in states.items() if is_so]
        return f"Item {' and '.join([*causes, 'Locked'])} for this Time Period" if causes else None
