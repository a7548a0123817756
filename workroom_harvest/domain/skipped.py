"""The reasons for which entries are skipped, and the result of one page."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workroom_harvest.domain.entries import HarvestEntry, UnreadableEntry
from workroom_harvest.domain.fallback import FellBack
from workroom_harvest.domain.messages import Message
from workroom_harvest.domain.text import visible


class SkipReason(StrEnum):
    """Why an entry was skipped. The values are stored.

    `TOO_OLD` and `DATED_LATER` occur in nightly imports only, whose entries have a `reach`.
    `NOT_YET_IMPORTED` occurs in nights that read their days in full: nobody has imported the entry,
    and it was not changed lately. `GONE` occurs in imports of what waits and in corrections:
    Harvest does not find the entry. `OTHER_ACCOUNT` says that the studio knows an entry of that id
    from a Harvest account that was connected before. `UNDONE` occurs in nights, and `LOCKED`,
    `EDITED` and `DELETED` in runs that change or remove timelogs: Workroom protects one, somebody
    edited it there, or it is not there any more. `SHOWN_OTHERWISE` occurs in corrections: Harvest
    or Workroom is no longer as it was shown.
    """

    PROJECT_NOT_MAPPED = "project_not_mapped"
    TASK_NOT_MAPPED = "task_not_mapped"
    ALREADY_IMPORTED = "already_imported"
    TOO_OLD = "too_old"
    DATED_LATER = "dated_later"
    NOT_YET_IMPORTED = "not_yet_imported"
    TIMER_RUNNING = "timer_running"
    NO_FALLBACK_OWNER = "no_fallback_owner"
    SAVE_FAILED = "save_failed"
    HARVEST_API_ERROR = "harvest_api_error"
    GONE = "gone"
    UNDONE = "undone"
    LOCKED = "locked"
    EDITED = "edited"
    DELETED = "deleted"
    OTHER_ACCOUNT = "other_account"
    SHOWN_OTHERWISE = "shown_otherwise"


RETRYABLE = frozenset({SkipReason.SAVE_FAILED, SkipReason.HARVEST_API_ERROR})
"""The reasons for which the guide says: try again."""

PASSING = RETRYABLE | {SkipReason.TIMER_RUNNING, SkipReason.DATED_LATER}
"""The reasons that pass by themselves: with time, or once another try succeeds."""


NOTE_LENGTH = 200
"""How many characters of a skipped entry's notes are kept."""


def start_of_note(notes: str | None) -> str:
    """Return what is kept of an entry's notes; empty where nothing visible is left of it."""
    return visible((notes or "")[:NOTE_LENGTH])


@dataclass(frozen=True, slots=True)
class SkippedEntry:
    """An entry that a run skipped, and why.

    `minutes` are those that its timelog would have, and `note` is the start of its notes. What
    cannot be read is None or empty, and so are names and notes after Disconnect. `cause` says more
    than the reason does, where there is more to say. `is_lasting` says that another try will not
    help.
    """

    reason: SkipReason
    entry_id: int | None
    spent_on: date | None = None
    minutes: int | None = None
    project: str = ""
    task: str = ""
    person: str = ""
    note: str = ""
    cause: Message | None = None
    is_lasting: bool = False

    @classmethod
    def of(
        cls,
        entry: HarvestEntry | UnreadableEntry,
        reason: SkipReason,
        cause: Message | None = None,
        *,
        is_lasting: bool = False,
    ) -> "SkippedEntry":
        """Return an entry of Harvest's list as skipped for that reason."""
        if isinstance(entry, UnreadableEntry):
            return cls(reason, entry.id, cause=cause, is_lasting=is_lasting)
        return cls(
            reason,
            entry.id,
            entry.spent_on,
            entry.minutes,
            entry.project_name,
            entry.task_name,
            entry.user_name,
            start_of_note(entry.notes),
            cause,
            is_lasting,
        )


@dataclass(frozen=True, slots=True)
class PageResult:
    """The result of one page.

    `imported` entries were imported, of `minutes` in all, and `already_imported` ones had been
    before, of which `changed` have other values at Harvest by now, and `deleted` were deleted in
    Workroom before. The host was asked for `looked_up` of their timelogs. `fell_back` are the users
    whose entries went to the designer who connected. `listed` is how many entries Harvest listed on
    the page, and `asked` how many it was asked for by id instead.
    """

    imported: int
    skipped: tuple[SkippedEntry, ...]
    fell_back: tuple[FellBack, ...] = ()
    already_imported: int = 0
    already_imported_minutes: int = 0
    changed: int = 0
    minutes: int = 0
    listed: int = 0
    asked: int = 0
    deleted: int = 0
    looked_up: int = 0
