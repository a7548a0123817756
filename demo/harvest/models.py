"""The nouns of the local Harvest: accounts, people, projects, tasks and time entries."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

CREATED_AT = datetime(2024, 1, 8, 9, tzinfo=UTC)


def stamp(instant: datetime) -> str:
    """An instant as Harvest writes it: UTC, whole seconds."""
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


CREATED = stamp(CREATED_AT)
TIMEZONE, ZONE = "Stockholm", ZoneInfo("Europe/Stockholm")
"""Everybody's time zone: Harvest names zones as Rails does."""
CLOCK = "24h"
"""The form of times of day in every account: 14:59, not 2:59pm."""


def time_of_day(instant: datetime) -> str:
    """When that is on the user's wall, in the form of the account's clock."""
    return f"{instant.astimezone(ZONE):%H:%M}"


def assignment_id(left: int, right: int) -> int:
    """The id of the pair of a user and a project, or of a project and a task: one of its own."""
    return 100_000_000 + left % 1_000_000 * 10_000 + right % 1_000_000


ROLES = ("administrator", "manager", "member")


@dataclass(frozen=True, slots=True)
class User:
    """A person within an account; `role` is administrator, manager or member.

    `teammates` are users and `manages` projects, by id: what a manager sees besides themselves,
    unless the option `managers_see_all` is on. `assigned` are the ids of the projects that they
    may note time on, None for all.
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
    updated_at: datetime = CREATED_AT


@dataclass(frozen=True, slots=True)
class Task:
    """A task."""

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
    """A time entry; `hours` is decimal text, instants are in whole seconds.

    While a timer runs, `started_at` says since when, and `hours` is what was there before.
    `head` is the entry's own part of its JSON, kept from its first rendering: a changed entry is
    another object, so what is kept is never stale.
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
        """Newest day first, among equals the highest id first: as recorded."""
        return (-self.spent_on.toordinal(), -self.id)

    def hours_at(self, now: datetime) -> str:
        """The hours with the time of a running timer, to two places."""
        if self.started_at is None or now <= self.started_at:
            return self.hours
        elapsed = Decimal((now - self.started_at) // timedelta(seconds=1)) / 3600
        whole = Decimal(self.hours) + elapsed
        return str(float(whole.quantize(Decimal("0.01"), ROUND_HALF_UP)))
