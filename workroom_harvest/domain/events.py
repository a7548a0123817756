"""What a host is told about a studio: each event is a change of state, and no event a repetition.

Events carry ids, codes and counts. They hold no token, no name and nothing of an entry.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workroom_harvest.domain.connection import ConnectionChange
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.run import ImportRun, RunKind
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.skipped import SkipReason


class Trouble(StrEnum):
    """What was wrong with a studio until it was well again."""

    RECONNECT_NEEDED = "reconnect needed"
    NIGHT_FAILED = "night failed"


class Attention(StrEnum):
    """What waits for a person."""

    MAPPING = "mapping"


@dataclass(frozen=True, slots=True)
class Connected:
    """A member connected the studio to a Harvest account, for the first time or again.

    `instead_of` is the member who had connected it until then, or None if it was the same or none.
    """

    studio_id: str
    member_id: str
    harvest_account_id: int
    change: ConnectionChange
    instead_of: str | None = None


@dataclass(frozen=True, slots=True)
class NeedsReconnect:
    """The connection cannot be used any more until a person reconnects. `why` says why."""

    studio_id: str
    why: Message


@dataclass(frozen=True, slots=True)
class WellAgain:
    """What was wrong is over. `run_id` is the night that succeeded, or None for a reconnect."""

    studio_id: str
    after: Trouble
    run_id: str | None = None


@dataclass(frozen=True, slots=True)
class RunFinished:
    """A run ended well. `skipped` counts the entries that it left out, by reason."""

    studio_id: str
    run_id: str
    kind: RunKind
    night: date | None
    imported: int
    skipped: Mapping[SkipReason, int]


@dataclass(frozen=True, slots=True)
class RunFailed:
    """A night failed, and the night before had not. What was `imported` until then stays."""

    studio_id: str
    run_id: str
    kind: RunKind
    night: date
    imported: int
    why: Message


@dataclass(frozen=True, slots=True)
class NeedsAttention:
    """A night left out `entries` for want of what a person must do, and the one before had none."""

    studio_id: str
    run_id: str
    what: Attention
    entries: int


Event = Connected | NeedsReconnect | WellAgain | RunFinished | RunFailed | NeedsAttention

UNMAPPED = (SkipReason.PROJECT_NOT_MAPPED, SkipReason.TASK_NOT_MAPPED)
"""The reasons that a mapping removes."""

TOLD_OTHERWISE = frozenset(
    {
        # `NeedsReconnect` is sent when it is noted, and `WellAgain` when somebody reconnects.
        Code.GRANT_REVOKED,
        # Somebody switched the nightly import off, and knows.
        Code.AUTOMATED_SYNC_OFF,
        Code.AUTOMATED_SYNC_OFF_MEANWHILE,
    }
)
"""The failures of a night that are no news when the run ends."""


def of_run(run: ImportRun, night_before: ImportRun | None) -> Sequence[Event]:
    """Return what is to be told of a run that is over.

    `night_before` is the newest night of the same connection before the run's, if that is a night,
    which finished or failed, or None. The failure of an import by hand is no event: whoever clicked
    sees it. Nor is a preview, which changed nothing.
    """
    events: list[Event] = []
    if run.status is RunStatus.FINISHED and not run.is_preview:
        events.append(_finished(run))
    if run.request.night is None or run.status is RunStatus.CANCELLED:
        return events
    was_in_trouble = _is_in_trouble(night_before)
    if run.status is RunStatus.FINISHED and was_in_trouble:
        events.append(WellAgain(run.studio_id, Trouble.NIGHT_FAILED, run.id))
    if run.failure is not None and _is_in_trouble(run) and not was_in_trouble:
        events.append(
            RunFailed(
                run.studio_id,
                run.id,
                run.request.kind,
                run.request.night,
                run.progress.imported,
                run.failure,
            )
        )
    unmapped = _unmapped(run)
    if unmapped and not (night_before and _unmapped(night_before)):
        events.append(NeedsAttention(run.studio_id, run.id, Attention.MAPPING, unmapped))
    return events


def _finished(run: ImportRun) -> RunFinished:
    done = run.progress
    skipped = {reason: count for reason, count in done.skipped.items() if count}
    request = run.request
    return RunFinished(run.studio_id, run.id, request.kind, request.night, done.imported, skipped)


def _is_in_trouble(night: ImportRun | None) -> bool:
    failure = night.failure if night else None
    return failure is not None and failure.code not in TOLD_OTHERWISE


def _unmapped(night: ImportRun) -> int:
    return sum(night.progress.skipped.get(reason, 0) for reason in UNMAPPED)
