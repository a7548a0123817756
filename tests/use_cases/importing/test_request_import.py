"""How an import is requested, and how a run is shown."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.fakes.crash_points import Crash
from tests.fakes.plugin import JUNE, STUDIO, FakedPlugin
from tests.fakes.runs import FakeRuns
from tests.support.factories import finished
from workroom_harvest.domain.errors import NotConnected, NotFound, ReconnectNeeded
from workroom_harvest.domain.run import ImportRun, RunKind
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.use_cases.requesting.start_run import Requested


def ask(plugin: FakedPlugin) -> Requested:
    """Click *Import from Harvest*, and return what came of it."""
    return plugin.use.request_import(STUDIO, "elin", JUNE)


def test_a_request_becomes_a_run_that_waits_in_the_queue(connected: FakedPlugin) -> None:
    """A request becomes a queued run with its window and who asked."""
    asked = ask(connected)
    assert (asked.is_new, asked.waits) == (True, False)
    assert connected.queue.waiting() == {asked.run.id}
    run = connected.shown(asked.run)
    assert (run.request.kind, run.request.window, run.request.started_by) == (
        RunKind.ON_DEMAND,
        JUNE,
        "elin",
    )
    assert run.status is RunStatus.QUEUED


def test_while_a_run_lives_it_is_shown(connected: FakedPlugin) -> None:
    """Two hundred clicks make one run, and another one can start once it is over."""
    first = ask(connected)
    others = [ask(connected) for _ in range(199)]
    assert {(other.run.id, other.is_new) for other in others} == {(first.run.id, False)}
    assert len(connected.runs()) == 1
    connected.work()
    assert ask(connected).is_new


def test_a_living_night_is_shown_too(connected: FakedPlugin) -> None:
    """A click while a night is at work shows that night and starts nothing."""
    connected.use.set_automated_sync(STUDIO, True)
    connected.tick(timedelta(days=1))
    asked = ask(connected)
    assert (asked.is_new, asked.run.request.kind) == (False, RunKind.NIGHTLY)


def test_with_the_queue_away_the_run_waits_in_the_store(connected: FakedPlugin) -> None:
    """A run that could not be enqueued waits in the database until the queue is back."""
    connected.log()
    connected.queue.is_away = True
    asked = ask(connected)
    assert (asked.is_new, asked.waits) == (True, True)
    connected.tick()
    assert connected.shown(asked.run).status is RunStatus.QUEUED
    connected.queue.is_away = False
    assert connected.tick().requeued == 1
    connected.work()
    assert connected.shown(asked.run).progress.imported == 1


@pytest.mark.parametrize("moment", ["committed", "enqueue"])
def test_a_run_whose_asker_is_killed_is_taken_up(connected: FakedPlugin, moment: str) -> None:
    """A run whose request was killed after its commit is taken up by a tick."""
    connected.log()
    connected.moments.kill(moment)
    with pytest.raises(Crash):
        ask(connected)
    connected.moments.revive()
    connected.tick()
    connected.work()
    assert [run.progress.imported for run in connected.runs()] == [1]


def test_without_a_connection_nothing_starts(plugin: FakedPlugin) -> None:
    """No run starts without a connection, or while one waits for a reconnect."""
    with pytest.raises(NotConnected):
        ask(plugin)
    plugin.connect()
    plugin.map()
    plugin.log()
    plugin.harvest.withdraw()
    plugin.import_days()
    with pytest.raises(ReconnectNeeded):
        ask(plugin)
    assert plugin.queue.waiting() == set()


def test_a_run_is_shown_to_its_studio_only(connected: FakedPlugin) -> None:
    """A run of another studio is as unknown as one that does not exist."""
    run = ask(connected).run
    assert connected.use.show_run(STUDIO, run.id) == connected.use.show_run.latest(STUDIO)
    for studio, run_id in (("other", run.id), (STUDIO, "f" * 32)):
        with pytest.raises(NotFound):
            connected.use.show_run(studio, run_id)
    with pytest.raises(NotFound):
        connected.use.show_run.latest("other")


@pytest.mark.parametrize(
    ("zone", "now", "today"),
    [
        (None, (23, 30), 15),
        ("Europe/Stockholm", (21, 59), 15),
        ("Europe/Stockholm", (22, 0), 16),
        ("America/New_York", (3, 59), 14),
        ("Nowhere/Atlantis", (23, 30), 15),
        ("../etc/passwd", (23, 30), 15),
    ],
)
def test_today_is_the_studios_own_day(
    plugin: FakedPlugin, zone: str | None, now: tuple[int, int], today: int
) -> None:
    """Today is the day in the studio's time zone, or in UTC where that zone does not exist."""
    plugin.workroom.studio(STUDIO).time_zone = zone
    plugin.clock.jump(datetime(2026, 6, 15, *now, tzinfo=UTC))
    assert plugin.use.today(STUDIO) == date(2026, 6, today)


class HastyRuns(FakeRuns):
    """Runs of which the live one ends right after it kept another one out."""

    def add(self, run: ImportRun) -> bool:
        went_in, live = super().add(run), self.live(run.studio_id)
        if not went_in and live is not None:
            self.save(finished(live))
        return went_in


def test_a_run_that_ended_between_two_clicks_is_shown(connected: FakedPlugin) -> None:
    """A click that meets a run which ends at that moment shows that run."""
    first = ask(connected).run
    connected.store.runs = HastyRuns
    asked = ask(connected)
    assert (asked.run.id, asked.is_new, asked.run.status) == (first.id, False, RunStatus.FINISHED)
