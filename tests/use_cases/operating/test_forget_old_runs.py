"""The results of imports are kept for a while, and what was imported for good."""

from datetime import timedelta

from tests.fakes.plugin import STUDIO, FakedPlugin
from tests.use_cases.scheduling.helpers import asked_since
from workroom_harvest.domain.use_cases.operating.forget_old_runs import MOST_AT_ONCE

DAY = timedelta(days=1)


def test_a_run_is_kept_for_so_many_days_after_its_end(connected: FakedPlugin) -> None:
    """A run is deleted once it is over for longer than the setting says, and not before."""
    connected.log()
    run = connected.import_days()
    use = connected.rewire(keep_runs_days=30)
    connected.clock.advance(30 * DAY)
    assert use.forget_old_runs() == 0
    assert connected.runs() == [run]
    connected.clock.advance(timedelta(seconds=1))
    assert use.forget_old_runs() == 1
    assert connected.runs() == []


def test_what_was_imported_stays_imported(connected: FakedPlugin) -> None:
    """An entry whose run was deleted is still *Already imported*, and its timelog stays."""
    connected.log(2)
    connected.import_days()
    connected.clock.advance(401 * DAY)
    assert connected.use.forget_old_runs() == 1
    again = connected.import_days().progress
    assert (again.imported, again.total, len(connected.timelogs())) == (0, 2, 2)


def test_many_old_runs_go_in_several_ticks(connected: FakedPlugin) -> None:
    """No more runs are deleted at once than a tick has time for; the next ones take the rest."""
    for _ in range(MOST_AT_ONCE + 2):
        connected.import_days()
    connected.clock.advance(401 * DAY)
    deleted = [connected.use.forget_old_runs() for _ in range(3)]
    assert deleted == [MOST_AT_ONCE, 2, 0]


def test_the_next_night_begins_where_the_last_complete_one_did(connected: FakedPlugin) -> None:
    """After more than the days that runs are kept, a night still asks for all that it missed."""
    connected.use.set_automated_sync(STUDIO, True)
    connected.clock.advance(DAY)
    connected.use.dispatch_due()
    connected.settle()
    (complete,) = connected.runs()
    connected.clock.advance(500 * DAY)
    assert connected.use.forget_old_runs() == 0
    connected.use.dispatch_due()
    live = connected.live()
    assert live is not None
    assert complete.started_at is not None
    assert asked_since(live) == complete.started_at - timedelta(minutes=30)
