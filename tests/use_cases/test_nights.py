"""Every night: who is due, and which runs were left lying."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.fakes.clock import ClockAhead
from tests.fakes.crash_points import Crash
from tests.fakes.database import FakeDatabase
from tests.fakes.host import FakeWorkroom
from tests.fakes.plugin import STUDIO, FakedPlugin
from workroom_harvest.domain.entries import Period, UnreadableEntry
from workroom_harvest.domain.errors import NotConnected
from workroom_harvest.domain.run import ImportRun, RunKind, RunStatus, SkipReason
from workroom_harvest.domain.use_cases.scheduling.dispatch_due import Dispatched

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TONIGHT = datetime(2026, 6, 16, 2, tzinfo=UTC)
OVERLAP = timedelta(minutes=30)


@pytest.fixture
def nightly(connected: FakedPlugin) -> FakedPlugin:
    """Switched on at noon before."""
    connected.use.set_automated_sync(STUDIO, True)
    return connected


def tick_at(plugin: FakedPlugin, moment: datetime, *, by_hand: bool = False) -> int:
    """The scheduler looks at that time; how many nights it started."""
    plugin.clock.jump(moment)
    return plugin.use.dispatch_due(by_hand=by_hand).started


def nights(plugin: FakedPlugin) -> list[date | None]:
    """The nights that there were, in the order of their making."""
    return [run.night for run in plugin.runs() if run.kind is RunKind.NIGHTLY]


def test_the_night_begins_at_two(nightly: FakedPlugin) -> None:
    """Not before, and at any tick after it."""
    assert tick_at(nightly, TONIGHT - timedelta(seconds=1)) == 0
    assert tick_at(nightly, TONIGHT) == 1
    (run,) = nightly.runs()
    assert (run.night, run.period, run.started_by) == (TONIGHT.date(), None, None)
    assert run.updated_since == TONIGHT - DAY - OVERLAP
    assert nightly.queue.waiting() == {run.id}


def test_a_doubled_tick_starts_nothing(nightly: FakedPlugin) -> None:
    """Nor does a late one after it, all day long."""
    started = [tick_at(nightly, TONIGHT + number * HOUR) for number in (0, 0, 1, 5, 23)]
    assert started == [1, 0, 0, 0, 0]


def test_a_missed_night_is_caught_up(nightly: FakedPlugin) -> None:
    """At any hour of the day: late rather than never."""
    assert tick_at(nightly, TONIGHT + timedelta(hours=23, minutes=59)) == 1
    assert nights(nightly) == [TONIGHT.date()]


def test_after_missed_nights_one_run_brings_in_all_that_was_missed(nightly: FakedPlugin) -> None:
    """From the start of the last night that succeeded."""
    tick_at(nightly, TONIGHT)
    nightly.work()
    tick_at(nightly, TONIGHT + HOUR)
    nightly.log()
    assert tick_at(nightly, TONIGHT + 4 * DAY) == 1
    nightly.work()
    *_, last = nightly.runs()
    assert (last.night, last.updated_since) == (TONIGHT.date() + 4 * DAY, TONIGHT - OVERLAP)
    assert last.imported == 1


def test_when_the_first_nights_are_missed_nothing_is_lost_either(nightly: FakedPlugin) -> None:
    """All counts that is newer than the last slot before it was switched on."""
    nightly.log()
    assert tick_at(nightly, TONIGHT + 3 * DAY) == 1
    nightly.work()
    assert [run.updated_since for run in nightly.runs()] == [TONIGHT - DAY - OVERLAP]
    assert len(nightly.timelogs()) == 1


def test_what_fails_each_night_is_asked_for_a_fortnight(nightly: FakedPlugin) -> None:
    """Not for ever: the window would grow each night."""
    (one,) = nightly.log()
    nightly.workroom.refuses = {one.id: "closed"}
    nightly.workroom.names_refusals = False
    for number in range(16):
        tick_at(nightly, TONIGHT + number * DAY)
        nightly.work()
    sinces = [run.updated_since for run in nightly.runs()]
    assert sinces[:14] == [TONIGHT - DAY - OVERLAP] * 14
    assert sinces[14:16] == [TONIGHT - OVERLAP, TONIGHT + 14 * DAY - OVERLAP]


def test_what_workroom_refuses_for_good_spoils_no_later_night(nightly: FakedPlugin) -> None:
    """It is told, and the next night asks for what came after; once corrected it comes in."""
    one, *_ = nightly.log(3)
    nightly.workroom.refuses = {one.id: "closed"}
    for number in range(3):
        tick_at(nightly, TONIGHT + number * DAY)
        nightly.work()
    first, *later = nightly.runs()
    assert (first.imported, first.skipped) == (2, {SkipReason.SAVE_FAILED: 1})
    assert first.lasting == {SkipReason.SAVE_FAILED: 1}
    assert [run.is_complete for run in (first, *later)] == [True] * 3
    assert [run.updated_since for run in later] == [
        TONIGHT - OVERLAP,
        TONIGHT + DAY - OVERLAP,
    ]
    nightly.workroom.refuses.clear()
    nightly.account.put(one)
    tick_at(nightly, TONIGHT + 3 * DAY)
    nightly.work()
    assert len(nightly.timelogs()) == 3


def test_a_stamp_that_is_there_already_spoils_no_later_night(nightly: FakedPlugin) -> None:
    """As after a ledger was lost: a unique key of Workroom's refuses it, every night."""
    (one,) = nightly.log()
    nightly.import_days()
    with nightly.store.transaction() as tx:
        nightly.database.table("ledger").clear()
        tx.commit()
    nightly.account.put(one)
    tick_at(nightly, TONIGHT)
    nightly.work()
    night = nightly.runs()[-1]
    assert night.skipped == night.lasting == {SkipReason.SAVE_FAILED: 1}
    assert night.is_complete
    assert len(nightly.timelogs()) == 1


@pytest.mark.parametrize("worker", [-10, 0, 10])
@pytest.mark.parametrize("harvest", [-10, 0, 10])
def test_clocks_that_differ_by_ten_minutes_lose_nothing_between_two_nights(
    nightly: FakedPlugin, worker: int, harvest: int
) -> None:
    """An entry that is logged while a night ends comes with the next one."""
    nightly.account.clock = ClockAhead(nightly.clock, harvest * MINUTE)
    perform = replace(nightly.use.perform_import, clock=ClockAhead(nightly.clock, worker * MINUTE))
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
    """Negative hours are for a person to correct; what has no id may have gone wrong on its way."""
    nightly.log()
    nightly.account.unreadable.append(UnreadableEntry(entry_id, "`hours` is out of range"))
    tick_at(nightly, TONIGHT)
    nightly.work()
    (run,) = nightly.runs()
    assert (run.imported, run.skipped) == (1, {SkipReason.HARVEST_API_ERROR: 1})
    assert run.is_complete is is_complete


@pytest.mark.parametrize(
    ("days", "reason"),
    [
        (-730, SkipReason.TOO_OLD),
        (-61, SkipReason.TOO_OLD),
        (-60, None),
        (0, None),
        (1, None),
        (2, SkipReason.DATED_LATER),
        (400, SkipReason.DATED_LATER),
    ],
)
def test_a_night_takes_what_is_dated_within_sixty_days(
    nightly: FakedPlugin, days: int, reason: SkipReason | None
) -> None:
    """Whoever touches an old entry brings no old hours in, and the night is no less complete."""
    (old,) = nightly.log(spent_on=TONIGHT.date() + timedelta(days=days))
    nightly.log()
    tick_at(nightly, TONIGHT)
    nightly.work()
    (run,) = nightly.runs()
    assert run.skipped == ({reason: 1} if reason else {})
    assert (run.imported, run.is_complete) == (1 if reason else 2, True)
    assert (old.id in nightly.timelogs()) is (reason is None)
    by_hand = nightly.import_days(Period(old.spent_on, old.spent_on))
    assert by_hand.total == 1
    assert old.id in nightly.timelogs()


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"project_id": 99}, SkipReason.TOO_OLD),
        ({"task_id": 99}, SkipReason.TOO_OLD),
        ({"is_running": True}, SkipReason.TOO_OLD),
    ],
)
def test_what_is_too_old_is_that_whatever_else_is_the_matter(
    nightly: FakedPlugin, fields: dict[str, Any], reason: SkipReason
) -> None:
    """Nobody maps a project of two years ago for it."""
    nightly.log(spent_on=date(2024, 6, 1), **fields)
    tick_at(nightly, TONIGHT)
    nightly.work()
    assert nightly.runs()[-1].skipped == {reason: 1}


def test_what_is_in_already_is_that_however_old(nightly: FakedPlugin) -> None:
    """It was imported by hand."""
    (old,) = nightly.log(spent_on=date(2024, 6, 1))
    nightly.import_days(Period(old.spent_on, old.spent_on))
    nightly.account.put(old)
    tick_at(nightly, TONIGHT)
    nightly.work()
    assert nightly.runs()[-1].skipped == {SkipReason.ALREADY_IMPORTED: 1}


def test_how_far_back_a_night_reaches_is_a_setting(nightly: FakedPlugin) -> None:
    """Which the run remembers."""
    nightly.log(spent_on=TONIGHT.date() - timedelta(days=31))
    nightly.log(spent_on=TONIGHT.date() - timedelta(days=30))
    nightly.clock.jump(TONIGHT)
    replace(nightly.use.dispatch_due, lookback_days=30)()
    nightly.work()
    (run,) = nightly.runs()
    assert (run.imported, run.skipped) == (1, {SkipReason.TOO_OLD: 1})
    assert run.reach == Period(date(2026, 5, 17), date(2026, 6, 17))


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
    """Harvest was down, or Workroom failed over the rows."""
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


def test_an_entry_logged_late_for_last_month_is_brought_in(nightly: FakedPlugin) -> None:
    """What counts is when it was logged."""
    nightly.log(spent_on=date(2026, 5, 2))
    tick_at(nightly, TONIGHT)
    nightly.work()
    assert len(nightly.timelogs()) == 1


def test_switched_on_after_two_the_first_night_is_tomorrows(connected: FakedPlugin) -> None:
    """Switching on imports nothing by itself."""
    connected.clock.jump(TONIGHT + MINUTE)
    connected.use.set_automated_sync(STUDIO, True)
    assert tick_at(connected, TONIGHT + HOUR) == 0
    assert tick_at(connected, TONIGHT + DAY) == 1


def test_by_hand_tonights_run_starts_for_those_too(connected: FakedPlugin) -> None:
    """Once."""
    connected.clock.jump(TONIGHT + MINUTE)
    connected.use.set_automated_sync(STUDIO, True)
    started = [tick_at(connected, TONIGHT + HOUR, by_hand=True) for _ in range(2)]
    assert started == [1, 0]


def test_by_hand_those_who_are_off_stay_off(connected: FakedPlugin) -> None:
    """A night is for those who want it."""
    assert tick_at(connected, TONIGHT, by_hand=True) == 0


def test_off_is_off_and_on_again_is_on(nightly: FakedPlugin) -> None:
    """Switched on while it is on, nothing changes."""
    since = nightly.connection().automated_since
    nightly.clock.advance(HOUR)
    nightly.use.set_automated_sync(STUDIO, True)
    assert nightly.connection().automated_since == since
    nightly.use.set_automated_sync(STUDIO, False)
    assert tick_at(nightly, TONIGHT) == 0


def test_what_was_logged_while_it_was_off_is_left_to_an_import_by_hand(
    nightly: FakedPlugin,
) -> None:
    """The card promises the last 24 hours, and half a year was off."""
    tick_at(nightly, TONIGHT)
    nightly.work()
    nightly.use.set_automated_sync(STUDIO, False)
    nightly.log()
    nightly.clock.jump(TONIGHT + 183 * DAY + HOUR)
    nightly.use.set_automated_sync(STUDIO, True)
    assert tick_at(nightly, TONIGHT + 184 * DAY) == 1
    nightly.work()
    *_, last = nightly.runs()
    assert last.updated_since == TONIGHT + 183 * DAY - OVERLAP
    assert nightly.timelogs() == {}


def test_switched_off_between_the_look_and_the_lock_no_night_starts(nightly: FakedPlugin) -> None:
    """It would fail before the eyes of whoever switched it off."""
    nightly.clock.jump(TONIGHT)
    switch = nightly.use.set_automated_sync
    hasty = HastyWorkroom(nightly.database, lambda: switch(STUDIO, False))
    assert replace(nightly.use.dispatch_due, access=hasty)().started == 0
    assert nightly.runs() == []


class HastyWorkroom(FakeWorkroom):
    """Lets something happen while it is asked about a plan."""

    def __init__(self, database: FakeDatabase, action: Callable[[], None]) -> None:
        super().__init__(database)
        self._action = action

    def is_pro(self, studio_id: str) -> bool:
        """See the port."""
        self._action()
        return super().is_pro(studio_id)


def test_without_a_connection_there_is_no_switch(plugin: FakedPlugin) -> None:
    """Nor any night."""
    with pytest.raises(NotConnected):
        plugin.use.set_automated_sync(STUDIO, True)
    assert plugin.use.dispatch_due().started == 0


def test_a_studio_that_waits_for_a_person_or_pays_no_more_has_no_night(
    nightly: FakedPlugin,
) -> None:
    """And has one again when that is over."""
    nightly.workroom.studio(STUDIO).is_pro = False
    assert tick_at(nightly, TONIGHT) == 0
    nightly.workroom.studio(STUDIO).is_pro = True
    assert tick_at(nightly, TONIGHT + HOUR) == 1
    nightly.harvest.withdraw()
    nightly.settle()
    assert tick_at(nightly, TONIGHT + DAY) == 0
    nightly.connect()
    assert tick_at(nightly, TONIGHT + DAY + HOUR) == 1


def test_an_import_by_hand_holds_the_night_up(nightly: FakedPlugin) -> None:
    """Until the next tick after it."""
    nightly.clock.jump(TONIGHT - MINUTE)
    nightly.request()
    assert tick_at(nightly, TONIGHT) == 0
    nightly.work()
    assert tick_at(nightly, TONIGHT + MINUTE) == 1


def test_with_the_queue_away_the_night_waits_in_the_store(nightly: FakedPlugin) -> None:
    """And starts when the queue is back."""
    nightly.log()
    nightly.queue.is_away = True
    nightly.clock.jump(TONIGHT)
    assert nightly.use.dispatch_due() == Dispatched(started=1, requeued=0, waits=1)
    nightly.queue.is_away = False
    nightly.settle()
    assert [run.status for run in nightly.runs()] == [RunStatus.FINISHED]


def test_a_queue_that_comes_back_empty_is_filled_from_the_store(nightly: FakedPlugin) -> None:
    """Runs that wait, and runs that are at work."""
    nightly.log()
    tick_at(nightly, TONIGHT)
    nightly.queue.lose()
    nightly.settle()
    assert [run.imported for run in nightly.runs()] == [1]


def test_a_run_that_still_waits_is_not_handed_over_again(nightly: FakedPlugin) -> None:
    """However long the queue is."""
    tick_at(nightly, TONIGHT)
    requeued = [nightly.tick().requeued for _ in range(10)]
    assert requeued == [0] * 10
    assert nightly.queue.take() is not None
    assert nightly.queue.take() is None


@pytest.mark.parametrize("moment", ["commit", "committed", "enqueue"])
def test_a_scheduler_that_is_killed_loses_no_night(nightly: FakedPlugin, moment: str) -> None:
    """Between any two steps; and there is one run in the end."""
    nightly.log()
    nightly.moments.kill(moment)
    with pytest.raises(Crash):
        tick_at(nightly, TONIGHT)
    nightly.moments.revive()
    nightly.tick()
    nightly.settle()
    assert [(run.night, run.imported) for run in nightly.runs()] == [(TONIGHT.date(), 1)]


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_the_days_on_which_clocks_change_have_one_night_each(
    nightly: FakedPlugin, day: date
) -> None:
    """A tick each quarter of an hour, for four days."""
    begin = datetime(day.year, day.month, day.day, 12, tzinfo=UTC) - 2 * DAY
    nightly.clock.jump(begin)
    nightly.use.set_automated_sync(STUDIO, False)
    nightly.use.set_automated_sync(STUDIO, True)
    for number in range(4 * 24 * 4):
        tick_at(nightly, begin + number * timedelta(minutes=15))
        nightly.work()
    assert nights(nightly) == [day + number * DAY for number in (-1, 0, 1, 2)]
    starts = [run.created_at for run in nightly.runs()]
    assert {(start.hour, start.minute) for start in starts} == {(2, 0)}


def test_a_clock_that_jumps_doubles_no_night(nightly: FakedPlugin) -> None:
    """Forward by days, back again, and on."""
    for moment in (TONIGHT, TONIGHT + 3 * DAY, TONIGHT, TONIGHT - HOUR, TONIGHT + 3 * DAY):
        tick_at(nightly, moment)
        nightly.work()
    assert nights(nightly).count(TONIGHT.date()) == 1
    assert nights(nightly).count(TONIGHT.date() + 3 * DAY) == 1
    assert len(nights(nightly)) == 2


class BrokenWorkroom(FakeWorkroom):
    """Breaks when it is asked about one studio's plan."""

    def is_pro(self, studio_id: str) -> bool:
        """See the port."""
        if studio_id == STUDIO:
            raise KeyError(studio_id)
        return super().is_pro(studio_id)


def test_one_studio_that_breaks_does_not_stop_the_others(nightly: FakedPlugin) -> None:
    """Their night begins."""
    other = replace(nightly.connection(), id="d" * 32, studio_id="other")
    with nightly.store.transaction() as tx:
        tx.connections.put(other)
        tx.commit()
    nightly.clock.jump(TONIGHT)
    tick = replace(nightly.use.dispatch_due, access=BrokenWorkroom(nightly.database))
    assert tick().started == 1
    assert [run.studio_id for run in nightly.runs()] == ["other"]


def test_other_studios_runs_are_their_own(nightly: FakedPlugin) -> None:
    """One live run each."""
    other = replace(nightly.connection(), id="d" * 32, studio_id="other")
    with nightly.store.transaction() as tx:
        tx.connections.put(other)
        tx.commit()
    assert tick_at(nightly, TONIGHT) == 2
    runs: list[ImportRun] = nightly.runs()
    assert {run.studio_id for run in runs} == {STUDIO, "other"}
