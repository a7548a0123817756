"""The mapping table, with what became of each side."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.fakes.harvest_faults import Fault, transient
from tests.fakes.plugin import CABIN, DRAWINGS, PLANS, STUDIO, VILLA, FakedPlugin
from tests.use_cases.mapping.helpers import archive_here, refresh, rows, save
from workroom_harvest.domain.connection import Sight
from workroom_harvest.domain.errors import HarvestUnavailable, NotConnected
from workroom_harvest.domain.ports.harvest import HarvestItem
from workroom_harvest.domain.suggestions import Suggestions
from workroom_harvest.domain.use_cases.mapping.save_mappings import Choice
from workroom_harvest.domain.use_cases.mapping.table import SideChange
from workroom_harvest.domain.waiting import GroupKind, WaitingGroup


def test_the_table_shows_both_sides_by_name(connected: FakedPlugin) -> None:
    """The table lists Harvest's rows by name with their targets, and what can be chosen."""
    save(connected, Choice(CABIN, None))
    assert rows(connected) == [("Cabin", None, ()), ("Villa", "villa", ())]
    tables = connected.use.show_mappings(STUDIO)
    assert [target.id for target in tables.projects.targets] == ["villa", "cabin"]
    assert [row.target_id for row in tables.tasks.rows] == ["drawings", "plans"]
    assert not tables.lists.are_partial


def test_a_members_token_shows_a_part(connected: FakedPlugin) -> None:
    """A Member is shown their own projects and those that are mapped, and that it is a part."""
    connected.harvest.role = Sight.SELF
    connected.account.assigned = {CABIN}
    refresh(connected)
    assert connected.use.show_mappings(STUDIO).lists.are_partial
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
    refresh(connected)
    assert ("Villa", target, (side_change,)) in rows(connected)


def test_without_a_connection_there_is_no_table(plugin: FakedPlugin) -> None:
    """Without a connection the table can be neither shown nor saved."""
    with pytest.raises(NotConnected):
        plugin.use.show_mappings(STUDIO)
    with pytest.raises(NotConnected):
        save(plugin, Choice(VILLA, None))


def test_only_the_first_table_waits_for_harvest(plugin: FakedPlugin) -> None:
    """The first table needs Harvest, and raises its error; later ones come from the last lists."""
    plugin.connect()
    plugin.harvest.faults.append(Fault("lists", transient()))
    with pytest.raises(HarvestUnavailable):
        plugin.use.show_mappings(STUDIO)
    plugin.harvest.faults.clear()
    read_at = plugin.clock.now()
    assert rows(plugin) == [("Cabin", None, ()), ("Villa", None, ())]
    plugin.harvest.is_down = True
    plugin.clock.advance(timedelta(days=9))
    assert rows(plugin) == [("Cabin", None, ()), ("Villa", None, ())]
    assert plugin.use.show_mappings(STUDIO).lists.read_at == read_at
    assert plugin.harvest.calls["lists"] == 2


def test_an_account_that_is_connected_meanwhile_is_shown(plugin: FakedPlugin) -> None:
    """Where another account is connected while the first lists are read, its own are shown."""
    plugin.connect()
    second = plugin.harvest.account(2, "Second")
    second.projects[30] = HarvestItem(30, "Barn")
    plugin.once("asked lists", lambda: plugin.connect(2))
    plugin.harvest.offers_revocation = False
    assert rows(plugin) == [("Barn", None, ())]


def test_an_inactive_project_whose_entries_wait_has_a_row(connected: FakedPlugin) -> None:
    """A project and a task that Harvest does not list as active are shown while entries wait."""
    connected.log(project_id=12, project_name="Attic", task_id=22, task_name="Models")
    connected.import_days()
    inactive = (SideChange.INACTIVE_IN_HARVEST,)
    assert rows(connected)[2:] == [("Attic", None, inactive)]
    tasks = connected.use.show_mappings(STUDIO).tasks.rows
    assert [row.harvest.name for row in tasks] == ["Drawings", "Plans", "Models"]
    save(connected, Choice(12, "villa"), tasks=(Choice(22, "plans"),))
    assert connected.import_days().progress.imported == 1
    assert ("Attic", "villa", inactive) in rows(connected)


def test_a_row_whose_name_was_deleted_can_be_mapped(connected: FakedPlugin) -> None:
    """What waits since before a Disconnect has a row without a name, and can be mapped."""
    connected.log(project_id=12, project_name="Attic")
    connected.import_days()
    connected.use.disconnect(STUDIO)
    connected.connect()
    connected.map()
    assert ("", None, (SideChange.INACTIVE_IN_HARVEST,)) in rows(connected)
    save(connected, Choice(12, "villa"))
    assert connected.import_days().progress.imported == 1


def test_what_is_mapped_is_suggested_to_nobody(connected: FakedPlugin) -> None:
    """Only rows that are not mapped have suggestions, of targets that are free and active."""
    assert connected.use.show_mappings(STUDIO).projects.suggestions == Suggestions()
    save(connected, Choice(CABIN, None))
    tables = connected.use.show_mappings(STUDIO)
    assert tables.projects.suggestions.pairs == {CABIN: "cabin"}
    assert (tables.projects.mapped, tables.tasks.mapped) == (1, 2)
    archive_here(connected)
    assert connected.use.show_mappings(STUDIO).projects.suggestions == Suggestions()


def test_a_row_tells_how_much_waits_for_it(connected: FakedPlugin) -> None:
    """A row tells how many entries wait for its mapping, in the group in which they wait."""
    save(connected, Choice(CABIN, None), tasks=(Choice(PLANS, None),))
    connected.log(project_id=CABIN, task_id=PLANS)
    connected.log(project_id=VILLA, task_id=PLANS)
    connected.import_days()
    tables = connected.use.show_mappings(STUDIO)
    entries = {row.harvest.id: row.waiting.entries for row in tables.projects.rows}
    assert entries == {CABIN: 1, VILLA: 0}
    entries = {row.harvest.id: row.waiting.entries for row in tables.tasks.rows}
    assert entries == {DRAWINGS: 0, PLANS: 1}


def test_what_is_left_out_waits_for_no_mapping(connected: FakedPlugin) -> None:
    """A row that was left out says so, and nothing waits for it until it is taken back."""
    save(connected, Choice(CABIN, None))
    connected.log(project_id=CABIN)
    connected.import_days()
    cabin = WaitingGroup(GroupKind.PROJECT, CABIN)
    connected.use.leave_out(STUDIO, connected.elin.id, cabin)
    (row,) = (
        one for one in connected.use.show_mappings(STUDIO).projects.rows if one.harvest.id == CABIN
    )
    assert (row.changes, row.waiting.entries) == ((SideChange.LEFT_OUT,), 0)
    connected.use.take_back(STUDIO, cabin, connected.elin.id)
    (row,) = (
        one for one in connected.use.show_mappings(STUDIO).projects.rows if one.harvest.id == CABIN
    )
    assert (row.changes, row.waiting.entries) == ((), 1)


def test_rows_are_ordered_by_client_then_by_name(connected: FakedPlugin) -> None:
    """The rows of a client stand together."""
    for number, client, name in ((30, "Borg", "Attic"), (31, "Acme", "Yard"), (32, "Acme", "Barn")):
        connected.account.projects[number] = HarvestItem(number, name, client)
    refresh(connected)
    listed = connected.use.show_mappings(STUDIO).projects.rows
    assert [row.harvest.name for row in listed[-3:]] == ["Barn", "Yard", "Attic"]
