"""What a preview shows of the entries that would come in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from workroom_harvest.domain.decisions import Import
from workroom_harvest.domain.skipped import NOTE_LENGTH
from workroom_harvest.domain.text import visible


@dataclass(frozen=True, slots=True)
class PreviewedEntry:
    """An entry that would come in, and the timelog that it would become.

    `project`, `task` and `person` are Harvest's names, and `note` is the start of its notes; all of
    them are empty after Disconnect. The other ids are the host's. `fell_back` says that the
    timelog would go to the designer who connected, and `is_billed` that Harvest has invoiced the
    entry.
    """

    entry_id: int
    spent_on: date
    minutes: int
    project: str
    task: str
    person: str
    note: str
    project_id: str
    activity_type_id: str
    member_id: str
    billable: bool
    fell_back: bool
    is_billed: bool

    @classmethod
    def of(cls, decision: Import) -> "PreviewedEntry":
        """Return what is shown of an entry that was decided to be imported."""
        entry, log = decision.entry, decision.timelog
        return cls(
            entry.id,
            log.spent_on,
            log.duration.total_minutes,
            entry.project_name,
            entry.task_name,
            entry.user_name,
            visible((entry.notes or "")[:NOTE_LENGTH]),
            log.project_id,
            log.activity_type_id,
            log.member_id,
            log.billable,
            decision.fell_back is not None,
            entry.is_billed,
        )


@dataclass(frozen=True, slots=True)
class ProjectSum:
    """How many entries of a Harvest project would come in, and of how many minutes.

    `project_id` is the host's project that they would go to.
    """

    project: str
    project_id: str
    entries: int
    minutes: int


@dataclass(frozen=True, slots=True)
class OwnerSum:
    """How many entries of a Harvest user a member would own, and of how many minutes.

    `fell_back` says that the member is the designer who connected, in the user's place.
    """

    person: str
    member_id: str
    fell_back: bool
    entries: int
    minutes: int


@dataclass(frozen=True, slots=True)
class PreviewSums:
    """What would come in, summed up: the most hours first, and up to as many lines as asked.

    `billed_entries` of the `entries` have been invoiced in Harvest, with `billed_minutes`.
    """

    entries: int
    minutes: int
    billed_entries: int
    billed_minutes: int
    projects: Sequence[ProjectSum]
    owners: Sequence[OwnerSum]
