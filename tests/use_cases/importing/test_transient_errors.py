"""Errors of Harvest are tried again with growing pauses, and end the run once they last."""

from datetime import timedelta
from itertools import pairwise

import pytest

from tests.fakes.harvest_faults import Fault, nonsense, transient
from tests.fakes.plugin import JUNE, STUDIO, FakedPlugin
from tests.use_cases.importing.helpers import FORBIDDEN, PAGE_SIZE, PAGES, at, fail, result
from workroom_harvest.domain.errors import HarvestError
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.skipped import SkipReason


@pytest.mark.parametrize("page", range(1, PAGES + 1))
@pytest.mark.parametrize("error", [transient(), nonsense(), transient(0), transient(15)])
def test_passing_trouble_at_any_page_loses_nothing(
    busy: FakedPlugin, error: HarvestError, page: int
) -> None:
    """An error that passes after two tries, at any page, loses nothing."""
    fail(busy, error, page=page, times=2)
    run = busy.import_days()
    assert result(run) == (RunStatus.FINISHED, 8, {})
    assert run.retry_state is None


def gaps(plugin: FakedPlugin) -> list[float]:
    """Return the seconds between the tries of one import."""
    tried: list[float] = []
    plugin.moments.watchers.append(
        lambda name: tried.append(plugin.clock.monotonic()) if name == "asked entries" else None
    )
    plugin.import_days()
    return [after - before for before, after in pairwise(tried)]


def test_pauses_grow_and_end(busy: FakedPlugin) -> None:
    """The pauses are half a second, one, two and four; the next failure ends the run."""
    fail(busy, transient(), times=-1)
    assert gaps(busy) == [0.5, 1, 2, 4]
    assert [run.status for run in busy.runs()] == [RunStatus.FAILED]


@pytest.mark.parametrize("named", [1.0, 1.5, 15.0, 29.25])
def test_harvest_is_never_asked_before_the_wait_that_it_named(
    busy: FakedPlugin, named: float
) -> None:
    """The next try comes exactly after the wait that Harvest named."""
    fail(busy, transient(named))
    assert gaps(busy)[0] == named


@pytest.mark.parametrize(
    ("named", "tries"), [(29.0, 5), (120.0, 5), (200.0, 4), (300.0, 3), (600.0, 2), (601.0, 1)]
)
def test_a_named_wait_is_kept_as_long_as_patience_lasts(
    busy: FakedPlugin, named: float, tries: int
) -> None:
    """Named waits are kept up to ten minutes from the first failure to the last try."""
    fail(busy, transient(named), times=-1)
    run = busy.request()
    for _ in range(tries):
        busy.work()
        if (waiting := busy.shown(run).retry_state) and not busy.shown(run).is_over:
            busy.clock.advance(waiting.next_try_at - busy.clock.now())
            busy.use.dispatch_due()
    assert busy.harvest.calls["entries"] == tries
    assert busy.shown(run).status is RunStatus.FAILED


def test_a_short_pause_does_not_outlast_the_time_slice(busy: FakedPlugin) -> None:
    """A try that took longer than the slice is the last one in it, however soon the next is due."""
    fail(busy, transient())
    busy.moments.watchers.append(
        lambda name: busy.clock.advance(timedelta(seconds=20)) if name == "asked entries" else None
    )
    run = busy.request()
    busy.queue.take()
    busy.use.perform_import(run.id)
    assert (busy.harvest.calls["entries"], busy.clock.slept) == (1, [])
    assert busy.queue.waiting() == {run.id}


def test_a_wait_of_minutes_that_harvest_named_is_waited_for(busy: FakedPlugin) -> None:
    """A named wait of two minutes holds the studio, and leaves worker and queue to others."""
    fail(busy, transient(120))
    run = busy.request()
    busy.work()
    assert (busy.clock.slept, busy.queue.waiting()) == ([], set())
    assert busy.live() == busy.shown(run)
    assert not busy.shown(run).is_resting
    assert not busy.use.request_import(STUDIO, "elin", JUNE).is_new
    busy.tick(timedelta(seconds=119))
    assert busy.queue.waiting() == set()
    busy.tick(timedelta(seconds=1))
    assert busy.queue.waiting() == {run.id}
    busy.work()
    assert result(busy.shown(run)) == (RunStatus.FINISHED, 8, {})
    assert busy.harvest.calls["entries"] == PAGES + 1


@pytest.mark.parametrize("page", range(1, PAGES + 1))
@pytest.mark.parametrize("error", [transient(), nonsense(), FORBIDDEN])
def test_lasting_trouble_stops_with_what_was_imported(
    busy: FakedPlugin, error: HarvestError, page: int
) -> None:
    """A lasting error fails the run, counts what was not sent, and the next run has the rest."""
    fail(busy, error, page=page, times=-1)
    before = PAGE_SIZE * (page - 1)
    run = busy.import_days()
    counted = {SkipReason.HARVEST_API_ERROR: 8 - before} if page > 1 else {}
    assert result(run) == (RunStatus.FAILED, before, counted)
    assert run.failure == error.detail
    assert error.detail.code.is_of_harvest
    busy.harvest.faults.clear()
    assert busy.import_days().progress.imported == 8 - before
    assert len(busy.timelogs()) == 8


def test_trouble_with_the_addresses_is_trouble_with_harvest(busy: FakedPlugin) -> None:
    """A failure to list addresses is tried again, and no owner is guessed."""
    busy.harvest.faults.append(Fault("emails", transient(), times=2))
    assert result(busy.import_days()) == (RunStatus.FINISHED, 8, {})
    assert {log.member_id for log in busy.timelogs().values()} == {"mira"}


@pytest.mark.parametrize("named", [1.5, 20.0, 300.0])
def test_a_worker_has_others_while_one_studio_waits(busy: FakedPlugin, named: float) -> None:
    """A run that waits longer than a second leaves worker and queue, and comes back when due."""
    fail(busy, transient(named))
    run = busy.request()
    busy.queue.take()
    busy.use.perform_import(run.id)
    assert (busy.queue.waiting(), busy.clock.slept) == (set(), [])
    due = busy.clock.now() + timedelta(seconds=named)
    assert busy.queue.later == [(due, run.id, True)]
    busy.clock.jump(due)
    busy.queue.come_due(due)
    busy.work()
    assert result(busy.shown(run)) == (RunStatus.FINISHED, 8, {})


def test_a_job_that_comes_before_the_next_try_is_due_does_nothing(busy: FakedPlugin) -> None:
    """A job that comes too early asks Harvest nothing, does not sleep, and enqueues nothing."""
    fail(busy, transient(20))
    run = busy.request()
    busy.queue.take()
    busy.use.perform_import(run.id)
    later = list(busy.queue.later)
    busy.use.perform_import(run.id)
    assert (busy.clock.slept, busy.harvest.calls["entries"]) == ([], 1)
    assert (busy.queue.waiting(), busy.queue.later) == (set(), later)


@pytest.mark.parametrize("is_away", [True, False])
def test_a_queue_that_forgets_a_run_that_waits_is_reminded_by_a_tick(
    busy: FakedPlugin, is_away: bool
) -> None:
    """A tick enqueues a run whose next try is due, if Redis was away or came back empty."""
    fail(busy, transient(20))
    run = busy.request()
    busy.queue.take()
    busy.queue.is_away = is_away
    busy.use.perform_import(run.id)
    busy.queue.is_away = False
    busy.queue.lose()
    assert busy.tick().requeued == 1
    busy.work()
    assert result(busy.shown(run)) == (RunStatus.FINISHED, 8, {})


def test_a_page_ends_the_trouble_before_it(busy: FakedPlugin) -> None:
    """Failures are counted anew at each page."""
    for page in range(1, PAGES + 1):
        fail(busy, transient(), page=page, times=4)
    assert result(busy.import_days()) == (RunStatus.FINISHED, 8, {})


def test_tokens_are_renewed_without_anyone_noticing(busy: FakedPlugin) -> None:
    """Tokens that expire during a run are renewed once, and the run goes on."""
    at(busy, "answered entries", busy.harvest.expire)
    assert result(busy.import_days()) == (RunStatus.FINISHED, 8, {})
    assert busy.harvest.calls["refresh"] == 1


def test_a_run_that_is_taken_up_a_moment_early_sleeps_until_its_try(busy: FakedPlugin) -> None:
    """A worker that takes a run up less than a second early sleeps, and then asks Harvest."""
    fail(busy, transient(10), times=1)
    run = busy.request()
    busy.use.perform_import(run.id)
    busy.clock.advance(timedelta(seconds=9.5))
    busy.clock.slept.clear()
    busy.use.perform_import(run.id)
    assert busy.clock.slept == [0.5]
    assert result(busy.shown(run)) == (RunStatus.FINISHED, 8, {})
