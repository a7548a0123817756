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
from workroom_harvest.domain.todo import TodoItem, entries_of


class Trouble(StrEnum):
    """What was wrong with a studio until it was well again, as a signal says it."""

    RECONNECT_NEEDED = "reconnect needed"
    NIGHT_FAILED = "night failed"


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
    """A night failed, and nights had not before. What was `imported` until then stays."""

    studio_id: str
    run_id: str
    kind: RunKind
    night: date
    imported: int
    why: Message


@dataclass(frozen=True, slots=True)
class NeedsAttention:
    """After a run something is to be done by a person, and nothing was before.

    `items` is how many things, and `entries` how many entries they are about. Reconnecting and
    nights that fail are not among them, of which other events tell.
    """

    studio_id: str
    run_id: str
    items: int
    entries: int


Event = Connected | NeedsReconnect | WellAgain | RunFinished | RunFailed | NeedsAttention

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


def of_run(run: ImportRun, *, told_failing: bool) -> Sequence[Event]:
    """Return what is to be told of a run that is over.

    `told_failing` says that it was told that nights fail. The failure of an import by hand is no
    event: whoever clicked sees it. Nor is a preview, which changed nothing.
    """
    events: list[Event] = []
    if run.status is RunStatus.FINISHED and not run.is_preview:
        events.append(_finished(run))
    fails = failing_after(run, told_failing=told_failing)
    if told_failing and not fails:
        events.append(WellAgain(run.studio_id, Trouble.NIGHT_FAILED, run.id))
    night, why = run.request.night, run.failure
    if fails and not told_failing and night is not None and why is not None:
        kind, imported = run.request.kind, run.progress.imported
        events.append(RunFailed(run.studio_id, run.id, kind, night, imported, why))
    return events


def failing_after(run: ImportRun, *, told_failing: bool) -> bool:
    """Return whether nights fail as far as is told, once the run is over and told of.

    A night that finished is well, however often it was continued. One that was cancelled, or failed
    for a reason that is told otherwise, says nothing about how nights are.
    """
    if run.request.night is None:
        return told_failing
    if run.status is RunStatus.FINISHED:
        return False
    return told_failing or (run.failure is not None and run.failure.code not in TOLD_OTHERWISE)


def attention(run: ImportRun, items: Sequence[TodoItem]) -> NeedsAttention:
    """Return that these items are to be done after the run, and none was before."""
    entries = sum(entries_of(item) for item in items)
    return NeedsAttention(run.studio_id, run.id, len(items), entries)


def _finished(run: ImportRun) -> RunFinished:
    done = run.progress
    skipped = {reason: count for reason, count in done.skipped.items() if count}
    request = run.request
    return RunFinished(run.studio_id, run.id, request.kind, request.night, done.imported, skipped)
