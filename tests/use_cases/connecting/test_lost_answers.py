"""No grant is left behind by a commit that fails, or whose answer is lost."""

import pytest

from tests.fakes.plugin import STUDIO, FakedPlugin
from workroom_harvest.domain.connection import ConnectionChange
from workroom_harvest.domain.errors import StoreUnavailable
from workroom_harvest.domain.run_status import RunStatus


def test_a_connection_lasts_though_the_answer_to_its_commit_was_lost(plugin: FakedPlugin) -> None:
    """A connection whose commit lasted keeps its grant though the answer was lost."""
    plugin.lose("committed", after=2)
    connection, change = plugin.connect()
    assert (connection, change) == (plugin.connection(), ConnectionChange.NEW)
    assert plugin.harvest.grants == 1
    assert plugin.use.show_mappings(STUDIO).projects.rows


def test_the_former_grant_is_given_back_also_then(connected: FakedPlugin) -> None:
    """The former grant is withdrawn even where the answer to the commit was lost."""
    connected.lose("committed", after=2)
    connected.connect()
    assert connected.harvest.grants == 1


def test_a_connection_that_was_not_stored_gives_its_grant_back(plugin: FakedPlugin) -> None:
    """A grant whose connection was not stored is withdrawn, and connecting again works."""
    plugin.lose("commit", after=2)
    with pytest.raises(StoreUnavailable):
        plugin.connect()
    assert (plugin.row(), plugin.harvest.grants) == (None, 0)
    plugin.connect()
    assert plugin.row() is not None


def test_a_grant_is_left_alone_where_nobody_can_say_whether_it_was_stored(
    plugin: FakedPlugin,
) -> None:
    """While the database cannot say whether a connection was stored, its grant is kept."""
    plugin.lose("commit", after=2)
    plugin.lose("begin", after=3)
    with pytest.raises(StoreUnavailable):
        plugin.connect()
    assert (plugin.row(), plugin.harvest.grants) == (None, 1)
    plugin.connect()
    assert plugin.row() is not None


def test_disconnect_withdraws_the_grant_though_the_answer_was_lost(connected: FakedPlugin) -> None:
    """Disconnect withdraws the grant though the answer to its commit was lost."""
    connected.lose("committed")
    assert connected.use.disconnect(STUDIO)
    assert (connected.row(), connected.harvest.grants) == (None, 0)


def test_a_disconnect_that_was_not_stored_withdraws_nothing(connected: FakedPlugin) -> None:
    """A Disconnect whose commit failed leaves the grant, and imports go on."""
    connected.lose("commit")
    with pytest.raises(StoreUnavailable):
        connected.use.disconnect(STUDIO)
    assert connected.harvest.grants == 1
    assert connected.import_days().status is RunStatus.FINISHED
