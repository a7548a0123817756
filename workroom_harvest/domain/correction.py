"""Corrections: what an imported entry and its timelog differ in, and what may be done about it.

Everything here is pure. A correction is shown first, then chosen by a person, and decided again by
what Harvest and Workroom say at that moment.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from workroom_harvest.domain.correction_kind import CorrectionKind as CorrectionKind
from workroom_harvest.domain.decisions import MappingSnapshot, timelog
from workroom_harvest.domain.entries import (
    FoundTimelog,
    HarvestEntry,
    NewTimelog,
    UnreadableEntry,
)
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.entry_story import Said, Written
from workroom_harvest.domain.keyed_hash import KeyedHash
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.owners import Owners
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.undoing import protection

KINDS = {
    EntryState.CHANGED: CorrectionKind.CHANGED,
    EntryState.ORPHANED: CorrectionKind.GONE,
    EntryState.DELETED: CorrectionKind.DELETED,
}
"""What is to be corrected of entries of a state. An imported one may have another owner."""


@dataclass(frozen=True, slots=True)
class Differing:
    """An entry that differs from its timelog, as Harvest said last and as it was written last.

    `said` is None, and so are the three after it, where Harvest's last word cannot be read.
    `written_from` is the fingerprint of the values that the timelog was made of. `note` is the
    start of what a timelog of the entry would be called, or empty where that is not kept.
    """

    entry_id: int
    kind: CorrectionKind
    said: Said | None
    billable: bool | None
    is_running: bool | None
    fingerprint: str | None
    written: Written
    written_from: str | None
    note: str = ""

    @property
    def shown(self) -> str:
        """Return what tells Harvest's last word from any other one."""
        return self.fingerprint or ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A correction that somebody chose: of which kind, and Harvest's last word as it was shown."""

    entry_id: int
    kind: CorrectionKind
    shown: str


@dataclass(frozen=True, slots=True)
class Leave:
    """The correction is not applied, for that reason. `cause` says more where there is more."""

    reason: SkipReason
    cause: Message | None = None


@dataclass(frozen=True, slots=True)
class Correct:
    """The correction may be applied, unless Workroom says otherwise.

    `entry` is None for what is gone, whose timelog is to be removed. The timelog of any other is to
    belong to the member.
    """

    entry: HarvestEntry | None
    member_id: str
    fell_back: bool


def decide_correction(
    chosen: Chosen,
    differing: Differing | None,
    entry: HarvestEntry | UnreadableEntry | None,
    fingerprint: str | None,
    mappings: MappingSnapshot,
    owners: Callable[[], Owners],
) -> Correct | Leave:
    """Return what becomes of a chosen correction, as far as Harvest and the mappings tell.

    `differing` is what is to be corrected now, or None. `entry` is what Harvest says now, None if
    it does not have the entry, and `fingerprint` that of its values, if they can be read. `owners`
    is called only where the timelog is the fallback's, and may raise what reading them raises.
    """
    if differing is None or differing.kind is not chosen.kind:
        return Leave(SkipReason.SHOWN_OTHERWISE)
    written = differing.written
    if chosen.kind is CorrectionKind.GONE:
        if entry is not None:
            return Leave(SkipReason.SHOWN_OTHERWISE, Message(Code.IN_HARVEST_AGAIN))
        return Correct(None, written.member_id, written.fell_back)
    match entry:
        case None:
            return Leave(SkipReason.GONE)
        case UnreadableEntry(problem=problem):
            return Leave(SkipReason.HARVEST_API_ERROR, problem)
    if fingerprint != chosen.shown:
        return Leave(SkipReason.SHOWN_OTHERWISE, Message(Code.CHANGED_AGAIN))
    why = not_ready(chosen.kind, entry.project_id, entry.task_id, entry.is_running, mappings)
    if why is not None:
        return why
    member_id = owners().known(entry) if written.fell_back else None
    if chosen.kind is CorrectionKind.OWNER and member_id is None:
        return Leave(SkipReason.SHOWN_OTHERWISE, Message(Code.OWNER_NOT_KNOWN))
    return Correct(
        entry, member_id or written.member_id, fell_back=written.fell_back and not member_id
    )


def not_ready(
    kind: CorrectionKind,
    project_id: int,
    task_id: int,
    is_running: bool | None,
    mappings: MappingSnapshot,
) -> Leave | None:
    """Return why Harvest's values cannot be a timelog now, or None if they can, or need not."""
    if kind in (CorrectionKind.GONE, CorrectionKind.OWNER):
        return None
    if is_running:
        return Leave(SkipReason.TIMER_RUNNING)
    if project_id not in mappings.projects:
        return Leave(SkipReason.PROJECT_NOT_MAPPED)
    if task_id not in mappings.tasks:
        return Leave(SkipReason.TASK_NOT_MAPPED)
    return None


def protected(
    differing: Differing, found: FoundTimelog | None, keyed_hash: KeyedHash
) -> Leave | None:
    """Return why Workroom's timelog must not be touched, or None if it may.

    `found` is what stands there now, or None. What is to come back must not stand there, and
    anything else must stand there as it was last written.
    """
    if differing.kind is CorrectionKind.DELETED:
        return Leave(SkipReason.SHOWN_OTHERWISE, Message(Code.TIMELOG_THERE)) if found else None
    why = protection(differing.written, found, keyed_hash)
    return Leave(why.reason, why.cause) if why else None


def corrected(
    kind: CorrectionKind, correct: Correct, found: FoundTimelog | None, mappings: MappingSnapshot
) -> NewTimelog:
    """Return the timelog as it is to be; `correct` has an entry.

    A change of the owner alone leaves all else as it was found.
    """
    entry = correct.entry
    assert entry is not None, "what is gone becomes no timelog"  # noqa: S101 because that is for ourselves
    if kind is CorrectionKind.OWNER and found is not None:
        return replace(as_written(found), member_id=correct.member_id, status=entry.status)
    return timelog(entry, mappings, correct.member_id)


def as_written(found: FoundTimelog) -> NewTimelog:
    """Return the values of a timelog that was found, as a host is handed them."""
    return NewTimelog(
        entry_id=found.entry_id,
        project_id=found.project_id,
        activity_type_id=found.activity_type_id,
        member_id=found.member_id,
        spent_on=found.spent_on,
        duration=found.duration,
        title=found.title,
        billable=found.billable,
    )
