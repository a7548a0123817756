"""One worker at a time writes for a studio."""

from datetime import timedelta

import pytest

from tests.fakes.clock import ClockAhead
from tests.fakes.plugin import FakedPlugin
from tests.use_cases.importing.helpers import at, result
from workroom_harvest.domain.run_status import RunStatus


def test_while_another_worker_is_at_it_there_is_nothing_to_do(busy: FakedPlugin) -> None:
    """A second worker at the same run does nothing."""
    run = busy.request()
    twin: list[object] = []
    at(busy, "answered entries", lambda: twin.append(busy.use.perform_import(run.id)))
    busy.work()
    assert twin == [None]
    assert result(busy.shown(run)) == (RunStatus.FINISHED, 8, {})


def test_a_worker_that_hung_is_passed_and_writes_nothing(busy: FakedPlugin) -> None:
    """A worker that hung for longer than its lease writes nothing, and the next one does all."""
    run = busy.request()

    def hang() -> None:
        busy.clock.advance(timedelta(minutes=5))
        busy.use.perform_import(run.id)

    at(busy, "answered entries", hang)
    busy.work()
    assert result(busy.shown(run)) == (RunStatus.FINISHED, 8, {})
    assert len(busy.timelogs()) == 8


def test_the_lease_is_kept_while_harvest_is_slow(busy: FakedPlugin) -> None:
    """A worker that waits half a minute for Harvest keeps its lease."""
    run = busy.request()
    others: list[object] = []

    def wait(name: str) -> None:
        if name == "asked entries" and not others:
            busy.clock.advance(timedelta(seconds=30))
            others.append(busy.use.perform_import(run.id))

    busy.moments.watchers.append(wait)
    busy.work()
    assert others == [None]
    assert result(busy.shown(run)) == (RunStatus.FINISHED, 8, {})


@pytest.mark.parametrize("minutes", [-10, -1, 1, 10])
def test_a_clock_that_differs_lets_no_second_writer_in(busy: FakedPlugin, minutes: int) -> None:
    """A worker whose clock is wrong does not take over a lease that is held."""
    run = busy.request()
    clock = ClockAhead(busy.clock, timedelta(minutes=minutes))
    beside = busy.rewire(clock=clock).perform_import
    others: list[object] = []
    busy.once("asked entries", lambda: others.append(beside(run.id)))
    busy.work()
    assert others == [None]
    assert result(busy.shown(run)) == (RunStatus.FINISHED, 8, {})


def test_a_run_that_is_over_or_unknown_is_nothing_to_do(busy: FakedPlugin) -> None:
    """A job for a run that is over, or unknown, changes nothing."""
    run = busy.import_days()
    assert busy.use.perform_import(run.id) is None
    assert busy.use.perform_import("f" * 32) is None
    assert busy.shown(run) == run


def test_the_lease_is_given_back(busy: FakedPlugin) -> None:
    """The lease is released when the run is over."""
    busy.import_days()
    lease = busy.lease()
    assert lease is not None
    assert lease.expires_at is None
