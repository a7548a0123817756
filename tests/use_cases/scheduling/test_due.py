"""Whose night begins, and when: once for each connection and night."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.fakes.host import FakeWorkroom
from tests.fakes.plugin import STUDIO, FakedPlugin
from tests.use_cases.scheduling.helpers import (
    DAY,
    HOUR,
    MINUTE,
    OVERLAP,
    TONIGHT,
    asked_since,
    connect_others,
    nights,
    tick_at,
)
from workroom_harvest.domain.errors import StoreUnavailable
from workroom_harvest.domain.run_status import RunStatus


def test_the_night_begins_at_two(nightly: FakedPlugin) -> None:
    """A night begins at two o'clock UTC, and asks for the last day and the overlap."""
    assert tick_at(nightly, TONIGHT - timedelta(seconds=1)) == 0
    assert tick_at(nightly, TONIGHT) == 1
    (run,) = nightly.runs()
    assert (run.request.night, run.request.started_by) == (TONIGHT.date(), None)
    assert asked_since(run) == TONIGHT - DAY - OVERLAP
    assert nightly.queue.waiting() == {run.id}


def test_a_doubled_tick_starts_nothing(nightly: FakedPlugin) -> None:
    """A second tick for the same night starts nothing, all day long."""
    started = [tick_at(nightly, TONIGHT + number * HOUR) for number in (0, 0, 1, 5, 23)]
    assert started == [1, 0, 0, 0, 0]


def test_a_missed_night_is_caught_up(nightly: FakedPlugin) -> None:
    """A night that was missed at two begins at any later hour of its slot."""
    assert tick_at(nightly, TONIGHT + timedelta(hours=23, minutes=59)) == 1
    assert nights(nightly) == [TONIGHT.date()]


def test_a_studio_that_waits_for_a_person_has_no_night(nightly: FakedPlugin) -> None:
    """A studio that waits for a reconnect has no night until that is over."""
    tick_at(nightly, TONIGHT)
    nightly.harvest.withdraw()
    nightly.settle()
    assert tick_at(nightly, TONIGHT + DAY) == 0
    nightly.connect()
    assert tick_at(nightly, TONIGHT + DAY + HOUR) == 1


def test_an_import_by_hand_holds_the_night_up(nightly: FakedPlugin) -> None:
    """A night begins at the first tick after an import by hand is over."""
    nightly.clock.jump(TONIGHT - MINUTE)
    nightly.request()
    assert tick_at(nightly, TONIGHT) == 0
    nightly.work()
    assert tick_at(nightly, TONIGHT + MINUTE) == 1


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_the_days_on_which_clocks_change_have_one_night_each(
    nightly: FakedPlugin, day: date
) -> None:
    """Days on which clocks change elsewhere have one night each, at two o'clock UTC."""
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
    """A clock that jumps forward and back starts no night twice."""
    for moment in (TONIGHT, TONIGHT + 3 * DAY, TONIGHT, TONIGHT - HOUR, TONIGHT + 3 * DAY):
        tick_at(nightly, moment)
        nightly.work()
    assert nights(nightly).count(TONIGHT.date()) == 1
    assert nights(nightly).count(TONIGHT.date() + 3 * DAY) == 1
    assert len(nights(nightly)) == 2


class BrokenWorkroom(FakeWorkroom):
    """A host that breaks when it is asked about one studio's plan."""

    def is_pro(self, studio_id: str) -> bool:
        if studio_id == STUDIO:
            raise KeyError(studio_id)
        return super().is_pro(studio_id)


def test_one_studio_that_breaks_does_not_stop_the_others(nightly: FakedPlugin) -> None:
    """A host that breaks for one studio keeps no other studio's night from starting or ending."""
    connect_others(nightly, 1)
    nightly.clock.jump(TONIGHT)
    use = nightly.rewire(access=BrokenWorkroom(nightly.database))
    assert use.dispatch_due().started == 2
    while (run_id := nightly.queue.take()) is not None:
        with suppress(KeyError):
            use.perform_import(run_id)
    ends = {run.studio_id: run.status for run in nightly.runs()}
    assert ends == {STUDIO: RunStatus.RUNNING, "other-00001": RunStatus.FINISHED}


def test_other_studios_runs_are_their_own(nightly: FakedPlugin) -> None:
    """Two studios have a run each in the same night."""
    connect_others(nightly, 1)
    assert tick_at(nightly, TONIGHT) == 2
    assert {run.studio_id for run in nightly.runs()} == {STUDIO, "other-00001"}


def test_a_database_that_goes_away_ends_the_tick(nightly: FakedPlugin) -> None:
    """What is not started now is started by a later tick, once the database is back."""
    nightly.clock.jump(TONIGHT)
    nightly.lose("begin", after=2)
    with pytest.raises(StoreUnavailable):
        nightly.use.dispatch_due()
    assert nightly.use.dispatch_due().started == 1
