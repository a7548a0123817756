"""Once a week a night reads all entries of its days, and brings in what another would have."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from tests.fakes.plugin import CABIN, STUDIO, FakedPlugin
from tests.use_cases.following_up.helpers import CABIN_TOO, NOT_CABIN
from tests.use_cases.scheduling.helpers import DAY, OVERLAP, asked_since, tick_at
from workroom_harvest.domain import schedule
from workroom_harvest.domain.connection import Sight
from workroom_harvest.domain.entries import UnreadableEntry
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.window import ChangedSince, Days

SWITCHED_ON = datetime(2026, 6, 18, 12, tzinfo=UTC)
FULL = date(2026, 6, 21)
"""The night that reads all, by the id of the faked connection."""

REACH = Days(date(2026, 4, 22), date(2026, 6, 22))
NOT_YET = SkipReason.NOT_YET_IMPORTED


@pytest.fixture
def nightly(connected: FakedPlugin) -> FakedPlugin:
    """Return a plugin whose Automated sync was switched on three days after noon of the fakes."""
    connected.clock.jump(SWITCHED_ON)
    connected.use.set_automated_sync(STUDIO, True)
    return connected


def long_ago(plugin: FakedPlugin, count: int = 1, **fields: object) -> list[int]:
    """Log entries three days before Automated sync was switched on, and return their ids."""
    plugin.clock.jump(SWITCHED_ON - 3 * DAY)
    logged = [one.id for one in plugin.log(count, **fields)]
    plugin.clock.jump(SWITCHED_ON)
    return logged


def night(plugin: FakedPlugin, when: date) -> ImportRun:
    """Let that night come and be done, and return its run."""
    assert tick_at(plugin, schedule.slot(when)) == 1
    plugin.settle()
    return plugin.runs()[-1]


def is_full(run: ImportRun) -> bool:
    """Return whether a night reads all entries of its days."""
    return isinstance(run.request.window, Days)


def test_one_night_of_the_week_reads_all(nightly: FakedPlugin) -> None:
    """Every seventh night asks for its days, and any other for what was changed."""
    runs = [night(nightly, SWITCHED_ON.date() + number * DAY) for number in range(1, 18)]
    full = [run.request.night for run in runs if is_full(run)]
    assert full == [FULL, FULL + 7 * DAY, FULL + 14 * DAY]
    assert runs[2].request.window == runs[2].request.reach == REACH
    assert all(run.is_complete for run in runs)
    assert nightly.connection().full_night == FULL + 14 * DAY


def test_the_days_count_as_read_in_full(nightly: FakedPlugin) -> None:
    """Its days were read in full as of its beginning, so that what is gone may be known."""
    run = night(nightly, FULL)
    with nightly.store.transaction() as tx:
        (read,) = tx.read_days.within(STUDIO, nightly.account.id, REACH)
    assert (read.days, read.at) == (REACH, run.started_at)


def test_a_full_night_brings_in_what_another_night_would(nightly: FakedPlugin) -> None:
    """It brings in what was changed since the last night, as far as it is dated within its days."""
    night(nightly, FULL - DAY)
    nightly.log(2)
    nightly.log(spent_on=REACH.first - DAY)
    run = night(nightly, FULL)
    assert (run.progress.imported, run.progress.total) == (2, 2)
    assert asked_since(run) == schedule.slot(FULL - DAY) - OVERLAP


def test_what_was_changed_outside_of_its_days_is_listed_by_the_next_night(
    nightly: FakedPlugin,
) -> None:
    """The night after a full one asks for the changes of both, so that older ones are named."""
    night(nightly, FULL - DAY)
    (old,) = nightly.log(spent_on=REACH.first - 9 * DAY)
    night(nightly, FULL)
    assert old.id not in nightly.records()
    after = night(nightly, FULL + DAY)
    assert asked_since(after) == schedule.slot(FULL - DAY) - OVERLAP
    assert nightly.records()[old.id].reason is SkipReason.TOO_OLD


def test_what_nobody_imported_waits_quietly(nightly: FakedPlugin) -> None:
    """What was logged before Automated sync was on does not come in by itself, and is named.

    Nobody has to do anything about it, whether it is mapped or not, and an import of what waits
    brings it in.
    """
    mapped, unmapped = long_ago(nightly, 2), long_ago(nightly, project_id=99)
    run = night(nightly, FULL)
    assert (run.progress.imported, run.progress.skipped) == (0, {NOT_YET: 3})
    assert nightly.timelogs() == {}
    (group,) = nightly.use.show_waiting(STUDIO).groups
    assert (group.counted.group.reason, group.counted.tally.entries) == (NOT_YET, 3)
    assert nightly.connection().todo == 0
    nightly.import_waiting(group.counted.group)
    assert nightly.timelogs().keys() == set(mapped)
    assert nightly.records()[unmapped[0]].reason is SkipReason.PROJECT_NOT_MAPPED


def test_what_nobody_imported_comes_in_once_somebody_edits_it(nightly: FakedPlugin) -> None:
    """What waits as not imported yet comes in with the night after somebody edited it."""
    (entry_id,) = long_ago(nightly)
    night(nightly, FULL)
    nightly.account.put(nightly.account.entries[entry_id])
    night(nightly, FULL + DAY)
    assert nightly.timelogs().keys() == {entry_id}


def test_what_was_mapped_late_waits_for_a_click(nightly: FakedPlugin) -> None:
    """A full night lists what was mapped late, and leaves it to a person as any night does."""
    nightly.use.save_mappings(STUDIO, NOT_CABIN)
    (late,) = nightly.log(project_id=CABIN)
    night(nightly, SWITCHED_ON.date() + DAY)
    night(nightly, SWITCHED_ON.date() + 2 * DAY)
    nightly.use.save_mappings(STUDIO, CABIN_TOO)
    run = night(nightly, FULL)
    assert run.progress.skipped == {SkipReason.PROJECT_NOT_MAPPED: 1}
    assert nightly.records()[late.id].reason is SkipReason.PROJECT_NOT_MAPPED
    assert nightly.connection().todo == 1


def test_what_passes_by_itself_comes_in(nightly: FakedPlugin) -> None:
    """What could not be saved weeks ago, and what was dated ahead until now, comes in."""
    first = SWITCHED_ON.date() + DAY
    (refused,) = nightly.log()
    (ahead,) = nightly.log(spent_on=FULL)
    nightly.workroom.refuses = {refused.id: "closed"}
    night(nightly, first)
    reasons = {nightly.records()[one.id].reason for one in (refused, ahead)}
    assert reasons == {SkipReason.SAVE_FAILED, SkipReason.DATED_LATER}
    nightly.workroom.refuses.clear()
    night(nightly, first + DAY)
    assert nightly.timelogs() == {}
    night(nightly, FULL)
    assert nightly.timelogs().keys() == {refused.id, ahead.id}


def test_a_change_that_no_night_listed_is_seen(nightly: FakedPlugin) -> None:
    """An entry that was changed while nights were off is found changed by the next full night."""
    (one,) = nightly.log()
    night(nightly, SWITCHED_ON.date() + DAY)
    nightly.use.set_automated_sync(STUDIO, False)
    nightly.clock.jump(schedule.slot(SWITCHED_ON.date() + DAY) + timedelta(hours=3))
    nightly.account.stop(one.id, Decimal(7))
    nightly.clock.jump(schedule.slot(FULL - DAY) + timedelta(hours=3))
    nightly.use.set_automated_sync(STUDIO, True)
    night(nightly, FULL)
    assert nightly.records()[one.id].state is EntryState.CHANGED


def test_a_full_night_that_failed_is_made_up(nightly: FakedPlugin) -> None:
    """A full night that failed, or was missed, is made up by the next; then the weekday holds."""
    nightly.harvest.is_down = True
    assert night(nightly, FULL).failure is not None
    nightly.harvest.is_down = False
    made_up = night(nightly, FULL + 3 * DAY)
    assert is_full(made_up)
    assert not is_full(night(nightly, FULL + 4 * DAY))
    assert is_full(night(nightly, FULL + 7 * DAY))


def test_a_list_that_was_cut_short_was_not_read_in_full(nightly: FakedPlugin) -> None:
    """A full night with an entry of which not even the id came is made up, too."""
    nightly.log(4)
    problem = Message(Code.ENTRY_UNREADABLE, {"problem": "no id"})
    nightly.account.unreadable.append(UnreadableEntry(None, problem))
    assert night(nightly, FULL).progress.skipped == {SkipReason.HARVEST_API_ERROR: 1}
    assert nightly.connection().full_night is None
    nightly.account.unreadable.clear()
    assert is_full(night(nightly, FULL + DAY))


def test_a_grant_that_does_not_see_everyone_has_full_nights_once_a_week(
    nightly: FakedPlugin,
) -> None:
    """What it shows is read once a week, although its days do not count as read in full."""
    nightly.harvest.role = Sight.TEAM
    assert is_full(night(nightly, FULL))
    assert not is_full(night(nightly, FULL + DAY))
    with nightly.store.transaction() as tx:
        assert tx.read_days.within(STUDIO, nightly.account.id, REACH) == []


def test_a_reconnect_keeps_the_weekday_and_another_account_does_not(nightly: FakedPlugin) -> None:
    """The last full night stays when the same account is connected again."""
    night(nightly, FULL)
    nightly.connect()
    assert nightly.connection().full_night == FULL
    assert isinstance(night(nightly, FULL + DAY).request.window, ChangedSince)
    nightly.harvest.account(2, "Berg")
    nightly.connect(2)
    assert nightly.connection().full_night is None
