"""An entry, the mappings and the owners decide: a timelog, or a reason to skip. Pure."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from workroom_harvest.domain.entries import Duration, HarvestEntry, NewTimelog, Period
from workroom_harvest.domain.fallback import Cause, FellBack
from workroom_harvest.domain.skipped import SkippedEntry, SkipReason
from workroom_harvest.domain.text import folded


@dataclass(frozen=True, slots=True)
class Owners:
    """Whose timelog an entry becomes.

    `emails` are the addresses of Harvest's users by id, as far as it lists them, `members` the
    studio's active members by e-mail in lower case, `fallback` the member who connected, or None
    when that one can no longer be found.
    """

    emails: Mapping[int, str]
    members: Mapping[str, str]
    fallback: str | None

    def of(self, entry: HarvestEntry) -> str | None:
        """The host's member id, or None when neither e-mail nor fallback leads to one."""
        return self._member(entry) or self.fallback

    def fell_back(self, entry: HarvestEntry) -> FellBack | None:
        """Who the entry's user is and why they are no member; None where they are one."""
        if self._member(entry) is not None:
            return None
        cause = Cause.NO_MEMBER if entry.user_id in self.emails else Cause.UNKNOWN
        return FellBack(entry.user_id, entry.user_name, cause)

    def _member(self, entry: HarvestEntry) -> str | None:
        email = folded(self.emails.get(entry.user_id or 0, ""))
        # A blank address is nobody's, though a host may have a member without one.
        return self.members.get(email) if email else None


@dataclass(frozen=True, slots=True)
class MappingSnapshot:
    """The saved mappings as far as their Workroom side still exists, by Harvest id."""

    projects: Mapping[int, str]
    tasks: Mapping[int, str]


def reason_to_skip(
    entry: HarvestEntry,
    mappings: MappingSnapshot,
    known: Container[int],
    reach: Period | None = None,
) -> SkipReason | None:
    """The first reason that holds before anyone asks for an owner, or None.

    What is out of a night's `reach` is so whatever else is the matter with it: nobody is to map a
    project for the sake of entries that would be left out all the same.
    """
    if entry.id in known:
        return SkipReason.ALREADY_IMPORTED
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


def wanted_and_skipped(
    entries: Iterable[HarvestEntry],
    mappings: MappingSnapshot,
    known: Container[int],
    reach: Period | None = None,
) -> tuple[list[HarvestEntry], list[SkippedEntry]]:
    """Return the entries of a page that are wanted, and those that are not, with the reason.

    Owners are not known yet: a wanted entry may still be skipped for want of one.
    """
    wanted, skipped = [], []
    for entry in entries:
        reason = reason_to_skip(entry, mappings, known, reach)
        if reason is None:
            wanted.append(entry)
        else:
            skipped.append(SkippedEntry(reason, entry.id, entry.label))
    return wanted, skipped


def timelog(
    entry: HarvestEntry, mappings: MappingSnapshot, owners: Owners
) -> NewTimelog | SkippedEntry:
    """The timelog that a wanted entry becomes, or its want of an owner."""
    member_id = owners.of(entry)
    if member_id is None:
        return SkippedEntry(SkipReason.NO_FALLBACK_OWNER, entry.id, entry.label)
    return NewTimelog(
        entry_id=entry.id,
        project_id=mappings.projects[entry.project_id],
        activity_type_id=mappings.tasks[entry.task_id],
        member_id=member_id,
        spent_on=entry.spent_on,
        duration=Duration.from_hours(entry.hours),
        title=entry.title,
        billable=entry.billable,
    )
