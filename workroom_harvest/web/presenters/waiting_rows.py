"""The rows of the waiting list and of its entries, as a person reads them."""

from collections.abc import Mapping
from dataclasses import dataclass

from workroom_harvest.domain.use_cases.following_up.list_waiting import NamedEntry
from workroom_harvest.domain.use_cases.following_up.show_waiting import NamedGroup
from workroom_harvest.domain.waiting import GroupKind
from workroom_harvest.web.presenters import waiting_list
from workroom_harvest.web.presenters.counts import import_these
from workroom_harvest.web.presenters.duration import hours
from workroom_harvest.web.presenters.entries import EntryRow
from workroom_harvest.web.presenters.reasons import REMEDIES
from workroom_harvest.web.presenters.sentences import sentence
from workroom_harvest.web.words import N_, day, number, say

KINDS: Mapping[GroupKind, str] = {
    GroupKind.PROJECT: N_("Project"),
    GroupKind.TASK: N_("Task"),
    GroupKind.REASON: "",
}
"""What a group is of, which its reason itself says."""


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group in words; `reason` is empty where the name says it.

    `field` names the group in forms and addresses. `what_to_do` is a sentence where no button
    helps. `import_label` is what the button says that brings the entries in, empty where none
    could; `may_leave_out` says that the group could be left out or mapped.
    """

    name: str
    kind: str
    reason: str
    entries: str
    hours: str
    since: str
    field: Mapping[str, str]
    what_to_do: str
    import_label: str
    may_leave_out: bool


def group_row(one: NamedGroup, lookback_days: int) -> GroupRow:
    """Return a group that waits, or one that was left out."""
    group, tally, is_mapped = one.counted.group, one.counted.tally, one.counted.is_mapped
    reason = waiting_list.group_reason(group)
    said = waiting_list.reason_said(reason, lookback_days)
    is_mappable = group.kind is not GroupKind.REASON
    return GroupRow(
        name=one.name or said,
        kind=say(KINDS[group.kind]) if is_mappable else "",
        reason=(say("Mapped now") if is_mapped else said) if is_mappable else "",
        entries=number(tally.entries),
        hours=hours(tally.minutes),
        since=day(tally.since) if tally.since else "",
        field=waiting_list.field(group, lookback_days),
        what_to_do=""
        if is_mappable
        else waiting_list.correction(one.counted) or say(REMEDIES[reason]),
        import_label=import_these(tally.entries) if is_mapped else "",
        may_leave_out=is_mappable and not is_mapped,
    )


def entry_row(one: NamedEntry, lookback_days: int) -> EntryRow:
    """Return an entry that waits."""
    entry = one.entry
    return EntryRow(
        id=entry.entry_id,
        date=entry.spent_on.isoformat() if entry.spent_on else "",
        day=day(entry.spent_on) if entry.spent_on else "",
        hours="" if entry.minutes is None else hours(entry.minutes),
        project=one.project,
        task=one.task,
        person=one.person,
        note=entry.note or "",
        reason=waiting_list.reason_said(entry.key.reason, lookback_days),
        cause=sentence(entry.cause) if entry.cause else "",
    )
