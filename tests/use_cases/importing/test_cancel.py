"""A run that is cancelled stops at its next page, and what is in stays."""

import pytest

from tests.contract.stored import record_imported
from tests.fakes.crash_points import Crash
from tests.fakes.plugin import STUDIO, FakedPlugin
from tests.use_cases.importing.helpers import at
from tests.use_cases.importing.test_races import resting_night
from tests.use_cases.scheduling.helpers import DAY, OVERLAP, TONIGHT, asked_since, nights, tick_at
from workroom_harvest.domain.errors import NotFound, RunClosed, StoreUnavailable
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.run_status import RunStatus

CANCELLED = RunStatus.CANCELLED


def cancel(plugin: FakedPlugin, run: ImportRun) -> ImportRun:
    """Click *Cancel*."""
    return plugin.use.cancel_import(STUDIO, run.id)


def agrees(plugin: FakedPlugin, run: ImportRun, imported: int) -> bool:
    """Return whether run, ledger and Workroom have so many entries, and the studio is free."""
    shown = plugin.shown(run)
    counts = {shown.progress.imported, len(plugin.timelogs()), len(plugin.imported_ids())}
    return counts == {imported} and shown.progress.minutes == 60 * imported


def test_a_queued_run_is_cancelled_at_once(busy: FakedPlugin) -> None:
    """A run that no worker has taken ends, the studio is free, and its job does nothing."""
    run = busy.request()
    assert cancel(busy, run) == busy.shown(run)
    assert busy.shown(run).status is CANCELLED
    assert busy.shown(run).ended_at == busy.clock.now()
    assert busy.request().id != run.id
    assert busy.use.perform_import(run.id) is None
    assert agrees(busy, run, 0)


@pytest.mark.parametrize("moment", ["asked entries", "answered entries", "begin", "committed"])
@pytest.mark.parametrize("nth", range(1, 8))
def test_a_run_at_work_stops_at_its_next_page(busy: FakedPlugin, moment: str, nth: int) -> None:
    """Wherever a worker is, the run stops, counts what is in, and leaves the studio free."""
    run = busy.request()
    ends: list[object] = []

    def click() -> None:
        if not (busy.database.is_open or busy.shown(run).is_over):
            ends.append(cancel(busy, run))

    at(busy, moment, click, nth=nth)
    busy.work()
    shown = busy.shown(run)
    if ends:
        assert shown.status is CANCELLED
        assert shown.progress.imported < 9
    assert agrees(busy, run, shown.progress.imported)
    assert busy.live() is None


def test_a_run_whose_worker_died_is_cancelled(busy: FakedPlugin) -> None:
    """A dead worker's run ends, and the studio is free before the lease would have expired."""
    run = busy.request()
    busy.moments.kill("asked entries", after=1)
    with pytest.raises(Crash):
        busy.work()
    busy.moments.revive()
    cancel(busy, run)
    assert agrees(busy, run, 3)
    again = busy.import_days()
    assert (again.status, again.progress.imported) == (RunStatus.FINISHED, 5)


def test_a_night_that_rests_is_cancelled_beside_an_import_by_hand(connected: FakedPlugin) -> None:
    """Cancelling a night that rests does not disturb the import that works meanwhile."""
    night = resting_night(connected)
    run = connected.request()
    at(connected, "answered entries", lambda: cancel(connected, night))
    connected.work()
    assert connected.shown(night).status is CANCELLED
    assert connected.shown(run).status is RunStatus.FINISHED
    assert connected.shown(run).progress.imported == 4


def test_a_night_that_was_cancelled_before_it_woke_stays_cancelled(connected: FakedPlugin) -> None:
    """A click between a worker's look at a resting night and its wake wins."""
    night = resting_night(connected)
    connected.moments.at("begin", lambda: cancel(connected, night), nth=2)
    connected.use.perform_import(night.id)
    connected.settle()
    assert connected.shown(night).status is CANCELLED


def test_a_night_that_woke_while_it_was_cancelled_is_cancelled(connected: FakedPlugin) -> None:
    """A click that comes to a night at work ends it like any other run."""
    night = resting_night(connected)
    at(connected, "answered entries", lambda: cancel(connected, night))
    connected.use.perform_import(night.id)
    assert connected.shown(night).status is CANCELLED
    assert connected.live() is None


def test_what_a_host_committed_by_itself_is_counted(busy: FakedPlugin) -> None:
    """A cancelled run counts what the ledger has of it, also what its worker did not count."""
    run = busy.request()
    with busy.store.transaction() as tx:
        record_imported(tx, 7, run_id=run.id)
        tx.commit()
    over = cancel(busy, run)
    assert (over.progress.imported, over.progress.minutes) == (1, 60)
    assert over.warnings == (Message(Code.HOST_COMMITTED_ALONE, {"count": 1}),)


def test_what_is_over_is_not_cancelled(busy: FakedPlugin) -> None:
    """A second click, or one that comes too late, says so and changes nothing."""
    run = busy.request()
    cancel(busy, run)
    done = busy.import_days()
    for over in (run, done):
        before = busy.shown(over)
        with pytest.raises(RunClosed, match=Code.RUN_OVER):
            cancel(busy, over)
        assert busy.shown(over) == before


def test_a_run_that_ends_while_the_click_waits_is_left_as_it_ended(busy: FakedPlugin) -> None:
    """Whoever clicks just as the last page is written is told that the run is over."""
    run = busy.request()
    busy.moments.at("begin", busy.work)
    with pytest.raises(RunClosed, match=Code.RUN_OVER):
        cancel(busy, run)
    assert busy.shown(run).status is RunStatus.FINISHED


def test_no_other_studios_run_is_cancelled(busy: FakedPlugin) -> None:
    """An unknown id, and another studio's, are not found."""
    run = busy.request()
    for studio_id, run_id in (("other", run.id), (STUDIO, "f" * 32), (STUDIO, "\0")):
        with pytest.raises(NotFound):
            busy.use.cancel_import(studio_id, run_id)
    assert busy.shown(run) == run


@pytest.mark.parametrize("moment", ["commit", "committed"])
def test_a_click_that_the_database_loses_is_whole_or_nothing(
    busy: FakedPlugin, moment: str
) -> None:
    """Where the answer of the database is lost, the run is cancelled or goes on."""
    run = busy.request()
    busy.lose(moment)
    with pytest.raises(StoreUnavailable):
        cancel(busy, run)
    busy.settle()
    status = CANCELLED if moment == "committed" else RunStatus.FINISHED
    assert busy.shown(run).status is status


def test_a_cancelled_night_counts_as_this_nights(connected: FakedPlugin) -> None:
    """A cancelled night is not tried again, and the next one begins at the last complete one."""
    connected.use.set_automated_sync(STUDIO, True)
    tick_at(connected, TONIGHT)
    connected.work()
    connected.log(4)
    tick_at(connected, TONIGHT + DAY)
    *_, night = connected.runs()
    cancel(connected, night)
    connected.settle()
    assert tick_at(connected, TONIGHT + DAY + DAY / 2) == 0
    assert len(nights(connected)) == 2
    tick_at(connected, TONIGHT + 2 * DAY)
    connected.work()
    *_, last = connected.runs()
    assert asked_since(last) == TONIGHT - OVERLAP
    assert connected.shown(last).progress.imported == 4
