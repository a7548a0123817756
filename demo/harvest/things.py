"""The nouns of the local Harvest: accounts, people, projects, tasks and time entries."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

CREATED_AT = datetime(2024, 1, 8, 9, tzinfo=UTC)


def stamp(instant: datetime) -> str:
    """An instant as Harvest writes it: UTC, whole seconds."""
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


CREATED = stamp(CREATED_AT)


@dataclass(frozen=True, slots=True)
class User:
    """A person within an account; `role` is administrator, manager or member.

    `teammates` are users and `manages` projects, by id: what a manager sees besides themselves
    where the option `managers_see_all` is off.
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
    """A time entry; `hours` is decimal text, `updated_at` an instant in whole seconds.

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
    is_billed: bool = False
    external_reference_id: str | None = None
    head: str | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def order(self) -> tuple[int, int]:
        """Newest day first, among equals the highest id first: as recorded."""
        return (-self.spent_on.toordinal(), -self.id)
