"""The mapping table as a page shows it: as a whole if it is small, otherwise 50 rows a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workroom_harvest.domain.ports.harvest import HarvestItem
from workroom_harvest.domain.ports.host import ActivityType, Project
from workroom_harvest.domain.use_cases.mapping.table import MappingTables, Row, SideChange, Table

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
    """A row of the table. `hint` says what happened to its sides, and may be empty."""

    harvest: HarvestItem
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

    `partial` says that Harvest showed only the connected user's own assignments, and `plain` that
    each dropdown is complete.
    """

    sections: Sequence[Section]
    page: int
    pages: int
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
        tables.partial,
        plain,
    )


def _number_of_options(table: Table[Project] | Table[ActivityType]) -> int:
    return len(table.rows) * len(table.targets)


def _section(
    kind: str, table: Table[Project] | Table[ActivityType], shown: slice, lazy: bool
) -> Section:
    options = [(target.id, _label(target)) for target in table.targets]
    return Section(kind, [_shown(row) for row in table.rows[shown]], options, dict(options), lazy)


def _label(target: Project | ActivityType) -> str:
    name = f"{target.name} (archived)" if target.is_archived else target.name
    if isinstance(target, Project):
        return name
    billable = "billable" if target.is_billable else "not billable"
    return f"{name} · {target.hourly_rate:.2f}/h, {billable}"


def _shown(row: Row) -> ShownRow:
    hint = " ".join(SIDE_CHANGES[change] for change in row.changes)
    return ShownRow(row.harvest, row.target_id, hint)
