"""The mapping table, with what became of each side."""

from collections.abc import Callable

import pytest

from tests.fakes.harvest_faults import Fault, transient
from tests.fakes.plugin import CABIN, STUDIO, VILLA, FakedPlugin
from tests.use_cases.mapping.helpers import archive_here, rows, save
from workroom_harvest.domain.connection import Sight
from workroom_harvest.domain.errors import HarvestUnavailable, NotConnected
from workroom_harvest.domain.use_cases.mapping.save_mappings import Choice
from workroom_harvest.domain.use_cases.mapping.table import SideChange


def test_the_table_shows_both_sides_by_name(connected: FakedPlugin) -> None:
    """The table lists Harvest's rows by name with their targets, and what can be chosen."""
    save(connected, Choice(CABIN, None))
    assert rows(connected) == [("Cabin", None, ()), ("Villa", "villa", ())]
    tables = connected.use.show_mappings(STUDIO)
    assert [target.id for target in tables.projects.targets] == ["villa", "cabin"]
    assert [row.target_id for row in tables.tasks.rows] == ["drawings", "plans"]
    assert not tables.partial


def test_a_members_token_shows_a_part(connected: FakedPlugin) -> None:
    """A Member is shown their own projects and those that are mapped, and that it is a part."""
    connected.harvest.role = Sight.SELF
    connected.account.assigned = {CABIN}
    assert connected.use.show_mappings(STUDIO).partial
    assert rows(connected) == [
        ("Cabin", "cabin", ()),
        ("Villa", "villa", (SideChange.INACTIVE_IN_HARVEST,)),
    ]


def _archived_at_harvest(plugin: FakedPlugin) -> None:
    del plugin.account.projects[VILLA]


def _deleted_here(plugin: FakedPlugin) -> None:
    plugin.workroom.studio(STUDIO).projects.clear()


@pytest.mark.parametrize(
    ("change", "target", "side_change"),
    [
        (_archived_at_harvest, "villa", SideChange.INACTIVE_IN_HARVEST),
        (archive_here, "villa", SideChange.ARCHIVED_IN_WORKROOM),
        (_deleted_here, None, SideChange.DELETED_IN_WORKROOM),
    ],
)
def test_a_row_says_what_became_of_a_side(
    connected: FakedPlugin,
    change: Callable[[FakedPlugin], None],
    target: str | None,
    side_change: SideChange,
) -> None:
    """A row says what became of either side since it was mapped."""
    change(connected)
    assert ("Villa", target, (side_change,)) in rows(connected)


def test_without_a_connection_there_is_no_table(plugin: FakedPlugin) -> None:
    """Without a connection the table can be neither shown nor saved."""
    with pytest.raises(NotConnected):
        plugin.use.show_mappings(STUDIO)
    with pytest.raises(NotConnected):
        save(plugin, Choice(VILLA, None))


def test_harvests_trouble_is_said(connected: FakedPlugin) -> None:
    """An error of Harvest's is raised, so that the caller can show something else."""
    connected.harvest.faults.append(Fault("lists", transient()))
    with pytest.raises(HarvestUnavailable):
        connected.use.show_mappings(STUDIO)
