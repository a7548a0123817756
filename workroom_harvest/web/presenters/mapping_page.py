"""The mapping table as a page shows it: as a whole if it is small, otherwise 50 rows a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from workroom_harvest.domain.mapping import Pair, ProjectPair
from workroom_harvest.domain.ports.host import ActivityType, Project
from workroom_harvest.domain.suggestions import Suggestions
from workroom_harvest.domain.use_cases.mapping.table import MappingTables, Row, SideChange, Table
from workroom_harvest.domain.waiting import Tally
from workroom_harvest.web.presenters.duration import hours
from workroom_harvest.web.presenters.lists import as_of

AnyTable = Table[Project] | Table[ActivityType]

MOST_OPTIONS = 8_000
"""The most `<option>` elements that a page has.

A larger table sends them once, and a script fills in each dropdown when it is opened.
"""

ROWS_PER_PAGE = 50
TABLE_BROKEN = (
    "Something in Workroom broke. Try again in a few minutes; if it persists, contact support."
)

SIDE_CHANGES: Mapping[SideChange, str] = {
    SideChange.INACTIVE_IN_HARVEST: "No longer active in Harvest.",
    SideChange.ARCHIVED_IN_WORKROOM: "Archived in Workroom.",
    SideChange.DELETED_IN_WORKROOM: (
        "Mapped to something that was deleted in Workroom: entries are skipped."
    ),
}
"""The hint for each change of a side."""


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


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of projects, or those of tasks, of one page.

    `kind` is `project` or `task`. `options` are pairs of id and label, which are sent once if
    `lazy`. `labels` maps the ids to the labels. `page` is the number of this page of all `pages`.
    Of all rows, `total`, so many are `mapped` and so many `suggested`.
    """

    kind: str
    rows: Sequence[ShownRow]
    options: Sequence[tuple[str, str]]
    labels: Mapping[str, str]
    lazy: bool
    page: int
    pages: int
    total: int
    mapped: int
    suggested: int

    @property
    def suggested_here(self) -> int:
        """Return how many rows of this page have one target that is meant."""
        return sum(row.is_sure for row in self.rows)


@dataclass(frozen=True, slots=True)
class MappingPage:
    """Both sections, each with a page of its rows.

    `key` tells these rows from those of another Harvest account. `as_of` is when Harvest's side was
    read. `partial` says that Harvest showed only the connected user's own assignments, and `plain`
    that each dropdown is complete.
    """

    key: str
    sections: Sequence[Section]
    as_of: str
    partial: bool
    plain: bool

    @property
    def is_long(self) -> bool:
        """Return whether there are more rows than this page has."""
        return any(section.pages > 1 for section in self.sections)

    @property
    def numbers(self) -> Mapping[str, int | None]:
        """Return the query of this page's address; None is left out of it."""
        names = {"project": "page", "task": "tasks"}
        return {
            **{
                names[section.kind]: section.page if section.pages > 1 else None
                for section in self.sections
            },
            "plain": 1 if self.plain else None,
        }


def mapping_page(tables: MappingTables, pages: Mapping[str, int], *, plain: bool) -> MappingPage:
    """Return one page of either table.

    `pages` has their numbers from 1, by kind; one out of range gives the nearest page. `plain`
    gives complete dropdowns, for browsers without scripts.
    """
    numbers = (_number_of_options(tables.projects), _number_of_options(tables.tasks))
    size = ROWS_PER_PAGE if sum(numbers) > MOST_OPTIONS else None
    lazy = size is not None and not plain
    return MappingPage(
        tables.connection_id,
        [
            _section(kind, table, pages.get(kind, 1), size, lazy)
            for kind, table in (("project", tables.projects), ("task", tables.tasks))
        ],
        as_of(tables.lists),
        tables.lists.are_partial,
        plain,
    )


def _number_of_options(table: AnyTable) -> int:
    return len(table.rows) * len(table.targets)


def _section(kind: str, table: AnyTable, page: int, size: int | None, lazy: bool) -> Section:
    size = size or max(len(table.rows), 1)
    pages = max(1, -(-len(table.rows) // size))
    page = min(max(page, 1), pages)
    rows = _with_headings(shown_rows(kind, table))[(page - 1) * size : page * size]
    options = [(target.id, _label(target)) for target in table.targets]
    return Section(
        kind,
        rows,
        options,
        dict(options),
        lazy,
        page,
        pages,
        len(table.rows),
        table.mapped,
        len(table.suggestions.pairs),
    )


def shown_rows(kind: str, table: AnyTable) -> list[ShownRow]:
    """Return all rows of a table as a page shows them, without headings."""
    return [_shown(kind, row, table.suggestions) for row in table.rows]


def _with_headings(rows: Sequence[ShownRow]) -> Sequence[ShownRow]:
    """Return the rows with a heading where a client begins, if most have more than one row."""
    clients = len({row.detail for row in rows})
    if clients < 2 or 2 * clients > len(rows):
        return rows
    before = [None, *(row.detail for row in rows)]
    return [
        row if row.detail == former else replace(row, heading=row.detail)
        for former, row in zip(before, rows, strict=False)
    ]


def _label(target: Project | ActivityType) -> str:
    name = f"{target.name} (archived)" if target.is_archived else target.name
    if isinstance(target, Project):
        return name
    billable = "billable" if target.is_billable else "not billable"
    return f"{name} · {target.hourly_rate:.2f}/h, {billable}"


def _shown(kind: str, row: Row, suggestions: Suggestions) -> ShownRow:
    item, waiting = row.harvest, row.waiting
    sure = suggestions.pairs.get(item.id)
    return ShownRow(
        f"{kind}-{item.id}",
        harvest_name(kind, item.id, item.name),
        item.detail,
        row.target_id,
        " ".join(SIDE_CHANGES[change] for change in row.changes),
        _how_much(waiting) if waiting.entries else "",
        waiting.minutes,
        [sure] if sure is not None else suggestions.candidates.get(item.id, ()),
        sure is not None,
    )


def _how_much(tally: Tally) -> str:
    entries = "1 entry" if tally.entries == 1 else f"{tally.entries} entries"
    return f"{entries}, {hours(tally.minutes)} h"


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
    return name or f"Harvest {kind} {harvest_id}"


def cleared_names(pairs: Sequence[Pair]) -> list[str]:
    """Return the names of the Harvest projects and tasks in the pairs."""
    return [
        harvest_name(
            "project" if isinstance(pair, ProjectPair) else "task",
            pair.harvest_id,
            pair.harvest_name,
        )
        for pair in pairs
    ]


def row_names(tables: MappingTables, given: Mapping[str, str]) -> Mapping[str, str]:
    """Return the names of the rows that give way or take a target, by form field."""
    wanted = {*given.keys(), *given.values()}
    return {
        field: harvest_name(kind, row.harvest.id, row.harvest.name)
        for kind, table in (("project", tables.projects), ("task", tables.tasks))
        for row in table.rows
        if (field := f"{kind}-{row.harvest.id}") in wanted
    }
