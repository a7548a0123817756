"""Corrections in words and as JSON."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from workroom_harvest.domain.correction import Leave
from workroom_harvest.domain.correction_kind import CorrectionKind
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.use_cases.correcting.list_corrections import Correction, Side
from workroom_harvest.web.presenters.duration import hours
from workroom_harvest.web.presenters.sentences import sentence
from workroom_harvest.web.words import N_, day, say

WHAT = {
    CorrectionKind.CHANGED: N_("Changed in Harvest"),
    CorrectionKind.GONE: N_("Gone from Harvest"),
    CorrectionKind.DELETED: N_("Deleted in Workroom"),
    CorrectionKind.OWNER: N_("Owner known by now"),
}

APPLIED = {
    CorrectionKind.CHANGED: N_("Change the timelog"),
    CorrectionKind.GONE: N_("Remove the timelog"),
    CorrectionKind.DELETED: N_("Bring the timelog back"),
    CorrectionKind.OWNER: N_("Move the timelog to its owner"),
}
"""What applying a correction does."""

COUNTED = {
    CorrectionKind.CHANGED: N_(
        "{entries:# imported entry was|# imported entries were} changed in Harvest."
    ),
    CorrectionKind.GONE: N_(
        "{entries:# imported entry is|# imported entries are} gone from Harvest."
    ),
    CorrectionKind.DELETED: N_("{entries:# timelog was|# timelogs were} deleted in Workroom."),
    CorrectionKind.OWNER: N_(
        "{entries:# timelog|# timelogs} went to the designer who connected, and {entries:its owner "
        "is|their owners are} known by now."
    ),
}

LOCKED: Mapping[SkipReason, str] = {
    SkipReason.EDITED: N_("Somebody edited the timelog in Workroom after it was imported."),
    SkipReason.DELETED: N_("The timelog is no longer in Workroom."),
    SkipReason.TIMER_RUNNING: N_("Its timer is still running in Harvest."),
    SkipReason.PROJECT_NOT_MAPPED: N_("Its Harvest project is not mapped to a Workroom project."),
    SkipReason.TASK_NOT_MAPPED: N_("Its Harvest task is not mapped to a Workroom activity type."),
}
"""Why a correction cannot be applied, where there is no sentence of the host's."""

FIELDS = (
    ("spent_on", N_("Date")),
    ("minutes", N_("Hours")),
    ("project", N_("Project")),
    ("task", N_("Task")),
    ("person", N_("Person")),
    ("note", N_("Note")),
    ("billable", N_("Billable")),
)
"""The fields of a timelog, as the list shows them."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value before and after, each of which may be empty."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Row:
    """A correction as a row of the list.

    `locked` is why it cannot be applied, or empty; `is_quoted` says that this is the host's own
    sentence.
    """

    entry_id: int
    what: str
    applied: str
    shown: str
    locked: str
    is_quoted: bool
    cells: Sequence[Cell]


def counted(kind: CorrectionKind, entries: int) -> str:
    """Return how many corrections of a kind there are, as a sentence."""
    return say(COUNTED[kind], entries=entries)


def heading(total: int) -> str:
    """Return the heading of the list."""
    if not total:
        return say("Nothing to correct")
    return say("Harvest and Workroom differ: {entries:# entry|# entries}", entries=total)


def columns() -> Sequence[str]:
    """Return what the fields of a timelog are called."""
    return [say(label) for _, label in FIELDS]


def as_json(one: Correction) -> dict[str, Any]:
    """Return a correction as JSON; `shown` may be sent back with the entry, to apply just this."""
    return {
        "id": one.differing.entry_id,
        "what": one.differing.kind,
        "locked": locked_sentence(one.locked),
        "before": _side_json(one.before),
        "after": _side_json(one.after),
        "shown": one.differing.shown,
    }


def row(one: Correction) -> Row:
    """Return a correction as a row of the list."""
    kind = one.differing.kind
    return Row(
        one.differing.entry_id,
        say(WHAT[kind]),
        say(APPLIED[kind]),
        one.differing.shown,
        locked_sentence(one.locked) or "",
        bool(one.locked and one.locked.cause and one.locked.cause.code is Code.QUOTED),
        list(_cells(one)),
    )


def locked_sentence(why: Leave | None) -> str | None:
    """Return why a correction cannot be applied, or None if it may."""
    if why is None:
        return None
    return sentence(why.cause) if why.cause else say(LOCKED[why.reason])


def _side_json(side: Side | None) -> dict[str, Any] | None:
    if side is None:
        return None
    return {
        "date": side.spent_on.isoformat() if side.spent_on else None,
        "minutes": side.minutes,
        "project": side.project,
        "task": side.task,
        "note": side.note,
        "billable": side.billable,
        "person": side.person,
    }


def _cells(one: Correction) -> Iterator[Cell]:
    for name, _ in FIELDS:
        before, after = _text(one.before, name), _text(one.after, name)
        # What is not known of one side is no difference.
        if one.before and one.after and not (before and after):
            before = after = before or after
        yield Cell(before, after)


def _text(side: Side | None, name: str) -> str:
    value = getattr(side, name) if side else None
    if value is None:
        return ""
    if name == "minutes":
        return hours(value)
    if name == "billable":
        return say("yes") if value else say("no")
    if isinstance(value, date):
        return day(value)
    return str(value)
