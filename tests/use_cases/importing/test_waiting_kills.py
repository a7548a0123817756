"""An import of what waits that is interrupted goes on where it was."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.fakes.crash_points import Crash
from tests.fakes.harvest_faults import Fault, nonsense, transient
from tests.fakes.plugin import CABIN, DRAWINGS, VILLA, FakedPlugin
from tests.use_cases.importing.helpers import result
from tests.use_cases.importing.waiting import AT_CABIN, states, wait_at_cabin
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.errors import HarvestError
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.use_cases.mapping.save_mappings import Choice, MappingChanges

DONE, GONE = RunStatus.FINISHED, SkipReason.GONE


@pytest.mark.parametrize("error", [nonsense(), transient(), transient(20.0)])
@pytest.mark.parametrize("nth", [1, 2, 3])
def test_a_failure_at_one_entry_is_tried_again(
    unmapped: FakedPlugin, error: HarvestError, nth: int
) -> None:
    """If Harvest fails at one entry, what it answered is kept, and only that one is asked again."""
    for one in wait_at_cabin(unmapped, 3):
        unmapped.account.put(replace(one, project_id=VILLA))
    fault = Fault("entry", error)
    unmapped.moments.at("asked entry", lambda: unmapped.harvest.faults.append(fault), nth=nth)
    done = unmapped.import_waiting(AT_CABIN)
    assert result(done) == (DONE, 3, {})
    assert unmapped.harvest.calls["entry"] == 4


def test_a_slow_harvest_ends_the_time_slice_between_entries(unmapped: FakedPlugin) -> None:
    """Questions take several time slices, if they must, and none is asked twice."""
    for one in wait_at_cabin(unmapped, 4):
        unmapped.account.put(replace(one, project_id=VILLA))
    unmapped.moments.watchers.append(
        lambda name: (
            unmapped.clock.advance(timedelta(seconds=16)) if name == "asked entry" else None
        )
    )
    run = unmapped.request_waiting(AT_CABIN)
    done = unmapped.use.perform_import(run.id)
    assert done is not None
    assert (done.status, done.progress.imported) == (RunStatus.RUNNING, 1)
    unmapped.work()
    assert result(unmapped.shown(run)) == (DONE, 4, {})
    assert unmapped.harvest.calls["entry"] == 4


MOMENTS = ("begin", "commit", "committed", "asked entries", "asked entry", "asked sight")


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("after", range(12))
def test_a_kill_at_any_moment_loses_nothing(unmapped: FakedPlugin, moment: str, after: int) -> None:
    """Wherever a worker is killed, the next one ends the run with the same counts and states."""
    stays, moved, lost, runs, other = wait_at_cabin(unmapped)
    unmapped.account.put(replace(moved, project_id=VILLA))
    unmapped.account.put(replace(runs, project_id=VILLA, is_running=True))
    unmapped.account.remove(lost.id)
    run = unmapped.request_waiting(AT_CABIN)
    unmapped.moments.kill(moment, after=after)
    try:
        unmapped.work()
    except Crash:
        unmapped.moments.revive()
        unmapped.harvest.forget_links()
        unmapped.tick(timedelta(minutes=2))
        unmapped.settle()
    unmapped.moments.revive()
    done = unmapped.shown(run)
    assert result(done) == (DONE, 3, {GONE: 1, SkipReason.TIMER_RUNNING: 1})
    assert unmapped.timelogs().keys() == {stays.id, moved.id, other.id}
    assert states(unmapped)[lost.id] is EntryState.GONE
    assert states(unmapped)[runs.id] is EntryState.WAITING
    assert sorted(one.entry_id or 0 for one in unmapped.skipped(done)) == sorted([lost.id, runs.id])


def test_a_stale_cursor_decides_nothing_twice(unmapped: FakedPlugin) -> None:
    """If the list begins again, entries that were skipped stay counted once."""
    entries = wait_at_cabin(unmapped, 8)
    unmapped.account.put(replace(entries[-1], is_running=True))
    run = unmapped.request_waiting(AT_CABIN)
    unmapped.moments.at("asked entries", lambda: unmapped.moments.kill("asked entries"), nth=2)
    with pytest.raises(Crash):
        unmapped.work()
    unmapped.moments.revive()
    unmapped.harvest.forget_links()
    unmapped.tick(timedelta(minutes=2))
    unmapped.settle()
    done = unmapped.shown(run)
    assert result(done) == (DONE, 7, {SkipReason.TIMER_RUNNING: 1})
    assert (done.progress.restarts, done.progress.listed) == (1, 8)
    assert len(unmapped.skipped(done)) == 1
    assert CABIN in {one.project_id for one in entries}


def test_a_mapping_that_goes_meanwhile_leaves_the_rest_waiting(unmapped: FakedPlugin) -> None:
    """If a mapping is removed while the run is under way, the rest waits under it."""
    wait_at_cabin(unmapped)
    run = unmapped.request_waiting(AT_CABIN)
    unmap = MappingChanges((), (Choice(DRAWINGS, None),))
    unmapped.map(unmap)
    unmapped.work()
    assert result(unmapped.shown(run)) == (DONE, 0, {})
    assert len([one for one in unmapped.records().values() if one.reason]) == 5
