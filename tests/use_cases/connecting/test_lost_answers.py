"""A database that fails at a commit, or whose answer to it is lost: no grant is left behind."""

import pytest

from tests.fakes.plugin import STUDIO, FakedPlugin
from workroom_harvest.domain.connection import ConnectionChange
from workroom_harvest.domain.errors import StoreUnavailable
from workroom_harvest.domain.run import RunStatus


def test_a_connection_lasts_though_the_answer_to_its_commit_was_lost(plugin: FakedPlugin) -> None:
    """Its grant is not given back: it is the one that was stored."""
    plugin.lose("committed", after=2)
    connection, change = plugin.connect()
    assert (connection, change) == (plugin.connection(), ConnectionChange.NEW)
    assert plugin.harvest.grants == 1
    assert plugin.use.show_mappings(STUDIO).projects.rows


def test_the_former_grant_is_given_back_also_then(connected: FakedPlugin) -> None:
    """Nobody could withdraw it any more."""
    connected.lose("committed", after=2)
    connected.connect()
    assert connected.harvest.grants == 1


def test_a_connection_that_was_not_stored_gives_its_grant_back(plugin: FakedPlugin) -> None:
    """Nobody could ever use or withdraw it."""
    plugin.lose("commit", after=2)
    with pytest.raises(StoreUnavailable):
        plugin.connect()
    assert (plugin.row(), plugin.harvest.grants) == (None, 0)
    plugin.connect()
    assert plugin.row() is not None


def test_a_grant_is_left_alone_where_nobody_can_say_whether_it_was_stored(
    plugin: FakedPlugin,
) -> None:
    """The database is away for longer; rather a grant too many than a connection that is dead."""
    plugin.lose("commit", after=2)
    plugin.lose("begin", after=3)
    with pytest.raises(StoreUnavailable):
        plugin.connect()
    assert (plugin.row(), plugin.harvest.grants) == (None, 1)
    plugin.connect()
    assert plugin.row() is not None


def test_disconnect_withdraws_the_grant_though_the_answer_was_lost(connected: FakedPlugin) -> None:
    """The tokens at hand are the last that there are."""
    connected.lose("committed")
    assert connected.use.disconnect(STUDIO)
    assert (connected.row(), connected.harvest.grants) == (None, 0)


def test_a_disconnect_that_was_not_stored_withdraws_nothing(connected: FakedPlugin) -> None:
    """The connection goes on."""
    connected.lose("commit")
    with pytest.raises(StoreUnavailable):
        connected.use.disconnect(STUDIO)
    assert connected.harvest.grants == 1
    assert connected.import_days().status is RunStatus.FINISHED
