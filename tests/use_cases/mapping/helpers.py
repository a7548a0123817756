"""The mapping table as a person sees and saves it."""

from dataclasses import replace

from tests.fakes.plugin import STUDIO, FakedPlugin
from workroom_harvest.domain.read_lists import REFRESH_PAUSE
from workroom_harvest.domain.use_cases.mapping.refresh_lists import ListChanges
from workroom_harvest.domain.use_cases.mapping.save_mappings import Choice, MappingChanges, Saved
from workroom_harvest.domain.use_cases.mapping.table import SideChange


def save(plugin: FakedPlugin, *projects: Choice, tasks: tuple[Choice, ...] = ()) -> Saved:
    """Save what a person changed, and return what gave way."""
    return plugin.use.save_mappings(STUDIO, MappingChanges(projects, tasks))


def rows(plugin: FakedPlugin) -> list[tuple[str, str | None, tuple[SideChange, ...]]]:
    """Return the table of projects by name, target and what became of either side."""
    table = plugin.use.show_mappings(STUDIO).projects
    return [(row.harvest.name, row.target_id, row.changes) for row in table.rows]


def refresh(plugin: FakedPlugin) -> ListChanges | None:
    """Let a minute pass, read Harvest's lists again, and return what differs."""
    plugin.clock.advance(REFRESH_PAUSE)
    return plugin.use.refresh_lists(STUDIO)


def archive_here(plugin: FakedPlugin) -> None:
    """Archive the projects in Workroom."""
    studio = plugin.workroom.studio(STUDIO)
    studio.projects = [replace(one, is_archived=True) for one in studio.projects]
