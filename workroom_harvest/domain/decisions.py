"""The rules by which an entry becomes a timelog or is skipped."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from workroom_harvest.domain.entries import Duration, HarvestEntry, NewTimelog
from workroom_harvest.domain.fallback import Cause, FellBack
from workroom_harvest.domain.skipped import SkippedEntry, SkipReason
from workroom_harvest.domain.text import folded
from workroom_harvest.domain.window import Days


@dataclass(frozen=True, slots=True)
class Owners:
    """What is known about the owners of entries.

    `emails` maps the id of each Harvest user whom Harvest lists to their e-mail address. `members`
    maps the e-mail address of each active member, as `text.folded` returns it, to the member's id.
    `fallback` is the id of the member who connected, or None where they are no longer a member.
    """

    emails: Mapping[int, str]
    members: Mapping[str, str]
    fallback: str | None

    def of(self, entry: HarvestEntry) -> str | None:
        """Return the member id of the entry's owner, or None if there is not even a fallback."""
        return self._member(entry) or self.fallback

    def fell_back(self, entry: HarvestEntry) -> FellBack | None:
        """Return the entry's user and why they are no member, or None if they are one."""
        if self._member(entry) is not None:
            return None
        cause = Cause.NO_MEMBER if entry.user_id in self.emails else Cause.UNKNOWN
        return FellBack(entry.user_id, entry.user_name, cause)

    def _member(self, entry: HarvestEntry) -> str | None:
        email = folded(self.emails.get(entry.user_id or 0, ""))
        # Without this check a user without an address would match a member without one.
        return self.members.get(email) if email else None


@dataclass(frozen=True, slots=True)
class MappingSnapshot:
    """The saved mappings whose Workroom side still exists: Harvest id to the host's id."""

    projects: Mapping[int, str]
    tasks: Mapping[int, str]


def reason_to_skip(
    entry: HarvestEntry,
    mappings: MappingSnapshot,
    known: Container[int],
    reach: Days | None = None,
) -> SkipReason | None:
    """Return the first reason to skip the entry that holds before owners are known, or None.

    `known` holds the ids that the ledger knows; `reach` are a night's days, or None for an import
    by hand. An entry outside the reach is skipped for that reason even where others hold, too:
    nobody should map a project for entries that are left out anyway.
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
    reach: Days | None = None,
) -> tuple[list[HarvestEntry], list[SkippedEntry]]:
    """Return the entries that are wanted, and those that are skipped, each with its reason.

    Owners are not known yet: a wanted entry may still be skipped because it has none.
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
    """Return the timelog that a wanted entry becomes, or a `SkippedEntry` where it has no owner."""
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
