"""The rows of the mapping table, as a page or a script shows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from workroom_harvest.domain.ports.host import ActivityType, Project
from workroom_harvest.domain.suggestions import Suggestions
from workroom_harvest.domain.use_cases.mapping.table import Row, SideChange, Table
from workroom_harvest.domain.waiting import Tally
from workroom_harvest.web.presenters.duration import hours
from workroom_harvest.web.words import N_, say

AnyTable = Table[Project] | Table[ActivityType]

SIDE_CHANGES: Mapping[SideChange, str] = {
    SideChange.INACTIVE_IN_HARVEST: N_("No longer active in Harvest."),
    SideChange.ARCHIVED_IN_WORKROOM: N_("Archived in Workroom."),
    SideChange.DELETED_IN_WORKROOM: N_(
        "Mapped to something that was deleted in Workroom: entries are skipped."
    ),
    SideChange.LEFT_OUT: N_("Left out on purpose."),
}
"""The hint for each change of a side, or choice."""

NAMELESS: Mapping[str, str] = {
    "project": N_("Harvest project {id}"),
    "task": N_("Harvest task {id}"),
}
"""What to call a project or task whose name is not known."""


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of the table, with the name of its form field and Harvest's name for it.

    `detail` is the client of a project, and `heading` is the same for the first row of a client.
    `hint` says what happened to its sides, and `waiting` how much waits for it, which is so many
    `minutes`. `suggested` are ids of targets: the one that is meant if `is_sure`, else those that
    may be. All texts but the field and the name may be empty.
    """

    field: str
    name: str
    detail: str
    target_id: str | None
    hint: str
    waiting: str
    minutes: int
    suggested: Sequence[str]
    is_sure: bool
    heading: str = ""

    @property
    def state(self) -> str:
        """Return `mapped`, `waits` for a row that holds hours back, or `open`."""
        if self.target_id is not None:
            return "mapped"
        return "waits" if self.waiting else "open"


def shown_rows(kind: str, table: AnyTable) -> list[ShownRow]:
    """Return all rows of a table as a page shows them, without headings."""
    return [_shown(kind, row, table.suggestions) for row in table.rows]


def with_headings(rows: Sequence[ShownRow]) -> Sequence[ShownRow]:
    """Return the rows with a heading where a client begins, if most have more than one row."""
    clients = len({row.detail for row in rows})
    if clients < 2 or 2 * clients > len(rows):
        return rows
    before = [None, *(row.detail for row in rows)]
    return [
        row if row.detail == former else replace(row, heading=row.detail)
        for former, row in zip(before, rows, strict=False)
    ]


def _shown(kind: str, row: Row, suggestions: Suggestions) -> ShownRow:
    item, waiting = row.harvest, row.waiting
    sure = suggestions.pairs.get(item.id)
    return ShownRow(
        f"{kind}-{item.id}",
        harvest_name(kind, item.id, item.name),
        item.detail,
        row.target_id,
        " ".join(say(SIDE_CHANGES[change]) for change in row.changes),
        _how_much(waiting) if waiting.entries else "",
        waiting.minutes,
        [sure] if sure is not None else suggestions.candidates.get(item.id, ()),
        sure is not None,
    )


def _how_much(tally: Tally) -> str:
    return say(
        "{entries:# entry|# entries}, {hours} h wait",
        entries=tally.entries,
        hours=hours(tally.minutes),
    )


def compact(row: ShownRow) -> Sequence[object]:
    """Return what a script needs to draw a row, without the empty values at the end.

    The one target that is meant stands by itself, and those that may be are a list.
    """
    suggested = list(row.suggested)
    found: list[object] = [
        int(row.field.partition("-")[2]),
        row.name,
        row.detail,
        row.target_id or "",
        suggested[0] if row.is_sure else suggested,
        row.hint,
        row.minutes,
        row.waiting,
    ]
    while not found[-1]:
        found.pop()
    return found


def harvest_name(kind: str, harvest_id: int, name: str) -> str:
    """Return the name of a project or task, or what to call one whose name is not known here."""
    return name or say(NAMELESS[kind], id=str(harvest_id))
