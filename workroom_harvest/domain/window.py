"""Windows: which of Harvest's entries a run reads."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from workroom_harvest.domain.errors import InvalidPeriod
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.waiting import WaitingGroup

DEFAULT_DAYS = 14
"""The length of an import's default window, in days before today."""


@dataclass(frozen=True, slots=True)
class Days:
    """All entries of these calendar days.

    Both ends are included, as with Harvest's `from` and `to`
    (https://help.getharvest.com/api-v2/timesheets-api/timesheets/time-entries/). Raise
    `InvalidPeriod` where `first` is after `last`.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise InvalidPeriod("to", Code.PERIOD_REVERSED)

    @classmethod
    def default(cls, today: date) -> "Days":
        """Return the days from 14 days before `today` to `today`, the studio's own day."""
        return cls(today - timedelta(days=DEFAULT_DAYS), today)

    def __str__(self) -> str:
        return f"{self.first} → {self.last}"


@dataclass(frozen=True, slots=True)
class ChangedSince:
    """The entries that were added or edited in Harvest after an instant.

    `since` is in UTC; Harvest's `updated_since` is exclusive. Only entries that are dated within
    `reach` are taken.
    """

    since: datetime
    reach: Days


@dataclass(frozen=True, slots=True)
class Waiting:
    """The entries that waited in a group when somebody asked for them.

    Harvest is asked for those of the group's project or task, or for all, of `days`: from the
    oldest to the newest day of work of what waited then. They are None where none of it has a day,
    because no values of it could be read.
    """

    group: WaitingGroup
    days: Days | None


@dataclass(frozen=True, slots=True)
class ChosenEntries:
    """The entries that somebody chose to correct, which the store keeps with the run.

    Harvest is asked for all of `days`: from their oldest to their newest day of work. They are None
    where none of them has a day that is known.
    """

    days: Days | None


Window = Days | ChangedSince | Waiting | ChosenEntries
"""What a run asks Harvest for."""
