"""Harvest's lists are read again once in a while, and what differs is told."""

from datetime import timedelta

import pytest

from tests.fakes.harvest_faults import Fault, transient
from tests.fakes.plugin import CABIN, PLANS, STUDIO, VILLA, FakedPlugin
from tests.use_cases.mapping.helpers import refresh, rows
from workroom_harvest.domain.errors import HarvestUnavailable, ReconnectNeeded
from workroom_harvest.domain.ports.harvest import HarvestItem
from workroom_harvest.domain.use_cases.mapping.refresh_lists import ListChanges


def test_what_differs_is_counted_and_stored(connected: FakedPlugin) -> None:
    """New projects, new tasks and other changes are counted, and the next table shows them."""
    account = connected.account
    account.projects[12] = HarvestItem(12, "Attic")
    account.projects[VILLA] = HarvestItem(VILLA, "Villa Sandhamn")
    account.tasks |= {22: HarvestItem(22, "Models"), 23: HarvestItem(23, "Site")}
    del account.tasks[PLANS]
    assert refresh(connected) == ListChanges(new_projects=1, new_tasks=2, others=2)
    assert [name for name, _, _ in rows(connected)] == ["Attic", "Cabin", "Villa Sandhamn"]
    assert not refresh(connected)


@pytest.mark.parametrize(
    "changes", [ListChanges(new_projects=1), ListChanges(new_tasks=1), ListChanges(others=1)]
)
def test_each_difference_counts(changes: ListChanges) -> None:
    """Lists with a difference of any sort differ."""
    assert changes


def test_harvest_is_asked_once_a_minute_at_most(connected: FakedPlugin) -> None:
    """Within a minute after Harvest was asked, answered or not, it is not asked again."""
    asked = connected.harvest.calls["lists"]
    assert connected.use.refresh_lists(STUDIO) is None
    connected.harvest.faults.append(Fault("lists", transient()))
    with pytest.raises(HarvestUnavailable):
        refresh(connected)
    connected.clock.advance(timedelta(seconds=59))
    assert connected.use.refresh_lists(STUDIO) is None
    assert connected.harvest.calls["lists"] == asked + 1
    connected.harvest.faults.clear()
    assert refresh(connected) == ListChanges()


def test_an_unanswered_question_is_remembered(connected: FakedPlugin) -> None:
    """While Harvest does not answer, the last lists stay, and since when is known."""
    before, read = rows(connected), connected.connection().lists
    assert read.unanswered_since is None
    connected.harvest.is_down = True
    with pytest.raises(HarvestUnavailable):
        refresh(connected)
    lists = connected.use.show_mappings(STUDIO).lists
    assert (lists.read_at, lists.unanswered_since) == (read.read_at, connected.clock.now())
    assert rows(connected) == before


def test_a_grant_that_is_over_leaves_the_last_lists(connected: FakedPlugin) -> None:
    """Where a person must reconnect, that is raised, and the table stays."""
    connected.harvest.withdraw()
    with pytest.raises(ReconnectNeeded):
        refresh(connected)
    assert len(rows(connected)) == 2


def test_without_a_connection_nothing_is_read(plugin: FakedPlugin) -> None:
    """A studio without a connection has no lists to refresh."""
    assert plugin.use.refresh_lists(STUDIO) is None


def test_a_disconnect_while_harvest_is_asked_leaves_no_name(connected: FakedPlugin) -> None:
    """Lists that arrive after a Disconnect are not stored."""
    connected.clock.advance(timedelta(minutes=1))

    def watch(moment: str) -> None:
        if moment == "begin" and connected.harvest.calls["accounts"] > asked:
            connected.moments.watchers.remove(watch)
            connected.use.disconnect(STUDIO)

    asked = connected.harvest.calls["accounts"]
    connected.moments.watchers.append(watch)
    assert connected.use.refresh_lists(STUDIO) is None
    assert connected.database.committed("harvest_items") == {}


def test_another_account_begins_without_names(connected: FakedPlugin) -> None:
    """The names of one account are deleted when another takes its place, or at Disconnect."""
    items = "harvest_items"
    assert len(connected.database.committed(items)) == 4
    connected.harvest.account(2, "Second")
    connected.connect(2)
    assert connected.connection().lists.read_at is None
    assert connected.database.committed(items) == {}
    connected.connect(1)
    connected.use.show_mappings(STUDIO)
    connected.use.disconnect(STUDIO)
    assert connected.database.committed(items) == {}


def test_the_same_account_again_keeps_its_lists(connected: FakedPlugin) -> None:
    """After a reconnect to the same account the table is there at once."""
    read = connected.connection().lists
    connected.connect()
    connected.harvest.is_down = True
    assert connected.connection().lists == read
    assert [name for name, _, _ in rows(connected)] == ["Cabin", "Villa"]
    assert CABIN in connected.pairs()
