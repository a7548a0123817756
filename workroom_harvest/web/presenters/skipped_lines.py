"""The lines about skipped entries in the panel of a run, sorted by what they ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.skipped import SkippedEntry, SkipReason
from workroom_harvest.domain.use_cases.reporting.list_skipped import ENTRIES_LISTED
from workroom_harvest.web.presenters import reasons
from workroom_harvest.web.presenters.asks import Ask, asks
from workroom_harvest.web.presenters.duration import hours
from workroom_harvest.web.presenters.losses import known_losses
from workroom_harvest.web.presenters.sentences import sentence
from workroom_harvest.web.words import day, say

Skipped = Mapping[SkipReason, Sequence[SkippedEntry]]
"""The skipped entries to list, by reason."""

NOTE_SHOWN = 80
"""How many characters of a note stand in the panel."""

NOTHING: Skipped = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ListedEntry:
    """A skipped entry by name.

    `cause` says more than the reason does; it is empty if there is no more to say.
    """

    entry_id: int | None
    label: str
    cause: str


@dataclass(frozen=True, slots=True)
class SkippedLine:
    """A reason in the panel, with the entries that it lists.

    `name` is the reason's own name, as JSON and addresses have it. `count` is the number of all
    entries with the reason, and `more` that of those that are not listed. `hours` are theirs in a
    preview, else empty. `ask` is what the reason asks of a person, and `has_head` that it is the
    first of those that ask it, where not all ask the same. `has_losses` says that the remedies tell
    of entries that were changed or went since their import.
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
    has_head: bool = False

    @property
    def needs_you(self) -> bool:
        """Return whether a person has to do something."""
        return self.ask is Ask.NEEDS_YOU


def skipped_lines(run: ImportRun, skipped: Skipped) -> Sequence[SkippedLine]:
    """Return a line for each reason of a run, first of those that need a person.

    `skipped` are the entries to list, by reason.
    """
    lines = [
        _skipped_line(run, reason, skipped.get(reason, ()))
        for reason in SkipReason
        if run.progress.skipped.get(reason)
    ]
    by_ask = ([line for line in lines if line.ask is ask] for ask in Ask)
    groups = [group for group in by_ask if group]
    return [
        replace(line, has_head=len(groups) > 1 and number == 0)
        for group in groups
        for number, line in enumerate(group)
    ]


def _skipped_line(
    run: ImportRun, reason: SkipReason, entries: Sequence[SkippedEntry]
) -> SkippedLine:
    listed = [_listed(entry) for entry in entries]
    count = run.progress.skipped[reason]
    more = count - len(listed) if len(listed) == ENTRIES_LISTED else 0
    minutes = run.progress.skipped_minutes.get(reason, 0)
    return SkippedLine(
        reason=reasons.reason_said(reason, run),
        name=reasons.reason_name(reason, run),
        count=count,
        hours=f"{hours(minutes)} h" if run.is_preview else "",
        remedies=reasons.remedies(reason, run, entries),
        entries=listed,
        more=more,
        ask=asks(reason),
        has_losses=reason is SkipReason.ALREADY_IMPORTED and bool(known_losses(run)),
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
