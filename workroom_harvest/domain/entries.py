"""Time entries of Harvest, and the timelogs that they become."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal

from workroom_harvest.domain.messages import Message
from workroom_harvest.domain.text import is_visible


@dataclass(frozen=True, slots=True)
class Duration:
    """A duration in whole hours and minutes, with `0 <= minutes < 60`."""

    hours: int
    minutes: int

    @classmethod
    def from_hours(cls, hours: Decimal) -> "Duration":
        """Return Harvest's decimal hours, rounded half up to the minute (7.98 is 7 h 59 min)."""
        return cls(*divmod(_whole_minutes(hours), 60))

    @property
    def total_minutes(self) -> int:
        """Return the whole duration in minutes."""
        return 60 * self.hours + self.minutes


def _whole_minutes(hours: Decimal) -> int:
    return int((hours * 60).to_integral_value(ROUND_HALF_UP))


@dataclass(frozen=True, slots=True)
class HarvestStatus:
    """What Harvest says of an entry beside its values; each is None where it says nothing.

    `is_locked` entries can no longer be edited in Harvest, for the `locked_reason` in its words.
    `is_closed` entries are approved, and `approval_status` is Harvest's word for how far they came.
    `is_billed` ones are on the invoice of that id and number. `started_at` and `ended_at` are the
    times of day in the time zone of the entry's user, without a zone; only accounts that track
    start and end have them.
    """

    is_locked: bool | None = None
    locked_reason: str | None = None
    is_closed: bool | None = None
    approval_status: str | None = None
    is_billed: bool | None = None
    invoice_id: int | None = None
    invoice_number: str | None = None
    started_at: time | None = None
    ended_at: time | None = None


NO_STATUS = HarvestStatus()
"""The status of an entry of which Harvest says nothing more."""


@dataclass(frozen=True, slots=True)
class HarvestEntry:
    """A time entry as Harvest returns it.

    `spent_on` is a calendar date in the time zone of the entry's user. `hours` is a decimal with
    two places in practice; the hours of a running timer grow until it is stopped. `user_name` is
    empty where Harvest names no user. `updated_at` is when it was added or last edited (UTC, whole
    seconds), or None where Harvest does not say.
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
    status: HarvestStatus = NO_STATUS
    updated_at: datetime | None = None

    @property
    def title(self) -> str:
        """Return the notes in full, or the task's name where the notes hold nothing visible."""
        return self.notes if self.notes and is_visible(self.notes) else self.task_name

    @property
    def is_billed(self) -> bool:
        """Return whether Harvest has invoiced the entry; False where it does not say."""
        return self.status.is_billed is True

    @property
    def hundredths(self) -> int:
        """Return the hours in hundredths, rounded half up."""
        return int((self.hours * 100).to_integral_value(ROUND_HALF_UP))

    @property
    def minutes(self) -> int:
        """Return how many minutes a timelog of the entry has."""
        return _whole_minutes(self.hours)


@dataclass(frozen=True, slots=True)
class UnreadableEntry:
    """A member of Harvest's list that cannot be read as an entry.

    `id` is None where not even the id can be read; `problem` says what is wrong.
    """

    id: int | None
    problem: Message


@dataclass(frozen=True, slots=True)
class NewTimelog:
    """A timelog for the host to add.

    `entry_id` is the stamp: the id of the Harvest entry, unique within the studio, up to 64 bits.
    `project_id`, `activity_type_id` and `member_id` are the host's own ids. `spent_on` is a
    calendar date without a zone. `title` may be long and hold line breaks: the host decides how
    long a title may be, and where it keeps the rest. The hourly rate is the activity type's at the
    time of the import; the host records it. `status` is what Harvest says of the entry's lock,
    approval, invoice and times; the host may keep of it what it likes.
    """

    entry_id: int
    project_id: str
    activity_type_id: str
    member_id: str
    spent_on: date
    duration: Duration
    title: str
    billable: bool
    status: HarvestStatus = NO_STATUS


@dataclass(frozen=True, slots=True)
class FoundTimelog:
    """An imported timelog as it stands in the host now, whoever wrote it last.

    `entry_id` is the stamp. The values are those of `NewTimelog`, as `add_many` or `change_many`
    was given them or as somebody edited them since: the host's own ids, which are empty where a
    timelog has lost what it named; a calendar date without a zone; and the whole title, wherever
    the host keeps its parts. `locked` is a sentence why the host lets nobody change or remove the
    timelog (it is locked, or invoiced), which is shown to people as a quotation; else it is None.
    """

    entry_id: int
    project_id: str
    activity_type_id: str
    member_id: str
    spent_on: date
    duration: Duration
    title: str
    billable: bool
    locked: str | None
