"""Saving what a person changed in the mapping table."""

import pytest

from tests.fakes.plugin import CABIN, DRAWINGS, PLANS, STUDIO, VILLA, FakedPlugin
from tests.use_cases.mapping.helpers import archive_here, refresh, rows, save
from workroom_harvest.domain.errors import (
    ConnectionChanged,
    InvalidMappings,
    NotConnected,
    PairsGiveWay,
)
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.ports.harvest import HarvestItem
from workroom_harvest.domain.use_cases.mapping.save_mappings import Choice, MappingChanges
from workroom_harvest.domain.use_cases.mapping.table import SideChange


def test_an_archived_target_can_be_kept_but_not_chosen_anew(connected: FakedPlugin) -> None:
    """An archived target is offered only while it is mapped."""
    save(connected, Choice(CABIN, None))
    archive_here(connected)
    targets = connected.use.show_mappings(STUDIO).projects.targets
    assert [target.id for target in targets] == ["villa"]


def test_saving_clears_whatever_held_either_side(connected: FakedPlugin) -> None:
    """A save removes the pair that held the target before, and names it."""
    saved = save(connected, Choice(CABIN, "villa"))
    assert [pair.harvest_name for pair in saved.cleared] == ["Villa"]
    assert connected.pairs() == {CABIN: "villa", DRAWINGS: "drawings", PLANS: "plans"}


def test_what_is_not_agreed_to_does_not_give_way(connected: FakedPlugin) -> None:
    """A save that would clear a mapping that was not agreed to is refused, and names both rows."""
    before = connected.pairs()
    changes = MappingChanges((Choice(CABIN, "villa"),), (Choice(PLANS, "drawings"),))
    with pytest.raises(PairsGiveWay) as caught:
        connected.use.save_mappings(STUDIO, changes, agreed=[f"project-{VILLA}"])
    given = {f"project-{VILLA}": f"project-{CABIN}", f"task-{DRAWINGS}": f"task-{PLANS}"}
    assert (caught.value.given, connected.pairs()) == (given, before)
    saved = connected.use.save_mappings(STUDIO, changes, agreed=list(given))
    assert [pair.harvest_name for pair in saved.cleared] == ["Villa", "Drawings"]


def test_a_swap_clears_nothing(connected: FakedPlugin) -> None:
    """A swap of two targets leaves both rows mapped, and clears no pair."""
    saved = save(connected, Choice(VILLA, "cabin"), Choice(CABIN, "villa"))
    assert saved.cleared == ()
    assert (connected.pairs()[VILLA], connected.pairs()[CABIN]) == ("cabin", "villa")


def test_two_tabs_change_what_they_changed(connected: FakedPlugin) -> None:
    """A save from another tab does not bring back a pair that was removed before."""
    save(connected, Choice(VILLA, None))
    save(connected, Choice(CABIN, None))
    assert connected.pairs() == {DRAWINGS: "drawings", PLANS: "plans"}


def test_saving_what_is_saved_changes_nothing(connected: FakedPlugin) -> None:
    """Saving the pairs that are saved changes and clears nothing."""
    before = connected.pairs()
    saved = save(connected, Choice(VILLA, "villa"), tasks=(Choice(DRAWINGS, "drawings"),))
    assert (saved.cleared, connected.pairs()) == ((), before)


def test_a_save_asks_harvest_nothing(connected: FakedPlugin) -> None:
    """Rows are mapped, moved and unmapped by the stored lists, and Harvest is not asked."""
    connected.account.projects[12] = HarvestItem(12, "Loft")
    refresh(connected)
    connected.harvest.is_down = True
    asked = connected.harvest.calls.copy()
    save(connected, Choice(CABIN, None))
    save(connected, Choice(VILLA, "cabin"), Choice(12, "villa"))
    assert (connected.pairs()[VILLA], connected.pairs()[12]) == ("cabin", "villa")
    assert connected.harvest.calls == asked


def test_a_row_that_harvest_archived_meanwhile_can_be_saved(connected: FakedPlugin) -> None:
    """What was listed when the form was drawn is not refused because Harvest archived it since."""
    save(connected, Choice(VILLA, None))
    del connected.account.projects[VILLA]
    refresh(connected)
    save(connected, Choice(VILLA, "villa"))
    assert connected.pairs()[VILLA] == "villa"


@pytest.mark.parametrize(
    ("choice", "code"),
    [(Choice(VILLA, "nothing"), Code.TARGET_GONE), (Choice(99, "villa"), Code.ROW_UNKNOWN)],
)
def test_what_is_not_there_cannot_be_mapped(
    connected: FakedPlugin, choice: Choice, code: Code
) -> None:
    """A row or target that is not there is named, and nothing at all is changed."""
    before = connected.pairs()
    with pytest.raises(InvalidMappings) as caught:
        save(connected, Choice(CABIN, None), choice)
    assert caught.value.problems == {f"project-{choice.harvest_id}": code}
    assert connected.pairs() == before


def test_a_task_is_named_as_one(connected: FakedPlugin) -> None:
    """A task that cannot be saved is named as a task, since a project may have its id."""
    with pytest.raises(InvalidMappings) as caught:
        save(connected, tasks=(Choice(DRAWINGS, "villa"),))
    assert list(caught.value.problems) == [f"task-{DRAWINGS}"]


def test_a_new_row_is_named_as_harvest_names_it(connected: FakedPlugin) -> None:
    """A new pair keeps Harvest's name, so that it can be shown once it is gone there."""
    connected.account.projects[12] = HarvestItem(12, "Loft")
    refresh(connected)
    save(connected, Choice(12, "villa"))
    del connected.account.projects[12]
    refresh(connected)
    assert ("Loft", "villa", (SideChange.INACTIVE_IN_HARVEST,)) in rows(connected)


def test_a_save_that_straddles_a_change_of_account_stores_nothing(connected: FakedPlugin) -> None:
    """A save during which another account was connected is refused, and stores nothing."""
    connected.harvest.account(2, "Second")
    connected.moments.at("begin", lambda: connected.connect(2), nth=2)
    with pytest.raises(ConnectionChanged):
        save(connected, Choice(CABIN, None))
    assert connected.pairs() == {}


def test_a_save_that_straddles_a_reconnect_to_the_same_account_is_stored(
    connected: FakedPlugin,
) -> None:
    """A save during which the same account was connected again is stored."""
    connected.moments.at("begin", connected.connect, nth=2)
    save(connected, Choice(CABIN, None))
    assert CABIN not in connected.pairs()


def test_a_save_behind_a_disconnect_saves_nothing(connected: FakedPlugin) -> None:
    """A Disconnect between the look at the connection and the save wins."""
    connected.moments.at("begin", lambda: connected.use.disconnect(STUDIO), nth=2)
    with pytest.raises(NotConnected):
        save(connected, Choice(CABIN, None))
    assert connected.pairs() == {}
