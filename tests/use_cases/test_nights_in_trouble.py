"""Nobody is awake: a night that Harvest fails is tried again until its slot is over."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.fakes.crash_points import Crash
from tests.fakes.harvest import Fault, nonsense, transient
from tests.fakes.host import FakeWorkroom
from tests.fakes.plugin import STUDIO, FakedPlugin
from workroom_harvest.domain.errors import Forbidden, HarvestError
from workroom_harvest.domain.ports.host import Project
from workroom_harvest.domain.run import ImportRun, RunKind, RunStatus, SkipReason
from workroom_harvest.domain.use_cases.importing.check_preconditions import (
    SWITCHED_OFF,
    SWITCHED_OFF_MEANWHILE,
)
from workroom_harvest.domain.use_cases.importing.perform_import import MOST_ATTEMPTS, MOST_BREAKS

SECOND, MINUTE, HOUR, DAY = (
    timedelta(**{unit: 1}) for unit in ("seconds", "minutes", "hours", "days")
)
TONIGHT = datetime(2026, 6, 16, 2, tzinfo=UTC)


@pytest.fixture
def nightly(connected: FakedPlugin) -> FakedPlugin:
    """Eight entries on three pages; Automated sync is on, and it is almost two o'clock."""
    connected.use.set_automated_sync(STUDIO, True)
    connected.log(8)
    connected.clock.jump(TONIGHT - MINUTE)
    connected.harvest.calls.clear()
    return connected


def pass_time(plugin: FakedPlugin, length: timedelta) -> None:
    """A tick each minute, and a worker that is free."""
    for _ in range(round(length / MINUTE)):
        plugin.tick()
        plugin.work()


def begin(plugin: FakedPlugin) -> ImportRun:
    """Tonight's run after its first turn."""
    pass_time(plugin, MINUTE)
    (night,) = (run for run in plugin.runs() if run.kind is RunKind.NIGHTLY)
    return night


def go_down(plugin: FakedPlugin) -> None:
    """Harvest is away from now on."""
    plugin.harvest.is_down = True


def come_back(plugin: FakedPlugin) -> None:
    """Harvest answers again."""
    plugin.harvest.is_down = False


@pytest.mark.parametrize(
    ("outage", "most_requests"),
    [(3 * SECOND, 4), (12 * SECOND, 5), (HOUR, 25), (3 * HOUR, 35), (20 * HOUR, 100)],
)
def test_an_outage_at_two_is_made_up_for_by_the_same_night(
    nightly: FakedPlugin, outage: timedelta, most_requests: int
) -> None:
    """Soon after it, at most a quarter of an hour and a tick later, with few requests meanwhile."""
    back_at = TONIGHT + outage

    def watch(name: str) -> None:
        nightly.harvest.is_down = TONIGHT <= nightly.clock.now() < back_at

    nightly.moments.watchers.append(watch)
    night = begin(nightly)
    while not (night := nightly.shown(night)).is_over:
        pass_time(nightly, MINUTE)
        assert nightly.clock.now() < back_at + 20 * MINUTE
    assert (night.status, night.imported, night.is_complete) == (RunStatus.FINISHED, 8, True)
    assert nightly.harvest.calls["sight"] <= most_requests


@pytest.mark.parametrize("page", [1, 2, 3])
@pytest.mark.parametrize(
    "error", [transient(), nonsense(), transient(15), transient(120), transient(7200)]
)
def test_any_passing_trouble_at_any_page_is_waited_out(
    nightly: FakedPlugin, error: HarvestError, page: int
) -> None:
    """More often than by hand; what was committed before stays, and is not read again."""
    nightly.harvest.faults.append(Fault("entries", error, page, times=9))
    night = begin(nightly)
    assert (night.imported, night.is_resting) == (3 * (page - 1), True)
    nightly.settle()
    night = nightly.shown(night)
    assert (night.status, night.imported) == (RunStatus.FINISHED, 8)
    assert nightly.harvest.calls["entries"] == 3 + 9


@pytest.mark.parametrize("named", [120.0, 7200.0])
def test_a_wait_that_harvest_names_is_kept_at_night(nightly: FakedPlugin, named: float) -> None:
    """Whatever its length, if the slot is not over then."""
    nightly.harvest.faults.append(Fault("entries", transient(named), times=1))
    begin(nightly)
    pass_time(nightly, timedelta(seconds=named) - MINUTE)
    assert nightly.harvest.calls["entries"] == 1
    pass_time(nightly, MINUTE)
    assert nightly.harvest.calls["entries"] == 4


def test_while_a_night_rests_the_queue_is_left_in_peace(nightly: FakedPlugin) -> None:
    """The tick hands it over once it is time, and not before; a worker is never asked to nap."""
    go_down(nightly)
    night = begin(nightly)
    pass_time(nightly, 2 * HOUR)
    waiting = nightly.shown(night).retry_state
    assert waiting is not None
    assert waiting.tries < 25
    nightly.clock.jump(waiting.next_try_at - 2 * MINUTE)
    slept = len(nightly.clock.slept)
    assert nightly.tick().requeued == 0
    assert nightly.tick().requeued == 1
    assert nightly.queue.waiting() == {night.id}
    nightly.work()
    assert len(nightly.clock.slept) == slept


def test_a_click_need_not_wait_for_a_night_that_rests(nightly: FakedPlugin) -> None:
    """It starts at once, and the night goes on after it: nothing twice, nothing counted twice."""
    go_down(nightly)
    night = begin(nightly)
    pass_time(nightly, HOUR)
    come_back(nightly)
    assert nightly.shown(night).is_resting
    run = nightly.import_days()
    assert (run.status, run.imported) == (RunStatus.FINISHED, 8)
    nightly.log(2)
    nightly.settle()
    night = nightly.shown(night)
    assert (night.status, night.imported) == (RunStatus.FINISHED, 2)
    assert night.skipped == {SkipReason.ALREADY_IMPORTED: 8}
    assert len(nightly.timelogs()) == 10


def test_a_night_waits_for_the_import_that_somebody_clicked(nightly: FakedPlugin) -> None:
    """Whatever happens meanwhile, that one has the studio and the worker's lease."""
    go_down(nightly)
    night = begin(nightly)
    pass_time(nightly, HOUR)
    come_back(nightly)
    run = nightly.request()
    by_hand: list[str] = []

    def try_the_night(name: str) -> None:
        if name == "answered entries" and not by_hand:
            by_hand.append(name)
            nightly.clock.advance(HOUR)
            turn = nightly.use.perform_import(night.id)
            assert turn is not None
            assert turn.is_resting

    nightly.moments.watchers.append(try_the_night)
    nightly.work()
    assert (nightly.shown(run).imported, nightly.shown(night).imported) == (8, 0)
    nightly.settle()
    assert nightly.shown(night).status is RunStatus.FINISHED


def test_a_night_that_rested_goes_on_where_it_was(nightly: FakedPlugin) -> None:
    """Its pages are not read again, and its address is kept."""
    nightly.harvest.faults.append(Fault("entries", transient(), page=3, times=-1))
    night = begin(nightly)
    pass_time(nightly, HOUR)
    assert (nightly.shown(night).imported, nightly.shown(night).is_resting) == (6, True)
    nightly.harvest.faults.clear()
    before = nightly.harvest.calls["entries"]
    nightly.settle()
    assert nightly.shown(night).imported == 8
    assert nightly.harvest.calls["entries"] == before + 1


def test_orderly_waits_are_no_attempts_that_broke_off(nightly: FakedPlugin) -> None:
    """More than a crash would be granted."""
    go_down(nightly)
    night = begin(nightly)
    pass_time(nightly, 12 * HOUR)
    waiting = nightly.shown(night)
    assert waiting.retry_state is not None
    assert waiting.retry_state.tries > MOST_ATTEMPTS
    assert waiting.attempts == 0


def test_when_the_slot_is_over_the_next_night_covers_it(nightly: FakedPlugin) -> None:
    """It fails before that one begins, as *Harvest API error*."""
    go_down(nightly)
    night = begin(nightly)
    pass_time(nightly, DAY - MINUTE)
    failed = nightly.shown(night)
    assert failed.status is RunStatus.FAILED
    assert failed.skipped == {}
    assert failed.failure == "Harvest API error: Harvest could not be reached."
    come_back(nightly)
    pass_time(nightly, 2 * MINUTE)
    *_, second = nightly.runs()
    assert (second.night, second.imported) == (TONIGHT.date() + DAY, 8)


def test_a_verdict_of_harvests_ends_a_night_at_once(nightly: FakedPlugin) -> None:
    """Asking again does not help."""
    forbidden = Forbidden("Harvest refused the request (403).")
    nightly.harvest.faults.append(Fault("entries", forbidden, times=-1))
    assert begin(nightly).status is RunStatus.FAILED


def _disconnect(plugin: FakedPlugin) -> None:
    plugin.use.disconnect(STUDIO)


def _connect_another(plugin: FakedPlugin) -> None:
    plugin.harvest.account(2, "Second")
    plugin.connect(2)


@pytest.mark.parametrize(
    ("change", "word"),
    [(_disconnect, "was disconnected"), (_connect_another, "Another Harvest account")],
)
def test_a_night_that_rests_ends_with_its_connection(
    nightly: FakedPlugin, change: Callable[[FakedPlugin], None], word: str
) -> None:
    """At once; a job that comes late does nothing."""
    nightly.harvest.faults.append(Fault("entries", transient(), times=-1))
    night = begin(nightly)
    change(nightly)
    ended = nightly.shown(night)
    assert (ended.status, ended.is_resting) == (RunStatus.FAILED, False)
    assert word in str(ended.failure)
    nightly.harvest.faults.clear()
    assert nightly.use.perform_import(night.id) is None
    pass_time(nightly, HOUR)
    assert nightly.timelogs() == {}


@pytest.mark.parametrize(("page", "sentence"), [(1, SWITCHED_OFF), (2, SWITCHED_OFF_MEANWHILE)])
def test_a_night_that_rests_does_not_go_on_once_it_is_switched_off(
    nightly: FakedPlugin, page: int, sentence: str
) -> None:
    """Off is off."""
    nightly.harvest.faults.append(Fault("entries", transient(), page, times=-1))
    night = begin(nightly)
    nightly.use.set_automated_sync(STUDIO, False)
    nightly.harvest.faults.clear()
    nightly.settle()
    ended = nightly.shown(night)
    assert (ended.status, ended.failure) == (RunStatus.FAILED, sentence)
    assert len(nightly.timelogs()) == 3 * (page - 1)


class BrokenWorkroom(FakeWorkroom):
    """Breaks whenever it is asked for projects."""

    def projects(self, studio_id: str) -> Sequence[Project]:
        """See the port."""
        raise KeyError(studio_id)


def test_a_host_that_breaks_at_night_is_asked_again_later(nightly: FakedPlugin) -> None:
    """By hand three times are the end; a night rests, and comes in once the host is mended."""
    whole = nightly.use.perform_import
    check_preconditions = replace(
        whole.check_preconditions, catalogue=BrokenWorkroom(nightly.database)
    )
    broken = replace(whole, check_preconditions=check_preconditions)
    nightly.tick()
    (night,) = nightly.runs()
    for _ in range(MOST_BREAKS - 1):
        with pytest.raises(KeyError):
            broken(night.id)
    for _ in range(2 * MOST_ATTEMPTS):
        nightly.tick(20 * MINUTE)
        broken(night.id)
        assert not nightly.shown(night).is_over
    assert nightly.shown(night).is_resting
    nightly.settle()
    assert nightly.shown(night).imported == 8


@pytest.mark.parametrize("moment", ["commit", "committed", "asked entries", "answered entries"])
@pytest.mark.parametrize("after", range(4))
def test_a_worker_that_is_killed_while_it_wakes_a_night_loses_nothing(
    nightly: FakedPlugin, moment: str, after: int
) -> None:
    """Between any two of its steps."""
    nightly.harvest.faults.append(Fault("entries", transient(), page=2, times=4))
    night = begin(nightly)
    assert night.is_resting
    nightly.clock.advance(HOUR)
    nightly.moments.kill(moment, after=after)
    with suppress(Crash):
        nightly.use.perform_import(night.id)
    nightly.moments.revive()
    nightly.settle()
    assert (nightly.shown(night).status, nightly.shown(night).imported) == (RunStatus.FINISHED, 8)
    assert len(nightly.timelogs()) == 8


def test_a_night_that_nobody_came_to_for_days_is_tried_beside_the_next(
    nightly: FakedPlugin,
) -> None:
    """No worker was there; neither stands in the other's way, and nothing comes in twice."""
    nightly.harvest.faults.append(Fault("entries", transient(), times=4))
    begin(nightly)
    for _ in range(3):
        nightly.tick(DAY)
    nightly.settle()
    nights = [run for run in nightly.runs() if run.kind is RunKind.NIGHTLY]
    assert len(nights) > 1
    assert {run.status for run in nights} == {RunStatus.FINISHED}
    assert len(nightly.timelogs()) == 8
