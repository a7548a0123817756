"""The reasons for which entries are skipped, and the result of one page."""

from dataclasses import dataclass
from enum import StrEnum

from workroom_harvest.domain.fallback import FellBack
from workroom_harvest.domain.messages import Message


class SkipReason(StrEnum):
    """Why an entry was skipped. The values are stored.

    `TOO_OLD` and `DATED_LATER` occur in nightly imports only, whose entries have a `reach`.
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
"""The reasons for which the guide says: try again."""


@dataclass(frozen=True, slots=True)
class SkippedEntry:
    """An entry that was skipped, and why.

    `label` names the entry to a person; it is empty where the entry cannot be read. `cause` says
    more than the reason does, where there is more to say. `is_lasting` says that another try will
    not help.
    """

    reason: SkipReason
    entry_id: int | None
    label: str
    cause: Message | None = None
    is_lasting: bool = False


@dataclass(frozen=True, slots=True)
class PageResult:
    """The result of one page: how many entries were imported, and each that was skipped.

    `fell_back` are the users whose entries went to the designer who connected.
    """

    imported: int
    skipped: tuple[SkippedEntry, ...]
    fell_back: tuple[FellBack, ...] = ()
