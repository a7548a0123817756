"""The rules by which an entry that Harvest lists is imported, skipped, or found as it was.

Everything here is pure: the decisions are made of what was read before, and written afterwards.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from workroom_harvest.domain.entries import Duration, HarvestEntry, NewTimelog, UnreadableEntry
from workroom_harvest.domain.entry_record import EntryRecord, EntryState
from workroom_harvest.domain.fallback import FellBack
from workroom_harvest.domain.messages import Message
from workroom_harvest.domain.owners import Owners
from workroom_harvest.domain.skipped import PASSING, SkipReason
from workroom_harvest.domain.window import Days


@dataclass(frozen=True, slots=True)
class MappingSnapshot:
    """The saved mappings whose Workroom side still exists: Harvest id to the host's id."""

    projects: Mapping[int, str]
    tasks: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Import:
    """The entry becomes a timelog.

    `fell_back` is its user, if the timelog goes to the designer who connected instead.
    """

    entry: HarvestEntry
    timelog: NewTimelog
    fell_back: FellBack | None


@dataclass(frozen=True, slots=True)
class Skip:
    """The entry is left out.

    `cause` says more than the reason does, where there is more to say. `is_lasting` says that
    another try will not help.
    """

    entry: HarvestEntry | UnreadableEntry
    reason: SkipReason
    cause: Message | None = None
    is_lasting: bool = False

    @property
    def waits(self) -> bool:
        """Return whether the entry waits; otherwise it stays what the studio knows of it."""
        return self.reason not in (SkipReason.OTHER_ACCOUNT, SkipReason.UNDONE)


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The entry was imported before, and Harvest has the values that it was imported with."""

    entry: HarvestEntry


@dataclass(frozen=True, slots=True)
class Changed:
    """The entry was imported before, and Harvest has other values by now."""

    entry: HarvestEntry


@dataclass(frozen=True, slots=True)
class Noted:
    """Harvest's word about the entry is noted, and the entry stays what it is.

    Its timelog was deleted in Workroom, or it is none of those that the run is about.
    """

    entry: HarvestEntry


Decision = Import | Skip | Unchanged | Changed | Noted
"""What becomes of an entry. Each decision carries the entry to the end."""


def decide(
    entry: HarvestEntry,
    fingerprint: str,
    mappings: MappingSnapshot,
    owners: Callable[[], Owners],
    record: EntryRecord | None,
    reach: Days | None = None,
    wanted_since: datetime | None = None,
    *,
    by_itself: bool = False,
) -> Decision:
    """Return what becomes of the entry.

    `fingerprint` is that of the entry's values now, and `record` what is remembered of it, or None.
    `reach` are a night's days, or None for an import by hand. Where a night reads all entries of
    its days, `wanted_since` (UTC) is the instant after which those were changed that it is to bring
    in; else it is None. `owners` is called only if the entry is wanted, and may raise what reading
    them raises. `by_itself` says that nobody asked for the run, which then brings in nothing that
    was undone. An entry that a night is not to bring in is skipped for that reason even where
    others hold, too: nobody should map a project for entries that are left out anyway.
    """
    if record is not None and record.state is EntryState.DELETED:
        return Noted(entry)
    if record is not None and record.state.has_timelog:
        return compared(entry, fingerprint, record)
    if by_itself and record is not None and record.state is EntryState.UNDONE:
        return Skip(entry, SkipReason.UNDONE)
    reason = _reason_to_wait(entry, record, wanted_since) or _reason_to_skip(entry, mappings, reach)
    if reason is not None:
        return Skip(entry, reason)
    known = owners()
    member_id = known.of(entry)
    if member_id is None:
        return Skip(entry, SkipReason.NO_FALLBACK_OWNER)
    return Import(entry, timelog(entry, mappings, member_id), known.fell_back(entry))


def compared(entry: HarvestEntry, fingerprint: str, record: EntryRecord) -> Changed | Unchanged:
    """Return whether Harvest has other values by now than those that the timelog was made of."""
    return Changed(entry) if record.differs(fingerprint) else Unchanged(entry)


def decide_elsewhere(decision: Decision) -> Decision:
    """Return what becomes of an entry that a run has on record, found on days of others.

    Nothing comes in or begins to wait otherwise by a run that is not about its day.
    """
    if isinstance(decision, Import | Skip) and isinstance(decision.entry, HarvestEntry):
        return Noted(decision.entry)
    return decision


def unreadable(entry: UnreadableEntry) -> Skip:
    """Return what becomes of a member of Harvest's list that cannot be read.

    If its id is readable, Harvest has such an entry, and somebody must correct it there. Without an
    id it more likely is an answer that was damaged on its way.
    """
    return Skip(entry, SkipReason.HARVEST_API_ERROR, entry.problem, is_lasting=entry.id is not None)


def conflict(entry: HarvestEntry | UnreadableEntry) -> Skip:
    """Return what becomes of an entry whose id the studio knows from another Harvest account.

    The two cannot be told apart by their id: it is neither imported nor recorded, and what is known
    of the other account's entry stays as it is.
    """
    return Skip(entry, SkipReason.OTHER_ACCOUNT)


def _reason_to_wait(
    entry: HarvestEntry, record: EntryRecord | None, wanted_since: datetime | None
) -> SkipReason | None:
    """Return why a night leaves to a person an entry that was not changed lately, or None.

    What waits goes on waiting for what it waited for, unless that passes by itself.
    """
    if wanted_since is None or (entry.updated_at is not None and entry.updated_at > wanted_since):
        return None
    waits_for = record.reason if record else None
    if waits_for in PASSING:
        return None
    return waits_for or SkipReason.NOT_YET_IMPORTED


def _reason_to_skip(
    entry: HarvestEntry, mappings: MappingSnapshot, reach: Days | None
) -> SkipReason | None:
    if reach is not None and entry.spent_on < reach.first:
        return SkipReason.TOO_OLD
    if reach is not None and entry.spent_on > reach.last:
        return SkipReason.DATED_LATER
    if entry.is_running:
        return SkipReason.TIMER_RUNNING
    if entry.project_id not in mappings.projects:
        return SkipReason.PROJECT_NOT_MAPPED
    if entry.task_id not in mappings.tasks:
        return SkipReason.TASK_NOT_MAPPED
    return None


def timelog(entry: HarvestEntry, mappings: MappingSnapshot, member_id: str) -> NewTimelog:
    """Return the timelog that an entry whose project and task are mapped becomes."""
    return NewTimelog(
        entry_id=entry.id,
        project_id=mappings.projects[entry.project_id],
        activity_type_id=mappings.tasks[entry.task_id],
        member_id=member_id,
        spent_on=entry.spent_on,
        duration=Duration.from_hours(entry.hours),
        title=entry.title,
        billable=entry.billable,
        status=entry.status,
    )


def is_news(decision: Decision, record: EntryRecord, fingerprint: str | None) -> bool:
    """Return whether the decision tells something about an entry that its record does not.

    `fingerprint` is that of the entry's values now, or None if they cannot be read.
    """
    said_anew = fingerprint is not None and fingerprint != record.said
    if isinstance(decision, Import):
        return True
    if isinstance(decision, Skip):
        if decision.reason is SkipReason.OTHER_ACCOUNT:
            return False
        waits = not record.state.has_timelog
        stays_undone = decision.reason is SkipReason.UNDONE
        return waits and (said_anew or not (stays_undone or decision.reason is record.reason))
    if isinstance(decision, Noted):
        return said_anew
    found = EntryState.CHANGED if isinstance(decision, Changed) else EntryState.IMPORTED
    return said_anew or record.state is not found
