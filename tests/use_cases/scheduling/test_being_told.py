"""What is told of nights and clicks: each change of state once, and no repetition."""

import logging

import pytest

from tests.fakes.harvest_faults import Fault
from tests.fakes.plugin import STUDIO, FakedPlugin
from tests.use_cases.scheduling.helpers import DAY, TONIGHT, tick_at
from workroom_harvest.domain.errors import Forbidden
from workroom_harvest.domain.events import (
    NeedsAttention,
    NeedsReconnect,
    RunFailed,
    RunFinished,
    Trouble,
    WellAgain,
)
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.use_cases.mapping.save_mappings import Choice, MappingChanges
from workroom_harvest.domain.waiting import GroupKind, WaitingGroup

LASTING = Forbidden(status=403)
HOUSE = WaitingGroup(GroupKind.PROJECT, 99)


@pytest.fixture
def told(tonight: FakedPlugin) -> FakedPlugin:
    """Return a plugin shortly before two, of which nothing was told since."""
    tonight.events.sent.clear()
    return tonight


def night(plugin: FakedPlugin, number: int, *, fails: bool = False) -> ImportRun:
    """Return the run of the night after so many others, which Harvest may refuse."""
    if fails:
        plugin.harvest.faults.append(Fault("entries", LASTING))
    tick_at(plugin, TONIGHT + number * DAY)
    plugin.work()
    *_, run = plugin.runs()
    return run


def test_three_failing_nights_are_told_once(told: FakedPlugin) -> None:
    """Three nights that fail send one signal, and the night that succeeds says that it is over."""
    first, *_, last = [night(told, number, fails=number < 3) for number in range(4)]
    (failed,) = told.events.of(RunFailed)
    assert (failed.run_id, failed.why.code) == (first.id, first.failure and first.failure.code)
    assert told.events.of(WellAgain) == [WellAgain(STUDIO, Trouble.NIGHT_FAILED, last.id)]
    night(told, 4)
    assert len(told.events.of(WellAgain)) == 1
    night(told, 5, fails=True)
    assert len(told.events.of(RunFailed)) == 2


def test_each_run_that_finishes_is_told_once(told: FakedPlugin) -> None:
    """A night and a click that finished are told, each once, with what they imported."""
    of_night, by_hand = night(told, 0), told.import_days()
    assert [(one.run_id, one.imported) for one in told.events.of(RunFinished)] == [
        (of_night.id, 8),
        (by_hand.id, 0),
    ]
    assert told.use.perform_import(of_night.id) is None
    assert len(told.events.sent) == 2


def test_a_click_that_fails_is_told_nobody(told: FakedPlugin) -> None:
    """An import by hand that fails sends nothing, as whoever clicked sees it."""
    told.harvest.faults.append(Fault("entries", LASTING))
    assert told.import_days().failure is not None
    assert told.events.sent == []


def test_a_night_that_finds_the_grant_gone_tells_that_alone(told: FakedPlugin) -> None:
    """A night that fails because the grant is over tells once that somebody must reconnect."""
    told.harvest.withdraw()
    night(told, 0)
    assert [type(event) for event in told.events.sent] == [NeedsReconnect]
    told.connect()
    night(told, 1)
    assert [one.after for one in told.events.of(WellAgain)] == [Trouble.RECONNECT_NEEDED]


def test_a_night_off_pro_is_not_told(told: FakedPlugin) -> None:
    """Nothing is told of a night that was withdrawn, since the studio is not on Pro."""
    told.workroom.studio(STUDIO).is_pro = False
    tick_at(told, TONIGHT)
    told.work()
    assert told.events.sent == []


def test_a_night_that_was_switched_off_is_not_told(told: FakedPlugin) -> None:
    """Nothing is told of a night that ended because somebody switched nights off."""
    tick_at(told, TONIGHT)
    told.use.set_automated_sync(STUDIO, False)
    told.work()
    (run,) = told.runs()
    assert run.failure is not None
    assert run.failure.code is Code.AUTOMATED_SYNC_OFF
    assert told.events.sent == []


def test_a_failed_night_that_was_continued_and_ends_well_is_well_again(told: FakedPlugin) -> None:
    """A failed night that somebody lets go on tells that all is well, once it ends so.

    While it fails again there is no news, and neither is there with the next night.
    """
    run = night(told, 0, fails=True)
    told.harvest.faults.append(Fault("entries", LASTING))
    told.use.continue_import(STUDIO, run.id)
    told.work()
    assert [type(one) for one in told.events.sent] == [RunFailed]
    told.use.continue_import(STUDIO, run.id)
    told.work()
    assert told.events.of(WellAgain) == [WellAgain(STUDIO, Trouble.NIGHT_FAILED, run.id)]
    night(told, 1)
    assert (len(told.events.of(RunFailed)), len(told.events.of(WellAgain))) == (1, 1)


def test_a_cancelled_night_between_two_that_fail_is_no_news(told: FakedPlugin) -> None:
    """Nights fail until one is well, whatever was cancelled meanwhile."""
    night(told, 0, fails=True)
    tick_at(told, TONIGHT + DAY)
    told.use.cancel_import(STUDIO, told.runs()[-1].id)
    night(told, 2, fails=True)
    assert len(told.events.of(RunFailed)) == 1
    night(told, 3)
    assert len(told.events.of(WellAgain)) == 1


def test_another_account_begins_without_trouble(told: FakedPlugin) -> None:
    """That nights failed is no matter of another account, whose first failure is told."""
    night(told, 0, fails=True)
    told.connect()
    assert told.connection().told_failing
    told.harvest.account(2, "Berg")
    told.connect(2)
    assert not told.connection().told_failing


def test_an_import_by_hand_that_leaves_something_to_do_wants_attention(told: FakedPlugin) -> None:
    """A run tells the first time that something is to be done since nothing was.

    What is done, and comes again, is told again; what somebody's own click brings about is told by
    the next run.
    """
    told.log(3, project_id=99)
    run = told.import_days()
    assert told.events.of(NeedsAttention) == [NeedsAttention(STUDIO, run.id, 1, 3)]
    told.import_days()
    assert len(told.events.of(NeedsAttention)) == 1
    told.use.leave_out(STUDIO, told.elin.id, HOUSE)
    assert not told.connection().told_todo
    told.use.take_back(STUDIO, HOUSE)
    assert len(told.events.of(NeedsAttention)) == 1
    again = told.import_days()
    assert told.events.of(NeedsAttention)[1:] == [NeedsAttention(STUDIO, again.id, 1, 3)]


def test_nights_that_fail_are_not_told_twice(told: FakedPlugin) -> None:
    """A night that fails is on the to-do list, and told as such alone."""
    night(told, 0, fails=True)
    assert told.connection().todo == 1
    assert [type(one) for one in told.events.sent] == [RunFailed]


def test_a_night_that_was_withdrawn_keeps_the_news_for_the_next_run(told: FakedPlugin) -> None:
    """What is to be done is told by the next run, if a studio off Pro had the night before."""
    told.log(project_id=99)
    told.import_days()
    told.use.leave_out(STUDIO, told.elin.id, HOUSE)
    told.use.take_back(STUDIO, HOUSE)
    told.workroom.studio(STUDIO).is_pro = False
    night(told, 0)
    assert len(told.events.of(NeedsAttention)) == 1
    told.workroom.studio(STUDIO).is_pro = True
    run = night(told, 1)
    assert told.events.of(NeedsAttention)[1:] == [NeedsAttention(STUDIO, run.id, 1, 1)]


def test_a_preview_wants_no_attention(told: FakedPlugin) -> None:
    """A preview, or a run that somebody cancelled, tells nothing of what is to be done.

    The next run that ends otherwise does.
    """
    told.log(project_id=99)
    told.preview_days()
    assert told.events.sent == []
    told.import_days()
    told.use.leave_out(STUDIO, told.elin.id, HOUSE)
    told.use.take_back(STUDIO, HOUSE)
    told.preview_days()
    told.use.cancel_import(STUDIO, told.request().id)
    assert len(told.events.of(NeedsAttention)) == 1
    told.import_days()
    assert len(told.events.of(NeedsAttention)) == 2


def test_the_first_night_that_lacks_a_mapping_wants_attention(told: FakedPlugin) -> None:
    """What lacks a mapping is told by the first night that leaves it out, and by no second one."""
    told.map(MappingChanges((Choice(told.log()[0].project_id, None),), ()))
    for number in range(3):
        told.log(2)
        night(told, number)
    (wanted,) = told.events.of(NeedsAttention)
    assert wanted.entries == 11
    told.map()
    told.log()
    night(told, 3)
    assert len(told.events.of(NeedsAttention)) == 1


def test_a_database_that_is_away_costs_the_news_and_not_the_night(
    told: FakedPlugin, caplog: pytest.LogCaptureFixture
) -> None:
    """A night is over although the database cannot say what is news about it; the log has it."""
    caplog.set_level(logging.WARNING)
    tick_at(told, TONIGHT)

    def watch(name: str) -> None:
        (run,), lease = told.runs(), told.lease()
        is_given_back = lease is not None and lease.expires_at is None
        told.database.is_away = run.is_over and is_given_back

    told.moments.watchers.append(watch)
    told.work()
    (run,) = told.runs()
    assert (run.is_over, told.events.sent) == (True, [])
    assert "nobody is told how it ended" in caplog.text
