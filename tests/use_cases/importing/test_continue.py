"""A run that failed or was cancelled goes on from where it stopped."""

from collections.abc import Callable

import pytest

from tests.fakes.crash_points import Crash
from tests.fakes.plugin import STUDIO, FakedPlugin
from tests.support.factories import run as made_run
from tests.use_cases.importing.helpers import FORBIDDEN, at, fail, result
from tests.use_cases.importing.test_races import BusyRuns
from tests.use_cases.scheduling.helpers import DAY, MINUTE, TONIGHT, tick_at
from workroom_harvest.domain.errors import (
    NotConnected,
    NotFound,
    ReconnectNeeded,
    RunClosed,
    RunUnreadable,
)
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.run import MOST_RESTARTS, ImportRun
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.use_cases.requesting.start_run import Requested

FINISHED, CANCELLED = RunStatus.FINISHED, RunStatus.CANCELLED


def proceed(plugin: FakedPlugin, run: ImportRun) -> Requested:
    """Click *Continue*."""
    return plugin.use.continue_import(STUDIO, run.id)


def cancelled(plugin: FakedPlugin, after_pages: int = 1) -> ImportRun:
    """Return a run that was cancelled after so many pages."""
    run = plugin.request()
    at(
        plugin,
        "asked entries",
        lambda: plugin.use.cancel_import(STUDIO, run.id),
        nth=after_pages + 1,
    )
    plugin.work()
    shown = plugin.shown(run)
    assert (shown.status, shown.progress.pages) == (CANCELLED, after_pages)
    plugin.harvest.calls.clear()
    return shown


def failed(plugin: FakedPlugin) -> ImportRun:
    """Return a run that Harvest stopped on its second page."""
    run = plugin.request()
    fail(plugin, FORBIDDEN, page=2)
    plugin.work()
    shown = plugin.shown(run)
    assert (shown.status, shown.progress.pages) == (RunStatus.FAILED, 1)
    plugin.harvest.calls.clear()
    return shown


@pytest.mark.parametrize("stopped", [cancelled, failed])
def test_a_run_goes_on_at_the_page_where_it_stopped(
    busy: FakedPlugin, stopped: Callable[[FakedPlugin], ImportRun]
) -> None:
    """The same run reads the pages that are left, and counts each entry once."""
    run = stopped(busy)
    asked = proceed(busy, run)
    assert (asked.run.id, asked.is_new, asked.waits) == (run.id, True, False)
    assert asked.run.status is RunStatus.QUEUED
    busy.work()
    assert result(busy.shown(run)) == (FINISHED, 8, {})
    assert busy.shown(run).progress.minutes == 8 * 60
    assert busy.harvest.calls["entries"] == 2
    assert len(busy.timelogs()) == 8


def test_a_run_whose_cursor_is_stale_begins_again_by_itself(busy: FakedPlugin) -> None:
    """Where Harvest rejects the old address, all is read again and nothing counted twice.

    It may do so as often as a new run, however often it began again before.
    """
    run = cancelled(busy)
    for _ in range(MOST_RESTARTS + 1):
        busy.harvest.forget_links()
        proceed(busy, run)
        at(busy, "answered entries", lambda: busy.use.cancel_import(STUDIO, run.id), nth=2)
        busy.work()
    busy.harvest.forget_links()
    proceed(busy, run)
    busy.work()
    assert result(busy.shown(run)) == (FINISHED, 8, {})
    assert len(busy.timelogs()) == 8


def test_two_clicks_at_once_make_one_run(busy: FakedPlugin) -> None:
    """A second click leads to the run that goes on already."""
    run = cancelled(busy)
    others: list[Requested] = []
    at(busy, "committed", lambda: others.append(proceed(busy, run)))
    assert proceed(busy, run).is_new
    assert [(one.run.id, one.is_new) for one in others] == [(run.id, False)]
    busy.work()
    assert result(busy.shown(run)) == (FINISHED, 8, {})
    assert len(busy.runs()) == 1


def test_beside_another_live_run_it_leads_to_that(busy: FakedPlugin) -> None:
    """While another run of the studio is under way, a click leads there and changes nothing."""
    run = cancelled(busy)
    other = busy.request()
    assert proceed(busy, run) == Requested(other, is_new=False)
    assert busy.shown(run) == run
    assert not busy.use.continue_import.is_possible(run)


def test_a_row_of_a_newer_version_keeps_a_run_from_going_on(busy: FakedPlugin) -> None:
    """Whoever clicks is told that the studio's place is taken by what cannot be read."""
    run = cancelled(busy)
    busy.store.runs = BusyRuns
    with pytest.raises(RunUnreadable):
        proceed(busy, run)


def test_a_finished_run_does_not_go_on(busy: FakedPlugin) -> None:
    """A click on a run that has finished says so and changes nothing."""
    run = busy.import_days()
    with pytest.raises(RunClosed, match=Code.RUN_FINISHED):
        proceed(busy, run)
    assert busy.shown(run) == run


def test_a_run_of_another_connection_does_not_go_on(busy: FakedPlugin) -> None:
    """After Disconnect, and over another connection, a click says why nothing goes on."""
    run = cancelled(busy)
    busy.use.disconnect(STUDIO)
    with pytest.raises(NotConnected):
        proceed(busy, run)
    assert not busy.use.continue_import.is_possible(run)
    busy.connect()
    with pytest.raises(RunClosed, match=Code.RUN_OF_FORMER_CONNECTION):
        proceed(busy, run)
    assert busy.shown(run).status is CANCELLED


def test_the_same_account_connected_again_goes_on(busy: FakedPlugin) -> None:
    """A consent for the same account leaves a run that may go on."""
    run = cancelled(busy)
    busy.connect()
    proceed(busy, run)
    busy.work()
    assert result(busy.shown(run)) == (FINISHED, 8, {})


def test_a_connection_that_waits_for_reconnect_is_said(busy: FakedPlugin) -> None:
    """A click on a run whose grant has ended says that somebody must reconnect."""
    run = cancelled(busy)
    busy.harvest.withdraw()
    busy.harvest.expire()
    busy.import_days()
    with pytest.raises(ReconnectNeeded):
        proceed(busy, run)
    assert not busy.use.continue_import.is_possible(run)


def test_a_night_goes_on_until_the_next_one_begins(busy: FakedPlugin) -> None:
    """A cancelled night goes on within its slot, before other nights, and not after it."""
    busy.use.set_automated_sync(STUDIO, True)
    tick_at(busy, TONIGHT)
    *_, night = busy.runs()
    busy.use.cancel_import(STUDIO, night.id)
    busy.queue.lose()
    assert proceed(busy, night).is_new
    assert busy.queue.take_night() is None
    busy.work()
    assert result(busy.shown(night)) == (FINISHED, 8, {})
    tick_at(busy, TONIGHT + DAY)
    *_, second = busy.runs()
    busy.use.cancel_import(STUDIO, second.id)
    busy.clock.jump(TONIGHT + 2 * DAY)
    assert not busy.use.continue_import.is_possible(busy.shown(second))
    with pytest.raises(RunClosed, match=Code.NIGHT_OVER):
        proceed(busy, second)


def test_whether_it_can_go_on_is_told_beforehand(busy: FakedPlugin) -> None:
    """A run that is under way cannot be continued, and a cancelled one can."""
    run = busy.request()
    assert not busy.use.continue_import.is_possible(run)
    assert busy.use.continue_import.is_possible(busy.use.cancel_import(STUDIO, run.id))


def test_a_run_of_somebody_without_the_role_fails_again(busy: FakedPlugin) -> None:
    """*Continue* by another member fails again where the one who clicked *Import* lost the role.

    A new import by that member brings in the rest, and so does the run once the role is back.
    """
    run = cancelled(busy)
    busy.workroom.studio(STUDIO).managers.remove("elin")
    for _ in range(2):
        assert proceed(busy, run).is_new
        busy.work()
        shown = busy.shown(run)
        assert (shown.status, shown.failure) == (
            RunStatus.FAILED,
            Message(Code.STARTER_REFUSED),
        )
        assert (shown.progress.imported, len(busy.timelogs())) == (3, 3)
    busy.workroom.studio(STUDIO).managers.add("elin")
    proceed(busy, run)
    busy.work()
    assert result(busy.shown(run)) == (FINISHED, 8, {})


def test_no_other_studios_run_goes_on(busy: FakedPlugin) -> None:
    """An unknown id, and another studio's, are not found."""
    run = cancelled(busy)
    for studio_id, run_id in (("other", run.id), (STUDIO, made_run().id), (STUDIO, "\0")):
        with pytest.raises(NotFound):
            busy.use.continue_import(studio_id, run_id)
    assert busy.shown(run) == run


def test_without_redis_it_goes_on_later(busy: FakedPlugin) -> None:
    """Where Redis is away the click is kept, and a tick lets the run go on."""
    run = cancelled(busy)
    busy.queue.is_away = True
    assert proceed(busy, run).waits
    busy.queue.is_away = False
    busy.settle()
    assert result(busy.shown(run)) == (FINISHED, 8, {})


@pytest.mark.parametrize("moment", ["commit", "committed", "enqueue"])
def test_a_click_that_is_killed_is_whole_or_nothing(busy: FakedPlugin, moment: str) -> None:
    """A process that is killed at the click leaves the run as it was, or on its way."""
    run = cancelled(busy)
    busy.moments.kill(moment)
    with pytest.raises(Crash):
        proceed(busy, run)
    busy.moments.revive()
    busy.tick(MINUTE)
    busy.settle()
    shown = busy.shown(run)
    assert shown == run if moment == "commit" else result(shown) == (FINISHED, 8, {})


def test_a_worker_from_before_the_end_writes_nothing_more(busy: FakedPlugin) -> None:
    """A worker that hung while its run was cancelled and went on loses its lease for good."""
    run = busy.request()

    def cancel_and_go_on() -> None:
        busy.use.cancel_import(STUDIO, run.id)
        proceed(busy, run)
        busy.use.perform_import(run.id)

    at(busy, "answered entries", cancel_and_go_on, nth=2)
    busy.work()
    assert result(busy.shown(run)) == (FINISHED, 8, {})
    assert len(busy.timelogs()) == 8
