"""The lines about skipped entries in the panel of a run, sorted by what they ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.skipped import SkippedEntry, SkipReason
from workroom_harvest.domain.use_cases.following_up.group_skipped import (
    SkippedGroup,
    SkippedGroups,
)
from workroom_harvest.domain.use_cases.reporting.list_skipped import ENTRIES_LISTED
from workroom_harvest.web.presenters import reasons
from workroom_harvest.web.presenters.asks import Ask, asks
from workroom_harvest.web.presenters.duration import hours
from workroom_harvest.web.presenters.losses import known_losses
from workroom_harvest.web.presenters.mood import OnPurpose
from workroom_harvest.web.presenters.sentences import sentence
from workroom_harvest.web.words import N_, day, say

Skipped = Mapping[SkipReason, Sequence[SkippedEntry]]
"""The skipped entries to list, by reason."""

NOTE_SHOWN = 80
"""How many characters of a note stand in the panel."""

NOTHING: Skipped = MappingProxyType({})
NO_GROUPS: SkippedGroups = MappingProxyType({})

AMOUNT = N_("{count:# entry|# entries}, {hours} h")
LEFT_OUT = N_("{count:# entry|# entries}, {hours} h, left out on purpose")


@dataclass(frozen=True, slots=True)
class ListedEntry:
    """A skipped entry by name.

    `cause` says more than the reason does; it is empty if there is no more to say.
    """

    entry_id: int | None
    label: str
    cause: str


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A project or task that lacked a mapping: its name, and how much of it was skipped.

    `kind` and `harvest_id` name its row of the mapping table.
    """

    kind: str
    harvest_id: int | None
    name: str
    amount: str


@dataclass(frozen=True, slots=True)
class SkippedLine:
    """A reason in the panel, with the entries that it lists.

    `name` is the reason's own name, as JSON and addresses have it. `count` is the number of all
    entries with the reason, and `more` that of those that are not listed. `hours` are theirs in a
    preview, else empty. `ask` is what the reason asks of a person, and `has_head` that it is the
    first of those that ask it, where not all ask the same. `has_losses` says that the remedies tell
    of entries that were changed or went since their import. `groups` are the projects or tasks
    that lacked a mapping.
    """

    reason: str
    name: str
    count: int
    hours: str
    remedies: Sequence[str]
    entries: Sequence[ListedEntry]
    more: int
    ask: Ask
    has_losses: bool
    groups: Sequence[GroupLine]
    has_head: bool = False

    @property
    def needs_you(self) -> bool:
        """Return whether a person has to do something."""
        return self.ask is Ask.NEEDS_YOU


def skipped_lines(
    run: ImportRun, skipped: Skipped = NOTHING, groups: SkippedGroups = NO_GROUPS
) -> Sequence[SkippedLine]:
    """Return a line for each reason of a run, first of those that need a person.

    `skipped` are the entries to list, by reason, and `groups` what lacked a mapping.
    """
    lines = [
        _skipped_line(run, reason, skipped.get(reason, ()), groups.get(reason, ()))
        for reason in SkipReason
        if run.progress.skipped.get(reason)
    ]
    by_ask = ([line for line in lines if line.ask is ask] for ask in Ask)
    asked = [some for some in by_ask if some]
    return [
        replace(line, has_head=len(asked) > 1 and number == 0)
        for some in asked
        for number, line in enumerate(some)
    ]


def on_purpose(groups: SkippedGroups) -> OnPurpose:
    """Return how much was skipped of what is left out on purpose by now."""
    return {
        reason: sum(one.tally.entries for one in some if one.is_left_out)
        for reason, some in groups.items()
    }


def _skipped_line(
    run: ImportRun,
    reason: SkipReason,
    entries: Sequence[SkippedEntry],
    groups: Sequence[SkippedGroup],
) -> SkippedLine:
    listed = [_listed(entry) for entry in entries]
    count = run.progress.skipped[reason]
    more = count - len(listed) if len(listed) == ENTRIES_LISTED else 0
    left_out = sum(one.tally.entries for one in groups if one.is_left_out)
    minutes = run.progress.skipped_minutes.get(reason, 0)
    return SkippedLine(
        reason=reasons.reason_said(reason, run),
        name=reasons.reason_name(reason, run),
        count=count,
        hours=say("{hours} h", hours=hours(minutes)) if run.is_preview else "",
        remedies=reasons.remedies(reason, run, entries),
        entries=listed,
        more=more,
        ask=Ask.FINE if left_out >= count else asks(reason),
        has_losses=reason is SkipReason.ALREADY_IMPORTED and bool(known_losses(run)),
        groups=[_group(one) for one in groups],
    )


def _group(one: SkippedGroup) -> GroupLine:
    amount = LEFT_OUT if one.is_left_out else AMOUNT
    return GroupLine(
        one.group.kind,
        one.group.harvest_id,
        one.name,
        say(amount, count=one.tally.entries, hours=hours(one.tally.minutes)),
    )


def _listed(entry: SkippedEntry) -> ListedEntry:
    cause = sentence(entry.cause) if entry.cause else ""
    return ListedEntry(entry.entry_id, _label(entry), cause)


def _label(entry: SkippedEntry) -> str:
    """Return the text that names a skipped entry; its names are gone after Disconnect."""
    if entry.spent_on is None:
        return say("Unreadable entry")
    where = ", ".join(filter(None, (day(entry.spent_on), entry.project, entry.task)))
    note = entry.note[:NOTE_SHOWN]
    return f"{where}: {note}" if note else where
