"""The mapping table, and saving what a person changed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.fakes.harvest import Fault, nonsense, transient
from tests.fakes.plugin import (
    CABIN,
    DRAWINGS,
    PLANS,
    STUDIO,
    VILLA,
    FakedPlugin,
)
from workroom_harvest.domain.connection import Sight
from workroom_harvest.domain.errors import (
    ConnectionChanged,
    HarvestUnavailable,
    InvalidMappings,
    NotConnected,
    ReconnectNeeded,
)
from workroom_harvest.domain.ports.harvest import HarvestItem
from workroom_harvest.domain.use_cases.mapping.save_mappings import Choice, MappingChanges, Saved


def save(plugin: FakedPlugin, *projects: Choice, tasks: tuple[Choice, ...] = ()) -> Saved:
    """Save what a person changed."""
    return plugin.use.save_mappings(STUDIO, MappingChanges(projects, tasks))


def rows(plugin: FakedPlugin) -> list[tuple[str, str | None, str]]:
    """The table of projects as it is shown."""
    table = plugin.use.show_mappings(STUDIO).projects
    return [(row.harvest.name, row.target_id, row.remark) for row in table.rows]


def test_the_table_shows_both_sides_by_name(connected: FakedPlugin) -> None:
    """With what is saved."""
    save(connected, Choice(CABIN, None))
    assert rows(connected) == [("Cabin", None, ""), ("Villa", "villa", "")]
    tables = connected.use.show_mappings(STUDIO)
    assert [target.id for target in tables.projects.targets] == ["villa", "cabin"]
    assert [row.target_id for row in tables.tasks.rows] == ["drawings", "plans"]
    assert not tables.partial


def test_a_members_token_shows_a_part(connected: FakedPlugin) -> None:
    """Their own projects; what is mapped already stays in the table."""
    connected.harvest.role = Sight.SELF
    connected.account.assigned = {CABIN}
    assert connected.use.show_mappings(STUDIO).partial
    assert rows(connected) == [
        ("Cabin", "cabin", ""),
        ("Villa", "villa", "No longer active in Harvest."),
    ]


def _archived_at_harvest(plugin: FakedPlugin) -> None:
    del plugin.account.projects[VILLA]


def _archived_here(plugin: FakedPlugin) -> None:
    studio = plugin.workroom.studio(STUDIO)
    studio.projects = [replace(one, is_archived=True) for one in studio.projects]


def _deleted_here(plugin: FakedPlugin) -> None:
    plugin.workroom.studio(STUDIO).projects.clear()


@pytest.mark.parametrize(
    ("change", "target", "remark"),
    [
        (_archived_at_harvest, "villa", "No longer active in Harvest."),
        (_archived_here, "villa", "Archived in Workroom."),
        (
            _deleted_here,
            None,
            "Mapped to something that was deleted in Workroom: entries are skipped.",
        ),
    ],
)
def test_a_remark_says_what_became_of_a_side(
    connected: FakedPlugin, change: Callable[[FakedPlugin], None], target: str | None, remark: str
) -> None:
    """Since it was mapped."""
    change(connected)
    assert ("Villa", target, remark) in rows(connected)


def test_an_archived_target_can_be_kept_but_not_chosen_anew(connected: FakedPlugin) -> None:
    """It is offered where it is mapped only."""
    save(connected, Choice(CABIN, None))
    _archived_here(connected)
    targets = connected.use.show_mappings(STUDIO).projects.targets
    assert [target.id for target in targets] == ["villa"]


def test_saving_clears_whatever_held_either_side(connected: FakedPlugin) -> None:
    """And says so by name."""
    saved = save(connected, Choice(CABIN, "villa"))
    assert [pair.harvest_name for pair in saved.cleared] == ["Villa"]
    assert connected.pairs() == {CABIN: "villa", DRAWINGS: "drawings", PLANS: "plans"}


def test_a_swap_clears_nothing(connected: FakedPlugin) -> None:
    """Both are mapped in the end."""
    saved = save(connected, Choice(VILLA, "cabin"), Choice(CABIN, "villa"))
    assert saved.cleared == ()
    assert (connected.pairs()[VILLA], connected.pairs()[CABIN]) == ("cabin", "villa")


def test_two_tabs_change_what_they_changed(connected: FakedPlugin) -> None:
    """The second does not bring back what the first one took away."""
    save(connected, Choice(VILLA, None))
    save(connected, Choice(CABIN, None))
    assert connected.pairs() == {DRAWINGS: "drawings", PLANS: "plans"}


def test_saving_what_is_saved_changes_nothing(connected: FakedPlugin) -> None:
    """Nor does it clear anything."""
    before = connected.pairs()
    saved = save(connected, Choice(VILLA, "villa"), tasks=(Choice(DRAWINGS, "drawings"),))
    assert (saved.cleared, connected.pairs()) == ((), before)


def test_unmapping_and_moving_what_is_known_does_not_ask_harvest(connected: FakedPlugin) -> None:
    """It works with Harvest down."""
    connected.harvest.is_down = True
    save(connected, Choice(CABIN, None))
    save(connected, Choice(VILLA, "cabin"))
    assert connected.pairs()[VILLA] == "cabin"


@pytest.mark.parametrize(
    ("choice", "word"),
    [
        (Choice(VILLA, "nothing"), "no longer there in Workroom"),
        (Choice(99, "villa"), "does not know this row"),
    ],
)
def test_what_is_not_there_cannot_be_mapped(
    connected: FakedPlugin, choice: Choice, word: str
) -> None:
    """The row is named, and nothing is changed, not even what was right."""
    before = connected.pairs()
    with pytest.raises(InvalidMappings) as caught:
        save(connected, Choice(CABIN, None), choice)
    assert list(caught.value.problems) == [f"project-{choice.harvest_id}"]
    assert word in caught.value.problems[f"project-{choice.harvest_id}"]
    assert connected.pairs() == before


def test_a_task_is_named_as_one(connected: FakedPlugin) -> None:
    """Its id may be a project's, too."""
    with pytest.raises(InvalidMappings) as caught:
        save(connected, tasks=(Choice(DRAWINGS, "villa"),))
    assert list(caught.value.problems) == [f"task-{DRAWINGS}"]


def test_a_new_row_is_named_as_harvest_names_it(connected: FakedPlugin) -> None:
    """So that the table can show it when it is gone there."""
    connected.account.projects[12] = HarvestItem(12, "Loft")
    save(connected, Choice(12, "villa"))
    del connected.account.projects[12]
    assert ("Loft", "villa", "No longer active in Harvest.") in rows(connected)


def test_without_a_connection_there_is_no_table(plugin: FakedPlugin) -> None:
    """Nor anything to save."""
    with pytest.raises(NotConnected):
        plugin.use.show_mappings(STUDIO)
    with pytest.raises(NotConnected):
        save(plugin, Choice(VILLA, None))


def test_a_disconnect_while_saving_leaves_no_pair(connected: FakedPlugin) -> None:
    """It came between Harvest's answer and the save."""
    connected.account.projects[12] = HarvestItem(12, "Loft")

    def watch(moment: str) -> None:
        if moment == "asked lists":
            connected.use.disconnect(STUDIO)

    connected.moments.watchers.append(watch)
    with pytest.raises((NotConnected, ReconnectNeeded)):
        save(connected, Choice(12, "villa"))
    assert connected.pairs() == {}


def test_harvests_trouble_is_said(connected: FakedPlugin) -> None:
    """The caller decides what to show instead."""
    connected.harvest.faults.append(Fault("lists", transient()))
    with pytest.raises(HarvestUnavailable):
        connected.use.show_mappings(STUDIO)


def test_a_save_that_straddles_a_change_of_account_stores_nothing(connected: FakedPlugin) -> None:
    """The pair would be the old account's, under the new one."""
    connected.harvest.account(2, "Second")
    connected.harvest.offers_revocation = False
    connected.account.projects[12] = HarvestItem(12, "Barn")
    connected.once("asked lists", lambda: connected.connect(2))
    with pytest.raises(ConnectionChanged):
        save(connected, Choice(12, "villa"))
    assert connected.pairs() == {}


def test_a_save_that_straddles_a_reconnect_to_the_same_account_is_stored(
    connected: FakedPlugin,
) -> None:
    """It is the same connection."""
    connected.account.projects[12] = HarvestItem(12, "Barn")
    connected.once("asked lists", connected.connect)
    save(connected, Choice(12, "villa"))
    assert connected.pairs()[12] == "villa"


# The account's name, which is asked for beside.


def name(plugin: FakedPlugin) -> str:
    """Of the account, as the Connection card tells it."""
    held = plugin.use.show_overview(STUDIO).connection
    assert held is not None
    return held.harvest_account.name


def test_a_new_name_of_the_account_is_learned_by_looking(connected: FakedPlugin) -> None:
    """And asked for once each time; all else of the connection stays."""
    before = connected.connection()
    connected.harvest.open_accounts[1].name = "Renamed"
    asked = connected.harvest.calls["accounts"]
    connected.use.show_mappings(STUDIO)
    assert name(connected) == "Renamed"
    assert connected.harvest.calls["accounts"] == asked + 1
    renamed = replace(before.harvest_account, name="Renamed")
    assert connected.connection() == replace(before, harvest_account=renamed)


def test_a_run_does_not_ask_for_the_name(connected: FakedPlugin) -> None:
    """A quiet night has two requests."""
    connected.use.set_automated_sync(STUDIO, True)
    asked = connected.harvest.calls["accounts"]
    connected.import_days()
    connected.tick(timedelta(days=1))
    connected.work()
    assert connected.harvest.calls["accounts"] == asked


def _unlisted(plugin: FakedPlugin) -> None:
    plugin.harvest.unlisted.add(1)


def _in_trouble(plugin: FakedPlugin) -> None:
    plugin.harvest.faults.append(Fault("accounts", transient()))


def _unreadable(plugin: FakedPlugin) -> None:
    plugin.harvest.faults.append(Fault("accounts", nonsense()))


def _not_stored(plugin: FakedPlugin) -> None:
    plugin.lose("commit")


@pytest.mark.parametrize("what", [_unlisted, _in_trouble, _unreadable, _not_stored])
def test_without_an_answer_the_name_stays_and_the_table_is_shown(
    connected: FakedPlugin, what: Callable[[FakedPlugin], None]
) -> None:
    """Nothing is concluded."""
    before = connected.connection()
    connected.harvest.open_accounts[1].name = "Renamed"
    what(connected)
    assert connected.use.show_mappings(STUDIO).projects.rows
    assert connected.connection() == before


def test_the_name_of_another_connection_is_left_alone(connected: FakedPlugin) -> None:
    """Somebody connects another account while the first is asked for its name."""
    connected.harvest.open_accounts[1].name = "Renamed"
    connected.harvest.account(2, "Second")
    connected.once("asked accounts", lambda: connected.connect(2))
    connected.use.show_mappings(STUDIO)
    assert name(connected) == "Second"
