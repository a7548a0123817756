"""Disconnect removes tokens, pairs and nights, and leaves timelogs."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.fakes.crash_points import Crash
from tests.fakes.plugin import JUNE, STUDIO, FakedPlugin
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.run_status import RunStatus


def test_disconnect_takes_tokens_pairs_and_nights_and_leaves_timelogs(
    connected: FakedPlugin,
) -> None:
    """Disconnect removes all but timelogs, and reconnecting imports none of them twice."""
    connected.use.set_automated_sync(STUDIO, True)
    connected.log(4)
    connected.import_days()
    assert connected.use.disconnect(STUDIO)
    assert (connected.row(), connected.pairs(), connected.harvest.grants) == (None, {}, 0)
    assert len(connected.timelogs()) == 4
    connected.connect()
    connected.map()
    again = connected.import_days()
    assert (again.progress.imported, again.progress.total, len(connected.timelogs())) == (0, 4, 4)


def test_disconnect_stops_an_import_that_waits(connected: FakedPlugin) -> None:
    """A run that waits in the queue fails with the reason that Harvest was disconnected."""
    connected.log()
    run = connected.request()
    connected.use.disconnect(STUDIO)
    connected.work()
    assert connected.shown(run).status is RunStatus.FAILED
    assert connected.shown(run).failure == Message(Code.DISCONNECTED)
    assert connected.timelogs() == {}


def _down(plugin: FakedPlugin) -> None:
    plugin.harvest.is_down = True


def _no_way(plugin: FakedPlugin) -> None:
    plugin.harvest.offers_revocation = False


def _sealed_shut(plugin: FakedPlugin) -> None:
    plugin.store.is_sealed_shut = True


@pytest.mark.parametrize("trouble", [_down, _no_way, _sealed_shut])
def test_disconnect_works_though_harvest_cannot_be_told(
    connected: FakedPlugin, trouble: Callable[[FakedPlugin], None]
) -> None:
    """Disconnect removes tokens and pairs and says so where Harvest could not be told."""
    trouble(connected)
    assert connected.use.disconnect(STUDIO) is False
    assert (connected.row(), connected.pairs()) == (None, {})


def test_disconnect_a_second_time_is_fine(plugin: FakedPlugin) -> None:
    """Disconnect without a connection succeeds."""
    assert plugin.use.disconnect(STUDIO)


@pytest.mark.parametrize(("moment", "is_connected"), [("commit", True), ("revoke", False)])
def test_disconnect_that_is_killed_is_done_or_undone(
    connected: FakedPlugin, moment: str, is_connected: bool
) -> None:
    """A Disconnect that is killed has removed everything or nothing."""
    run = connected.request(JUNE)
    connected.moments.kill(moment)
    with pytest.raises(Crash):
        connected.use.disconnect(STUDIO)
    connected.moments.revive()
    assert (connected.row() is not None) is is_connected
    assert bool(connected.pairs()) is is_connected
    assert connected.shown(run).is_over is not is_connected


def test_disconnect_forgets_who_fell_back_by_name(connected: FakedPlugin) -> None:
    """After Disconnect a run counts the entries of strangers by their ids alone."""
    connected.log(2, user_id=4, user_name="Ana")
    before = connected.import_days().progress.fell_back
    connected.use.disconnect(STUDIO)
    after = connected.runs()[0].progress.fell_back
    assert [one.name for one in before] == ["Ana"]
    assert after == tuple(replace(one, name="") for one in before)
