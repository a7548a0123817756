"""One worker at a time writes for a studio."""

from datetime import timedelta

import pytest

from tests.fakes.clock import ClockAhead
from tests.fakes.crash_points import Crash
from tests.fakes.leases import LeaseRow
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


def test_the_last_commit_of_a_run_gives_the_lease_back(busy: FakedPlugin) -> None:
    """A worker that is killed as soon as its run is over keeps no one from the studio."""
    run = busy.request()
    leases: list[LeaseRow | None] = []

    def look(name: str) -> None:
        if name == "committed" and busy.lasting.runs()[0].is_over:
            leases.append(busy.lease())

    busy.moments.watchers.append(look)
    busy.work()
    assert busy.shown(run).is_over
    assert leases[0] is not None
    assert leases[0].expires_at is None


def test_a_lease_is_taken_with_the_start_of_its_run(busy: FakedPlugin) -> None:
    """A worker that is killed at its second commit has the lease, and its run has begun."""
    run = busy.request()
    busy.moments.kill("commit", after=1)
    with pytest.raises(Crash):
        busy.work()
    busy.moments.revive()
    assert busy.lease() is not None
    assert busy.shown(run).status is RunStatus.RUNNING


def test_tokens_that_are_replaced_while_a_page_is_read_end_nothing(busy: FakedPlugin) -> None:
    """A page goes on at once with the next pair, if another process refreshed its own meanwhile."""
    busy.harvest.single_use_refresh = True
    run = busy.request()
    refreshed: list[bool] = []

    def refresh() -> None:
        connection = busy.connection()
        with busy.store.transaction() as tx:
            held = tx.connections.tokens(connection)
        fresh = busy.harvest.refresh(held.tokens.refresh)
        with busy.store.transaction() as tx:
            refreshed.append(tx.connections.put_tokens(connection, fresh, after=held.version))
            tx.commit()

    at(busy, "asked sight", refresh)
    busy.work()
    assert (refreshed, busy.clock.slept) == ([True], [])
    assert result(busy.shown(run)) == (RunStatus.FINISHED, 8, {})
