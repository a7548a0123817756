"""A time entry on its way from Harvest to a timelog."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from workroom_harvest.domain.errors import InvalidPeriod
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.text import is_visible

DEFAULT_DAYS = 14


@dataclass(frozen=True, slots=True)
class Duration:
    """Whole hours and minutes, `0 <= minutes < 60`."""

    hours: int
    minutes: int

    @classmethod
    def from_hours(cls, hours: Decimal) -> "Duration":
        """Harvest's decimal hours, rounded half up to the minute: 7.98 is 7 h 59 min."""
        minutes = int((hours * 60).to_integral_value(ROUND_HALF_UP))
        return cls(*divmod(minutes, 60))


@dataclass(frozen=True, slots=True)
class HarvestEntry:
    """One time entry as Harvest tells it.

    `spent_on` is a calendar date of the entry's user, without a zone. `hours` is a decimal with
    two places in practice; of a running timer it grows until the timer is stopped. `user_name` is
    empty where Harvest names nobody.
    """

    id: int
    spent_on: date
    hours: Decimal
    notes: str | None
    billable: bool
    is_running: bool
    user_id: int | None
    user_name: str
    project_id: int
    project_name: str
    task_id: int
    task_name: str

    @property
    def title(self) -> str:
        """The notes, whole; where nothing is to be seen of them, the task's name."""
        return self.notes if self.notes and is_visible(self.notes) else self.task_name

    @property
    def label(self) -> str:
        """How the result panel names the entry to a person."""
        return f"{self.spent_on}, {self.project_name}, {self.task_name}"


@dataclass(frozen=True, slots=True)
class UnreadableEntry:
    """One member of Harvest's list that is no entry; `id` where at least that could be read."""

    id: int | None
    problem: Message


@dataclass(frozen=True, slots=True)
class NewTimelog:
    """A timelog for the host to add.

    `entry_id` is the stamp: the Harvest entry's id, unique within the studio, up to 64 bits.
    `project_id`, `activity_type_id` and `member_id` are the host's own ids. `title` may hold line
    breaks and be long: the host says how long a title may be and keeps the rest. The rate is the
    activity type's at the time of the import; the host writes it down.
    """

    entry_id: int
    project_id: str
    activity_type_id: str
    member_id: str
    spent_on: date
    duration: Duration
    title: str
    billable: bool


@dataclass(frozen=True, slots=True)
class Period:
    """A window of calendar days; both ends count, as Harvest's `from` and `to` do."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise InvalidPeriod("to", Code.PERIOD_REVERSED)

    @classmethod
    def default(cls, today: date) -> "Period":
        """From 14 days before `today` (the studio's own) to `today`."""
        return cls(today - timedelta(days=DEFAULT_DAYS), today)

    def __str__(self) -> str:
        return f"{self.first} → {self.last}"
