"""What is gone from days that an import has read in full is said, where that can be known."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from tests.fakes.plugin import FakedPlugin
from tests.use_cases.importing.helpers import result
from tests.use_cases.importing.losing import (
    counted,
    delete_here,
    losses,
    nothing_left,
)
from workroom_harvest.domain.entries import HarvestEntry
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.errors import StoreUnavailable
from workroom_harvest.domain.ports.harvest import EntryPage
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.window import Days

DONE, ALREADY = RunStatus.FINISHED, SkipReason.ALREADY_IMPORTED
IMPORTED, WAITING, CHANGED = EntryState.IMPORTED, EntryState.WAITING, EntryState.CHANGED
GONE, ORPHANED = EntryState.GONE, EntryState.ORPHANED
AUGUST = date(2026, 8, 1)


def test_what_was_deleted_in_harvest_is_gone(
    connected: FakedPlugin, read: list[HarvestEntry]
) -> None:
    """One with a timelog is orphaned, one that waited is gone, and each import says what stands."""
    connected.account.remove(read[0].id)
    connected.account.remove(read[8].id)
    run = connected.import_days()
    assert result(run) == (DONE, 0, {ALREADY: 7})
    assert (losses(run), run.warnings) == ((0, 2, 0), ())
    assert counted(connected) == {IMPORTED: 7, ORPHANED: 1, GONE: 1}
    assert read[0].id in connected.timelogs()
    assert nothing_left(connected)
    again = connected.import_days()
    assert (losses(again), again.progress.asked) == ((0, 1, 0), 0)


def test_what_is_gone_from_both_is_gone(connected: FakedPlugin, read: list[HarvestEntry]) -> None:
    """An orphan whose timelog is deleted in Workroom, too, is gone, and told no more."""
    connected.account.remove(read[0].id)
    connected.import_days()
    delete_here(connected, read[0])
    assert losses(connected.import_days()) == (0, 0, 0)
    assert counted(connected) == {IMPORTED: 7, GONE: 1, WAITING: 1}


def test_what_is_listed_again_is_as_it_was(
    connected: FakedPlugin, read: list[HarvestEntry]
) -> None:
    """Entries that Harvest lists again are imported, changed or waiting again."""
    for one in (read[0], read[1], read[8]):
        connected.account.remove(one.id)
    connected.import_days()
    connected.account.put(read[0])
    connected.account.put(replace(read[1], hours=Decimal(9)))
    connected.account.put(read[8])
    assert losses(connected.import_days()) == (1, 0, 0)
    assert counted(connected) == {IMPORTED: 7, CHANGED: 1, WAITING: 1}


def test_what_moved_to_other_days_is_changed(
    connected: FakedPlugin, read: list[HarvestEntry]
) -> None:
    """An entry that moved out of the days is found by its id; what waited waits, with its day."""
    moved = [replace(one, spent_on=AUGUST, is_running=False) for one in (read[0], read[8])]
    for one in moved:
        connected.account.put(one)
    run = connected.import_days()
    assert result(run) == (DONE, 0, {ALREADY: 7})
    assert (losses(run), run.warnings) == ((1, 0, 0), ())
    assert counted(connected) == {IMPORTED: 7, CHANGED: 1, WAITING: 1}
    assert connected.records()[read[8].id].reason is SkipReason.TIMER_RUNNING
    assert connected.import_days().progress.asked == 0
    assert result(connected.import_days(Days(AUGUST, AUGUST))) == (DONE, 1, {ALREADY: 1})


def test_what_the_list_misses_is_imported_by_its_id(
    connected: FakedPlugin, read: list[HarvestEntry]
) -> None:
    """An entry that moved to days which were read already is found by its id, and comes in."""
    connected.account.put(replace(read[8], is_running=False))

    def hide(page: EntryPage) -> EntryPage:
        entries = tuple(one for one in page.entries if one.id != read[8].id)
        return replace(page, entries=entries, total_entries=8)

    connected.harvest.twist = hide
    run = connected.import_days()
    assert (result(run), losses(run)) == ((DONE, 1, {ALREADY: 8}), (0, 0, 0))
    assert counted(connected) == {IMPORTED: 9}


def test_a_killed_run_concludes_the_same(connected: FakedPlugin) -> None:
    """A run that is killed before any of its commits, or after it, finds the same in the end."""
    for moment in ("commit", "committed"):
        for after in range(12):
            entries = connected.log(4)
            connected.import_days()
            before = counted(connected)
            connected.account.remove(entries[0].id)
            connected.account.put(replace(entries[1], spent_on=AUGUST))
            delete_here(connected, entries[2])
            run = connected.request()
            connected.lose(moment, after=after)
            with suppress(StoreUnavailable):
                connected.settle()
            connected.settle()
            now = counted(connected)
            assert now - before == {ORPHANED: 1, CHANGED: 1, EntryState.DELETED: 1}, after
            assert connected.shown(run).status is DONE
            assert nothing_left(connected)


def test_the_questions_of_a_run_may_take_many_time_slices(
    connected: FakedPlugin, read: list[HarvestEntry]
) -> None:
    """A run whose every question outlasts its slice goes on where it was, and finds all."""
    for one in read[:4]:
        connected.account.remove(one.id)

    def dawdle(name: str) -> None:
        if name == "asked entry":
            connected.clock.advance(timedelta(seconds=20))

    connected.moments.watchers.append(dawdle)
    run = connected.request()
    assert connected.queue.take() == run.id
    slices = 0
    while not connected.shown(run).is_over:
        connected.use.perform_import(run.id)
        slices += 1
    assert slices == 5
    done = connected.shown(run)
    assert (losses(done), done.progress.asked, done.warnings) == ((0, 4, 0), 4, ())
    assert counted(connected) == {IMPORTED: 4, ORPHANED: 4, WAITING: 1}
