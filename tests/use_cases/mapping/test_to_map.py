"""Which rows of the mapping table need a target."""

import pytest

from tests.fakes.plugin import CABIN, STUDIO, VILLA, FakedPlugin
from tests.use_cases.mapping.helpers import refresh, save
from workroom_harvest.domain.ports.harvest import HarvestItem
from workroom_harvest.domain.use_cases.mapping.save_mappings import Choice
from workroom_harvest.domain.waiting import GroupKind, WaitingGroup


def to_map(plugin: FakedPlugin) -> int:
    """Return how many projects need a target."""
    return plugin.use.show_mappings(STUDIO).projects.to_map


def add(plugin: FakedPlugin, name: str) -> None:
    """Add a project at Harvest, and let its lists be read."""
    plugin.account.projects[12] = HarvestItem(12, name)
    refresh(plugin)


def test_what_is_mapped_needs_no_target(connected: FakedPlugin) -> None:
    """Where all is mapped nothing needs a target, and neither does what is for no entry."""
    assert to_map(connected) == 0
    add(connected, "Something else")
    assert to_map(connected) == 0


@pytest.mark.parametrize("name", ["Cabin", "Villa"])
def test_what_is_suggested_needs_a_target(connected: FakedPlugin, name: str) -> None:
    """A row for which a target is suggested needs one, whether it is meant or one of several."""
    save(connected, Choice(CABIN, None), Choice(VILLA, None))
    assert to_map(connected) == 2
    # Two rows are as good for one target now, so it is offered in both.
    add(connected, name)
    assert to_map(connected) == 3


def test_what_entries_wait_for_needs_a_target(connected: FakedPlugin) -> None:
    """A row for which entries wait needs a target, though none is suggested."""
    add(connected, "Something else")
    connected.log(project_id=12)
    connected.import_days()
    assert to_map(connected) == 1


def test_what_is_left_out_needs_no_target(connected: FakedPlugin) -> None:
    """A row that was left out on purpose needs no target, though one is suggested."""
    save(connected, Choice(CABIN, None))
    connected.log(project_id=CABIN)
    connected.import_days()
    assert to_map(connected) == 1
    connected.use.leave_out(STUDIO, connected.elin.id, WaitingGroup(GroupKind.PROJECT, CABIN))
    assert to_map(connected) == 0


def test_what_lost_its_target_needs_another(connected: FakedPlugin) -> None:
    """A row whose target was deleted in Workroom needs another one."""
    connected.workroom.studio(STUDIO).projects.clear()
    assert to_map(connected) == 2
