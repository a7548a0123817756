"""A run whose worker is killed, or loses its database or queue, goes on where it was."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.fakes.crash_points import Crash
from tests.fakes.harvest_faults import transient
from tests.fakes.plugin import FakedPlugin
from tests.use_cases.importing.helpers import PAGES, at, fail, result
from workroom_harvest.domain.errors import StoreUnavailable
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.use_cases.performing.time_slice import MOST_ATTEMPTS


@pytest.mark.parametrize("moment", ["commit", "committed", "asked entries", "answered entries"])
@pytest.mark.parametrize("after", range(4))
def test_a_killed_run_is_taken_up_where_it_was(busy: FakedPlugin, moment: str, after: int) -> None:
    """A killed run goes on at the page where it was, and loses and doubles nothing."""
    run = busy.request()
    busy.moments.kill(moment, after=after)
    try:
        busy.work()
    except Crash:
        busy.moments.revive()
    busy.settle()
    assert result(busy.shown(run)) == (RunStatus.FINISHED, 8, {})
    assert len(busy.timelogs()) == 8
    assert busy.harvest.calls["entries"] <= PAGES + 1


@pytest.mark.parametrize("moment", ["committed", "commit"])
def test_a_run_that_is_killed_after_its_last_page_counts_nothing_twice(
    connected: FakedPlugin, moment: str
) -> None:
    """A run that is killed between its last page and its end counts nothing twice."""
    connected.log(2)
    connected.log(1, is_running=True, hours=Decimal("0.5"))
    run = connected.request()
    # The lease, the start and the page are committed, and then the end.
    connected.moments.kill(moment, after=2 if moment == "committed" else 3)
    with pytest.raises(Crash):
        connected.work()
    connected.moments.revive()
    connected.settle()
    shown = connected.shown(run)
    assert result(shown) == (RunStatus.FINISHED, 2, {SkipReason.TIMER_RUNNING: 1})
    assert shown.progress.minutes == 120
    assert shown.progress.skipped_minutes == {SkipReason.TIMER_RUNNING: 30}


def test_a_run_is_taken_up_in_two_minutes_at_most(busy: FakedPlugin) -> None:
    """A tick within two minutes enqueues the run of a killed worker again."""
    busy.request()
    busy.moments.kill("answered entries")
    with pytest.raises(Crash):
        busy.work()
    busy.moments.revive()
    assert [busy.tick(timedelta(minutes=1)).requeued for _ in range(2)].count(1) == 1
    busy.work()
    assert busy.live() is None


def test_a_run_that_breaks_off_at_one_place_again_and_again_is_given_up(
    busy: FakedPlugin,
) -> None:
    """A run that is killed 31 times at the same page fails, and keeps what came in before."""
    run = busy.request()
    for _ in range(MOST_ATTEMPTS + 1):
        busy.moments.kill("answered entries", after=0 if busy.shown(run).progress.pages else 1)
        with pytest.raises(Crash):
            busy.work()
        busy.moments.revive()
        busy.tick()
    busy.settle()
    given_up = busy.shown(run)
    assert (given_up.status, given_up.failure) == (
        RunStatus.FAILED,
        Message(Code.IMPORT_STUCK),
    )
    assert given_up.progress.imported == 3


def test_a_database_that_goes_away_is_waited_for(busy: FakedPlugin) -> None:
    """A run whose database goes away keeps what was committed, and is taken up later."""
    run = busy.request()

    def go_away() -> None:
        busy.database.is_away = True

    at(busy, "answered entries", go_away, nth=2)
    with pytest.raises(StoreUnavailable):
        busy.work()
    busy.database.is_away = False
    assert busy.shown(run).progress.imported == 3
    busy.settle()
    assert result(busy.shown(run)) == (RunStatus.FINISHED, 8, {})


def test_a_queue_that_goes_away_midway_does_no_harm(busy: FakedPlugin) -> None:
    """A run that cannot be enqueued again is enqueued by the next tick."""
    fail(busy, transient(60))
    run = busy.request()
    busy.queue.take()
    busy.queue.is_away = True
    busy.use.perform_import(run.id)
    busy.queue.is_away = False
    busy.settle()
    assert result(busy.shown(run)) == (RunStatus.FINISHED, 8, {})
