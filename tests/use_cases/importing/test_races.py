"""What changes between two steps of an import: somebody else was quicker, or ended it."""

from dataclasses import replace

import pytest

from tests.fakes.plugin import STUDIO, FakedPlugin
from tests.fakes.runs import FakeRuns
from tests.support.factories import nightly, run
from tests.use_cases.scheduling.helpers import HOUR, TONIGHT, tick_at
from workroom_harvest.domain.errors import (
    NotConnected,
    NotFound,
    ReconnectNeeded,
    RunUnreadable,
)
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.progress import Progress
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.run_status import RunStatus


class BusyRuns(FakeRuns):
    """A table whose live row was written by a version that this one cannot read."""

    def add(self, run: ImportRun) -> bool:
        """Refuse each run, as the unique key does."""
        return False

    def is_busy(self, studio_id: str) -> bool:
        """Return that the studio's place is taken."""
        return True


def resting_night(plugin: FakedPlugin) -> ImportRun:
    """Return a night that rests, at the time of its next try."""
    plugin.use.set_automated_sync(STUDIO, True)
    plugin.log(4)
    plugin.harvest.is_down = True
    tick_at(plugin, TONIGHT)
    plugin.work()
    plugin.harvest.is_down = False
    (night,) = plugin.runs()
    assert night.is_resting
    plugin.clock.advance(HOUR)
    return night


def test_a_row_of_a_newer_version_keeps_an_import_from_starting(connected: FakedPlugin) -> None:
    """Whoever clicks is told that the studio's place is taken by what cannot be read."""
    connected.store.runs = BusyRuns
    with pytest.raises(RunUnreadable):
        connected.request()


def test_no_database_is_asked_for_what_can_be_no_run(connected: FakedPlugin) -> None:
    """An id that no run can have is answered as one that is not there."""
    connected.lose("begin", times=99)
    with pytest.raises(NotFound):
        connected.use.show_run(STUDIO, "\0")


def test_a_run_that_ended_before_its_lease_was_taken_is_left_alone(connected: FakedPlugin) -> None:
    """A worker that finds its run ended by a Disconnect does nothing."""
    connected.log(2)
    asked = connected.request()
    connected.moments.at("begin", lambda: _disconnect(connected), nth=2)
    connected.use.perform_import(asked.id)
    shown = connected.shown(asked)
    assert (shown.status, shown.progress.imported) == (RunStatus.FAILED, 0)


def test_a_night_that_ended_before_it_woke_stays_ended(connected: FakedPlugin) -> None:
    """A Disconnect between a worker's look at a resting night and its wake wins."""
    night = resting_night(connected)
    connected.moments.at("begin", lambda: _disconnect(connected), nth=2)
    assert connected.use.perform_import(night.id) == night
    assert connected.shown(night).status is RunStatus.FAILED


def test_a_night_that_another_worker_woke_is_performed_once(connected: FakedPlugin) -> None:
    """Of two workers that come to a resting night at once, the second finds it awake."""
    night = resting_night(connected)
    connected.moments.at("begin", lambda: _wake(connected, night), nth=2)
    connected.use.perform_import(night.id)
    connected.settle()
    assert (connected.shown(night).status, connected.shown(night).progress.imported) == (
        RunStatus.FINISHED,
        4,
    )


def test_preconditions_are_those_of_the_connection_that_the_run_was_asked_for(
    connected: FakedPlugin,
) -> None:
    """Another connection, or one that waits for Reconnect, stops the run."""
    check = connected.use.perform_import.steps.check_preconditions
    with pytest.raises(NotConnected):
        check(run(connection_id="d" * 32))
    mine = run(connection_id=connected.connection().id)
    with connected.store.transaction() as tx:
        version = tx.connections.tokens(connected.connection()).version
        tx.connections.needs_reconnect(connected.connection(), version, Code.GRANT_REVOKED)
        tx.commit()
    with pytest.raises(ReconnectNeeded, match=Code.GRANT_REVOKED):
        check(mine)


def test_a_night_at_work_goes_on_though_automated_sync_is_switched_off(
    connected: FakedPlugin,
) -> None:
    """Only a night that has not begun, or that waits for Harvest, is stopped by the switch."""
    check = connected.use.perform_import.steps.check_preconditions
    asked = connected.request()
    at_work = replace(asked, request=nightly().request, progress=Progress(pages=1))
    assert check(at_work)[0] == connected.connection()


def _disconnect(plugin: FakedPlugin) -> None:
    plugin.use.disconnect(STUDIO)


def _wake(plugin: FakedPlugin, night: ImportRun) -> None:
    with plugin.store.transaction() as tx:
        tx.runs.save(night.wake())
        tx.commit()
