"""The mapping table as a page shows it: as a whole if it is small, otherwise 50 rows a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workroom_harvest.domain.mapping import Pair, ProjectPair
from workroom_harvest.domain.use_cases.mapping.table import MappingTables
from workroom_harvest.web.presenters.lists import as_of
from workroom_harvest.web.presenters.mapping_options import target_options
from workroom_harvest.web.presenters.mapping_rows import (
    AnyTable,
    ShownRow,
    harvest_name,
    shown_rows,
    with_headings,
)
from workroom_harvest.web.words import N_, say

MOST_OPTIONS = 8_000
"""The most `<option>` elements that a page has.

A larger table sends them once, and a script fills in each dropdown when it is opened.
"""

ROWS_PER_PAGE = 50
TABLE_BROKEN = N_(
    "Something in Workroom broke. Try again in a few minutes; if it persists, contact support."
)


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of projects, or those of tasks, of one page.

    `kind` is `project` or `task`. `options` are pairs of id and label, which are sent once if
    `lazy`. `labels` maps the ids to the labels. `page` is the number of this page of all `pages`.
    Of all rows, `total`, so many are `mapped`, and so many `to_map`.
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
    to_map: int

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
    def is_unmapped(self) -> bool:
        """Return whether no project or no task is mapped, so that nothing can come in."""
        return not all(section.mapped for section in self.sections)

    @property
    def needs_person(self) -> bool:
        """Return whether the table is to be seen: nothing can come in, or a row needs a target."""
        return self.is_unmapped or any(section.to_map for section in self.sections)

    @property
    def summary(self) -> str:
        """Return how far the mapping is, in a line."""
        counts = {
            name: sum(getattr(section, name) for section in self.sections)
            for name in ("mapped", "total", "to_map")
        }
        if counts["to_map"]:
            return say("{mapped} of {total} mapped · {to_map} to map", **counts)
        return say("{mapped} of {total} mapped", **counts)

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


def mapping_page(
    tables: MappingTables, pages: Mapping[str, int], *, plain: bool, field: str = ""
) -> MappingPage:
    """Return one page of either table.

    `pages` has their numbers from 1, by kind; one out of range gives the nearest page. `plain`
    gives complete dropdowns, for browsers without scripts. The table that has the row of the form
    field `field` shows the page with that row.
    """
    numbers = (_number_of_options(tables.projects), _number_of_options(tables.tasks))
    size = ROWS_PER_PAGE if sum(numbers) > MOST_OPTIONS else None
    lazy = size is not None and not plain
    return MappingPage(
        tables.connection_id,
        [
            _section(kind, table, pages.get(kind, 1), size, lazy, field)
            for kind, table in (("project", tables.projects), ("task", tables.tasks))
        ],
        as_of(tables.lists),
        tables.lists.are_partial,
        plain,
    )


def _number_of_options(table: AnyTable) -> int:
    return len(table.rows) * len(table.targets)


def _section(
    kind: str, table: AnyTable, page: int, size: int | None, lazy: bool, field: str
) -> Section:
    size = size or max(len(table.rows), 1)
    pages = max(1, -(-len(table.rows) // size))
    all_rows = with_headings(shown_rows(kind, table))
    page = next((at // size + 1 for at, row in enumerate(all_rows) if row.field == field), page)
    page = min(max(page, 1), pages)
    rows = all_rows[(page - 1) * size : page * size]
    options = target_options(table.targets)
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
        table.to_map,
    )


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
