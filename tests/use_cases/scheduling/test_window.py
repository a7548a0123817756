"""Since when a night asks for changes: the start of the last night that was complete."""

from collections.abc import Callable

import pytest

from tests.fakes.clock import ClockAhead
from tests.fakes.plugin import FakedPlugin
from tests.use_cases.scheduling.helpers import (
    DAY,
    HOUR,
    MINUTE,
    OVERLAP,
    TONIGHT,
    asked_since,
    tick_at,
)
from workroom_harvest.domain.entries import UnreadableEntry
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.skipped import SkipReason


def test_after_missed_nights_one_run_brings_in_all_that_was_missed(nightly: FakedPlugin) -> None:
    """After missed nights one run asks for all since the start of the last that succeeded."""
    tick_at(nightly, TONIGHT)
    nightly.work()
    tick_at(nightly, TONIGHT + HOUR)
    nightly.log()
    assert tick_at(nightly, TONIGHT + 4 * DAY) == 1
    nightly.work()
    *_, last = nightly.runs()
    assert (last.request.night, asked_since(last)) == (TONIGHT.date() + 4 * DAY, TONIGHT - OVERLAP)
    assert last.progress.imported == 1


def test_when_the_first_nights_are_missed_nothing_is_lost_either(nightly: FakedPlugin) -> None:
    """A first night that comes late asks for all since the slot before it was switched on."""
    nightly.log()
    assert tick_at(nightly, TONIGHT + 3 * DAY) == 1
    nightly.work()
    assert [asked_since(run) for run in nightly.runs()] == [TONIGHT - DAY - OVERLAP]
    assert len(nightly.timelogs()) == 1


def test_what_fails_each_night_is_asked_for_a_fortnight(nightly: FakedPlugin) -> None:
    """An entry that fails each night is asked for again for fourteen nights, and then no more."""
    (one,) = nightly.log()
    nightly.workroom.refuses = {one.id: "closed"}
    nightly.workroom.names_refusals = False
    for number in range(16):
        tick_at(nightly, TONIGHT + number * DAY)
        nightly.work()
    sinces = [asked_since(run) for run in nightly.runs()]
    assert sinces[:14] == [TONIGHT - DAY - OVERLAP] * 14
    assert sinces[14:16] == [TONIGHT - OVERLAP, TONIGHT + 14 * DAY - OVERLAP]


def test_what_workroom_refuses_for_good_spoils_no_later_night(nightly: FakedPlugin) -> None:
    """A lasting refusal leaves the night complete, and a corrected entry comes in later."""
    one, *_ = nightly.log(3)
    nightly.workroom.refuses = {one.id: "closed"}
    for number in range(3):
        tick_at(nightly, TONIGHT + number * DAY)
        nightly.work()
    first, *later = nightly.runs()
    assert (first.progress.imported, first.progress.skipped) == (2, {SkipReason.SAVE_FAILED: 1})
    assert first.progress.lasting == {SkipReason.SAVE_FAILED: 1}
    assert [run.is_complete for run in (first, *later)] == [True] * 3
    assert [asked_since(run) for run in later] == [
        TONIGHT - OVERLAP,
        TONIGHT + DAY - OVERLAP,
    ]
    nightly.workroom.refuses.clear()
    nightly.account.put(one)
    tick_at(nightly, TONIGHT + 3 * DAY)
    nightly.work()
    assert len(nightly.timelogs()) == 3


def test_a_stamp_that_is_there_already_spoils_no_later_night(nightly: FakedPlugin) -> None:
    """An entry that a unique key of the host's refuses leaves the night complete."""
    (one,) = nightly.log()
    nightly.import_days()
    with nightly.store.transaction() as tx:
        nightly.database.table("entries").clear()
        tx.commit()
    nightly.account.put(one)
    tick_at(nightly, TONIGHT)
    nightly.work()
    night = nightly.runs()[-1]
    assert night.progress.skipped == night.progress.lasting == {SkipReason.SAVE_FAILED: 1}
    assert night.is_complete
    assert len(nightly.timelogs()) == 1


@pytest.mark.parametrize("worker", [-10, 0, 10])
@pytest.mark.parametrize("harvest", [-10, 0, 10])
def test_clocks_that_differ_by_ten_minutes_lose_nothing_between_two_nights(
    nightly: FakedPlugin, worker: int, harvest: int
) -> None:
    """Entries between two nights come in though clocks differ by ten minutes either way."""
    nightly.account.clock = ClockAhead(nightly.clock, harvest * MINUTE)
    perform = nightly.rewire(clock=ClockAhead(nightly.clock, worker * MINUTE)).perform_import
    for number in (0, 1):
        tick_at(nightly, TONIGHT + number * DAY)
        perform(nightly.runs()[-1].id)
        nightly.log()
    tick_at(nightly, TONIGHT + 2 * DAY)
    perform(nightly.runs()[-1].id)
    assert len(nightly.timelogs()) == 2


@pytest.mark.parametrize(("entry_id", "is_complete"), [(7, True), (None, False)])
def test_an_entry_that_nobody_can_read_spoils_no_later_night_if_harvest_has_it(
    nightly: FakedPlugin, entry_id: int | None, is_complete: bool
) -> None:
    """An unreadable entry leaves the night complete if its id can be read, and not otherwise."""
    nightly.log()
    problem = Message(Code.ENTRY_UNREADABLE, {"problem": "`hours` is out of range"})
    nightly.account.unreadable.append(UnreadableEntry(entry_id, problem))
    tick_at(nightly, TONIGHT)
    nightly.work()
    (run,) = nightly.runs()
    assert (run.progress.imported, run.progress.skipped) == (1, {SkipReason.HARVEST_API_ERROR: 1})
    assert run.is_complete is is_complete


def _go_down(plugin: FakedPlugin) -> Callable[[], None]:
    plugin.harvest.is_down = True
    return lambda: setattr(plugin.harvest, "is_down", False)


def _refuse(plugin: FakedPlugin) -> Callable[[], None]:
    plugin.workroom.names_refusals = False
    plugin.workroom.refuses = dict.fromkeys(plugin.account.entries, "closed")
    return plugin.workroom.refuses.clear


@pytest.mark.parametrize("trouble", [_go_down, _refuse])
def test_what_a_night_left_behind_comes_with_the_next(
    nightly: FakedPlugin, trouble: Callable[[FakedPlugin], Callable[[], None]]
) -> None:
    """What a night could not import, for Harvest or the host, comes in with the next ones."""
    nightly.log(4)
    over = trouble(nightly)
    tick_at(nightly, TONIGHT)
    nightly.settle()
    over()
    assert nightly.timelogs() == {}
    for number in (1, 2):
        tick_at(nightly, TONIGHT + number * DAY)
        nightly.settle()
    assert len(nightly.timelogs()) == 4
