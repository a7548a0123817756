"""The mapping table as a page shows it: as a whole if it is small, otherwise 50 rows a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workroom_harvest.domain.mapping import Pair, ProjectPair
from workroom_harvest.domain.ports.host import ActivityType, Project
from workroom_harvest.domain.use_cases.mapping.table import MappingTables, Row, SideChange, Table
from workroom_harvest.web.presenters.lists import as_of

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

    `detail` is the client of a project. `hint` says what happened to its sides. Both may be empty.
    """

    field: str
    name: str
    detail: str
    target_id: str | None
    hint: str


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of projects, or those of tasks.

    `kind` is `project` or `task`. `options` are pairs of id and label, which are sent once if
    `lazy`. `labels` maps the ids to the labels.
    """

    kind: str
    rows: Sequence[ShownRow]
    options: Sequence[tuple[str, str]]
    labels: Mapping[str, str]
    lazy: bool


@dataclass(frozen=True, slots=True)
class MappingPage:
    """Both sections, with the number of this page and of all pages.

    `as_of` is when Harvest's side was read. `partial` says that Harvest showed only the connected
    user's own assignments, and `plain` that each dropdown is complete.
    """

    sections: Sequence[Section]
    page: int
    pages: int
    as_of: str
    partial: bool
    plain: bool


def mapping_page(tables: MappingTables, page: int, *, plain: bool) -> MappingPage:
    """Return one page of the table, numbered from 1; a number out of range gives the nearest page.

    `plain` gives complete dropdowns, for browsers without scripts.
    """
    numbers = (_number_of_options(tables.projects), _number_of_options(tables.tasks))
    large = sum(numbers) > MOST_OPTIONS
    rows = max(len(tables.projects.rows), len(tables.tasks.rows))
    pages = max(1, -(-rows // ROWS_PER_PAGE)) if large else 1
    page = min(max(page, 1), pages)
    shown = slice((page - 1) * ROWS_PER_PAGE, page * ROWS_PER_PAGE) if large else slice(None)
    lazy = large and not plain
    return MappingPage(
        [
            _section("project", tables.projects, shown, lazy),
            _section("task", tables.tasks, shown, lazy),
        ],
        page,
        pages,
        as_of(tables.lists),
        tables.lists.are_partial,
        plain,
    )


def _number_of_options(table: Table[Project] | Table[ActivityType]) -> int:
    return len(table.rows) * len(table.targets)


def _section(
    kind: str, table: Table[Project] | Table[ActivityType], shown: slice, lazy: bool
) -> Section:
    options = [(target.id, _label(target)) for target in table.targets]
    return Section(
        kind, [_shown(kind, row) for row in table.rows[shown]], options, dict(options), lazy
    )


def _label(target: Project | ActivityType) -> str:
    name = f"{target.name} (archived)" if target.is_archived else target.name
    if isinstance(target, Project):
        return name
    billable = "billable" if target.is_billable else "not billable"
    return f"{name} · {target.hourly_rate:.2f}/h, {billable}"


def _shown(kind: str, row: Row) -> ShownRow:
    hint = " ".join(SIDE_CHANGES[change] for change in row.changes)
    item = row.harvest
    name = harvest_name(kind, item.id, item.name)
    return ShownRow(f"{kind}-{item.id}", name, item.detail, row.target_id, hint)


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
