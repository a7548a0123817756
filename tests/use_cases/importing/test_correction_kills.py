"""A run of corrections that is interrupted goes on where it was, and corrects each entry once."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.fakes.crash_points import Crash
from tests.fakes.harvest_faults import Fault, nonsense, transient
from tests.fakes.plugin import STUDIO, FakedPlugin
from tests.use_cases.importing.corrections import apply, change, delete, edit, imported, lose
from tests.use_cases.importing.helpers import result
from tests.use_cases.importing.waiting import codes, states
from workroom_harvest.domain.connection import Sight
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.errors import HarvestError, RequestRejected
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.skipped import SkipReason

DONE = RunStatus.FINISHED
LATER = date(2027, 3, 1)
MOMENTS = ("begin", "commit", "committed", "asked entries", "asked entry", "asked sight")


def request(plugin: FakedPlugin, *ids: int) -> ImportRun:
    """Choose corrections, and return the run."""
    return plugin.use.request_corrections(STUDIO, plugin.elin.id, ids).run


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("after", range(10))
def test_a_kill_at_any_moment_corrects_each_entry_once(
    connected: FakedPlugin, moment: str, after: int
) -> None:
    """Wherever a worker is killed, the next one ends the run with the same timelogs and counts."""
    plugin = connected
    changed, gone, deleted, edited, moved, stays = imported(plugin, 6)
    change(plugin, changed, hours=Decimal(3))
    change(plugin, edited, hours=Decimal(3))
    change(plugin, moved, hours=Decimal(2))
    lose(plugin, gone)
    delete(plugin, deleted)
    by_hand = replace(plugin.timelogs()[edited.id], title="By hand")
    edit(plugin, by_hand)
    run = request(plugin, changed.id, gone.id, deleted.id, edited.id, moved.id)
    # It moved away meanwhile, so that it is asked for by its id, and has other values.
    plugin.account.put(replace(moved, hours=Decimal(2), spent_on=LATER))
    untouched = plugin.timelogs()[stays.id]
    plugin.moments.kill(moment, after=after)
    try:
        plugin.work()
    except Crash:
        plugin.moments.revive()
        plugin.harvest.forget_links()
        plugin.tick(timedelta(minutes=2))
        plugin.settle()
    plugin.moments.revive()
    done = plugin.shown(run)
    left = {SkipReason.EDITED: 1, SkipReason.SHOWN_OTHERWISE: 1}
    assert result(done) == (DONE, 3, left)
    logs = plugin.timelogs()
    assert logs.keys() == {changed.id, deleted.id, edited.id, moved.id, stays.id}
    assert (logs[changed.id].duration.hours, logs[moved.id].duration.hours) == (3, 1)
    assert (logs[edited.id], logs[stays.id]) == (by_hand, untouched)
    assert states(plugin) == {
        changed.id: EntryState.IMPORTED,
        gone.id: EntryState.GONE,
        deleted.id: EntryState.IMPORTED,
        edited.id: EntryState.CHANGED,
        moved.id: EntryState.CHANGED,
        stays.id: EntryState.IMPORTED,
    }
    assert sorted(one.entry_id or 0 for one in plugin.skipped(done)) == [edited.id, moved.id]


@pytest.mark.parametrize("error", [nonsense(), transient(), transient(20.0)])
@pytest.mark.parametrize("nth", [1, 2])
def test_a_failure_at_one_entry_is_tried_again(
    connected: FakedPlugin, error: HarvestError, nth: int
) -> None:
    """If Harvest fails at one entry, what it answered is kept, and only that one is asked again."""
    entries = imported(connected, 2)
    lose(connected, *entries)
    fault = Fault("entry", error)
    connected.moments.at("asked entry", lambda: connected.harvest.faults.append(fault), nth=nth)
    assert result(apply(connected, *entries)) == (DONE, 2, {})
    assert connected.timelogs() == {}


def test_a_slow_harvest_ends_the_time_slice_between_entries(connected: FakedPlugin) -> None:
    """Questions take several time slices, if they must, and none is asked twice."""
    entries = imported(connected, 3)
    lose(connected, *entries)
    connected.moments.watchers.append(
        lambda name: (
            connected.clock.advance(timedelta(seconds=16)) if name == "asked entry" else None
        )
    )
    run = request(connected, *(one.id for one in entries))
    connected.use.perform_import(run.id)
    assert connected.shown(run).progress.imported == 1
    connected.work()
    assert result(connected.shown(run)) == (DONE, 3, {})
    assert connected.harvest.calls["entry"] == 3


def test_what_harvest_refuses_to_tell_is_left(connected: FakedPlugin) -> None:
    """An entry that Harvest refuses to tell of is left with its reason."""
    (one,) = imported(connected)
    lose(connected, one)
    connected.harvest.faults.append(Fault("entry", RequestRejected(status=422)))
    assert result(apply(connected, one)) == (DONE, 0, {SkipReason.HARVEST_API_ERROR: 1})
    assert connected.timelogs().keys() == {one.id}


def test_nothing_is_removed_that_may_be_hidden(connected: FakedPlugin) -> None:
    """Where the grant does not show everyone's entries, what looks gone keeps its timelog."""
    (one,) = imported(connected)
    lose(connected, one)
    connected.harvest.role = Sight.TEAM
    run = apply(connected, one)
    assert result(run) == (DONE, 0, {SkipReason.SHOWN_OTHERWISE: 1})
    (left,) = connected.skipped(run)
    assert left.cause is not None
    assert left.cause.code is Code.HIDDEN_OR_GONE
    assert connected.timelogs().keys() == {one.id}


def test_what_turns_out_to_be_gone_is_left_and_known(connected: FakedPlugin) -> None:
    """A changed entry that is gone by now keeps its timelog, and is shown as gone from then on."""
    (one,) = imported(connected)
    change(connected, one, hours=Decimal(3))
    connected.account.remove(one.id)
    assert result(apply(connected, one)) == (DONE, 0, {SkipReason.GONE: 1})
    assert states(connected) == {one.id: EntryState.ORPHANED}
    assert connected.timelogs().keys() == {one.id}


def test_gone_ones_in_doubt_stay_as_they_were(connected: FakedPlugin) -> None:
    """If too many changed entries are not found, nothing is concluded, and the run says so."""
    entries = imported(connected, 25)
    for one in entries:
        connected.account.put(replace(one, hours=Decimal(3)))
    connected.import_days()
    for one in entries:
        connected.account.remove(one.id)
    run = apply(connected, *entries)
    assert codes(run) == [Code.GONE_TOO_MANY]
    assert set(states(connected).values()) == {EntryState.CHANGED}


def test_a_run_asks_for_fifty_at_most(connected: FakedPlugin) -> None:
    """Of more entries than a run asks for, the rest is left to be chosen again."""
    entries = imported(connected, 55)
    lose(connected, *entries)
    run = apply(connected, *entries)
    assert result(run) == (DONE, 50, {})
    assert codes(run) == [Code.CHOSEN_NOT_ASKED]
    assert len(connected.timelogs()) == 5
    assert result(apply(connected, *entries[50:])) == (DONE, 5, {})
    assert connected.timelogs() == {}
