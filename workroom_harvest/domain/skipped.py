"""Why entries are left out, and what became of a page of them."""

from dataclasses import dataclass
from enum import StrEnum

from workroom_harvest.domain.fallback import FellBack
from workroom_harvest.domain.messages import Message


class SkipReason(StrEnum):
    """Why an entry was left out. The values are stored.

    `TOO_OLD` and `DATED_LATER` are for nights alone, whose entries have a `reach`.
    """

    PROJECT_NOT_MAPPED = "project_not_mapped"
    TASK_NOT_MAPPED = "task_not_mapped"
    ALREADY_IMPORTED = "already_imported"
    TOO_OLD = "too_old"
    DATED_LATER = "dated_later"
    TIMER_RUNNING = "timer_running"
    NO_FALLBACK_OWNER = "no_fallback_owner"
    SAVE_FAILED = "save_failed"
    HARVEST_API_ERROR = "harvest_api_error"


RETRYABLE = frozenset({SkipReason.SAVE_FAILED, SkipReason.HARVEST_API_ERROR})
"""Reasons for which the guide says: try again."""


@dataclass(frozen=True, slots=True)
class SkippedEntry:
    """An entry that was left out, by name and cause.

    `label` names it to a person; it is empty for an entry that nobody can read. `cause` says more
    than the reason, where there is more to say. `is_lasting` where it does not pass by itself, so
    that trying again is no help.
    """

    reason: SkipReason
    entry_id: int | None
    label: str
    cause: Message | None = None
    is_lasting: bool = False


@dataclass(frozen=True, slots=True)
class PageResult:
    """What became of one page: how many came in, and each that did not.

    `fell_back` are those who came in as timelogs of the designer who connected.
    """

    imported: int
    skipped: tuple[SkippedEntry, ...]
    fell_back: tuple[FellBack, ...] = ()
