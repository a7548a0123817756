"""A night that Harvest or the host fails is tried again until its slot is over."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

import pytest

from tests.fakes.crash_points import Crash
from tests.fakes.harvest_faults import Fault, nonsense, transient
from tests.fakes.host import FakeWorkroom
from tests.fakes.plugin import FakedPlugin
from tests.use_cases.scheduling.helpers import DAY, HOUR, MINUTE, SECOND, TONIGHT
from tests.use_cases.scheduling.resting import begin, come_back, go_down, pass_time
from workroom_harvest.domain.errors import Forbidden, HarvestError
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.ports.host import Project
from workroom_harvest.domain.run import RunKind
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.use_cases.performing.after_error import MOST_BREAKS
from workroom_harvest.domain.use_cases.performing.time_slice import MOST_ATTEMPTS


@pytest.mark.parametrize(
    ("outage", "most_requests"),
    [(3 * SECOND, 4), (12 * SECOND, 5), (HOUR, 25), (3 * HOUR, 35), (20 * HOUR, 100)],
)
def test_an_outage_at_two_is_made_up_for_by_the_same_night(
    tonight: FakedPlugin, outage: timedelta, most_requests: int
) -> None:
    """A night finishes within twenty minutes after an outage, with few requests meanwhile."""
    back_at = TONIGHT + outage

    def watch(name: str) -> None:
        tonight.harvest.is_down = TONIGHT <= tonight.clock.now() < back_at

    tonight.moments.watchers.append(watch)
    night = begin(tonight)
    while not (night := tonight.shown(night)).is_over:
        pass_time(tonight, MINUTE)
        assert tonight.clock.now() < back_at + 20 * MINUTE
    assert (night.status, night.progress.imported, night.is_complete) == (
        RunStatus.FINISHED,
        8,
        True,
    )
    assert tonight.harvest.calls["sight"] <= most_requests


@pytest.mark.parametrize("page", [1, 2, 3])
@pytest.mark.parametrize(
    "error", [transient(), nonsense(), transient(15), transient(120), transient(7200)]
)
def test_any_passing_trouble_at_any_page_is_waited_out(
    tonight: FakedPlugin, error: HarvestError, page: int
) -> None:
    """A night outlasts nine failures at any page, and reads no committed page again."""
    tonight.harvest.faults.append(Fault("entries", error, page, times=9))
    night = begin(tonight)
    assert (night.progress.imported, night.is_resting) == (3 * (page - 1), True)
    tonight.settle()
    night = tonight.shown(night)
    assert (night.status, night.progress.imported) == (RunStatus.FINISHED, 8)
    assert tonight.harvest.calls["entries"] == 3 + 9


@pytest.mark.parametrize("named", [120.0, 7200.0])
def test_a_wait_that_harvest_names_is_kept_at_night(tonight: FakedPlugin, named: float) -> None:
    """A night keeps a named wait of hours, and goes on as soon as it is over."""
    tonight.harvest.faults.append(Fault("entries", transient(named), times=1))
    begin(tonight)
    pass_time(tonight, timedelta(seconds=named) - MINUTE)
    assert tonight.harvest.calls["entries"] == 1
    pass_time(tonight, MINUTE)
    assert tonight.harvest.calls["entries"] == 4


def test_orderly_waits_are_no_attempts_that_broke_off(tonight: FakedPlugin) -> None:
    """A night that rests more often than a crash is granted counts no attempt."""
    go_down(tonight)
    night = begin(tonight)
    pass_time(tonight, 12 * HOUR)
    waiting = tonight.shown(night)
    assert waiting.retry_state is not None
    assert waiting.retry_state.tries > MOST_ATTEMPTS
    assert waiting.attempts == 0


def test_when_the_slot_is_over_the_next_night_covers_it(tonight: FakedPlugin) -> None:
    """A night that fails to the end of its slot is covered by the next one."""
    go_down(tonight)
    night = begin(tonight)
    pass_time(tonight, DAY - MINUTE)
    failed = tonight.shown(night)
    assert failed.status is RunStatus.FAILED
    assert failed.progress.skipped == {}
    assert failed.failure == Message(Code.HARVEST_UNREACHABLE)
    come_back(tonight)
    pass_time(tonight, 2 * MINUTE)
    *_, second = tonight.runs()
    assert (second.request.night, second.progress.imported) == (TONIGHT.date() + DAY, 8)


def test_a_verdict_of_harvests_ends_a_night_at_once(tonight: FakedPlugin) -> None:
    """A night that Harvest refuses for good fails without another try."""
    tonight.harvest.faults.append(Fault("entries", Forbidden(status=403), times=-1))
    assert begin(tonight).status is RunStatus.FAILED


class BrokenWorkroom(FakeWorkroom):
    """A host that breaks whenever it is asked for projects."""

    def projects(self, studio_id: str) -> Sequence[Project]:
        raise KeyError(studio_id)


def test_a_host_that_breaks_at_night_is_asked_again_later(tonight: FakedPlugin) -> None:
    """A night whose host breaks rests with a warning, and comes in once the host is mended."""
    broken = tonight.rewire(catalogue=BrokenWorkroom(tonight.database)).perform_import
    tonight.tick()
    (night,) = tonight.runs()
    for _ in range(MOST_BREAKS - 1):
        with pytest.raises(KeyError):
            broken(night.id)
    for _ in range(2 * MOST_ATTEMPTS):
        tonight.tick(20 * MINUTE)
        broken(night.id)
        assert not tonight.shown(night).is_over
    assert tonight.shown(night).is_resting
    assert tonight.shown(night).warnings == (Message(Code.IMPORT_BROKE),)
    tonight.settle()
    assert tonight.shown(night).progress.imported == 8


@pytest.mark.parametrize("moment", ["commit", "committed", "asked entries", "answered entries"])
@pytest.mark.parametrize("after", range(4))
def test_a_worker_that_is_killed_while_it_wakes_a_night_loses_nothing(
    tonight: FakedPlugin, moment: str, after: int
) -> None:
    """A worker that is killed anywhere while it takes up a resting night loses nothing."""
    tonight.harvest.faults.append(Fault("entries", transient(), page=2, times=4))
    night = begin(tonight)
    assert night.is_resting
    tonight.clock.advance(HOUR)
    tonight.moments.kill(moment, after=after)
    with suppress(Crash):
        tonight.use.perform_import(night.id)
    tonight.moments.revive()
    tonight.settle()
    assert (tonight.shown(night).status, tonight.shown(night).progress.imported) == (
        RunStatus.FINISHED,
        8,
    )
    assert len(tonight.timelogs()) == 8


def test_a_night_that_nobody_came_to_for_days_is_tried_beside_the_next(
    tonight: FakedPlugin,
) -> None:
    """A night that no worker took up for days finishes beside later ones, and doubles nothing."""
    tonight.harvest.faults.append(Fault("entries", transient(), times=4))
    begin(tonight)
    for _ in range(3):
        tonight.tick(DAY)
    tonight.settle()
    nights = [run for run in tonight.runs() if run.request.kind is RunKind.NIGHTLY]
    assert len(nights) > 1
    assert {run.status for run in nights} == {RunStatus.FINISHED}
    assert len(tonight.timelogs()) == 8
