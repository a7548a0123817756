"""A studio that is not on a Pro plan has no nights, and nothing shows one that was not to be."""

from tests.fakes.harvest_faults import Fault, transient
from tests.fakes.plugin import STUDIO, FakedPlugin
from tests.use_cases.scheduling.helpers import (
    DAY,
    HOUR,
    MINUTE,
    OVERLAP,
    TONIGHT,
    asked_since,
    tick_at,
)
from tests.use_cases.scheduling.resting import begin, pass_time
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.run_status import RunStatus


def leave_pro(plugin: FakedPlugin) -> None:
    """Let the studio change to a plan without the integration."""
    plugin.workroom.studio(STUDIO).is_pro = False


def test_a_studio_off_pro_has_no_night_in_its_history(tonight: FakedPlugin) -> None:
    """A night of a studio off Pro asks Harvest nothing, leaves no run, and starts once only."""
    leave_pro(tonight)
    assert tick_at(tonight, TONIGHT) == 1
    tonight.work()
    assert (tonight.runs(), tonight.timelogs(), tonight.harvest.calls.total()) == ([], {}, 0)
    lease = tonight.lease()
    assert lease is not None
    assert lease.expires_at is None
    assert [tick_at(tonight, TONIGHT + number * MINUTE) for number in range(5)] == [0] * 5


def test_the_night_before_stays_the_latest(tonight: FakedPlugin) -> None:
    """A night of a studio off Pro leaves the night before as the latest one that is shown."""
    tick_at(tonight, TONIGHT)
    tonight.work()
    (first,) = tonight.runs()
    leave_pro(tonight)
    tick_at(tonight, TONIGHT + DAY)
    tonight.work()
    overview = tonight.use.show_overview(STUDIO)
    assert overview.latest_run == overview.latest_night == first


def test_a_studio_that_is_back_on_pro_misses_nothing(tonight: FakedPlugin) -> None:
    """The first night after a time off Pro asks for all since the last complete night."""
    tick_at(tonight, TONIGHT)
    tonight.work()
    tonight.log(2)
    leave_pro(tonight)
    for number in (1, 2):
        tick_at(tonight, TONIGHT + number * DAY)
        tonight.work()
    tonight.workroom.studio(STUDIO).is_pro = True
    tick_at(tonight, TONIGHT + 3 * DAY)
    tonight.work()
    *_, last = tonight.runs()
    assert (last.request.night, last.progress.imported) == (TONIGHT.date() + 3 * DAY, 2)
    assert asked_since(last) == TONIGHT - OVERLAP


def test_a_night_that_rests_and_did_nothing_yet_is_no_failed_one_either(
    tonight: FakedPlugin,
) -> None:
    """A night that waits for its first page leaves no run, if the studio leaves Pro meanwhile."""
    tonight.harvest.faults.append(Fault("entries", transient(), times=4))
    begin(tonight)
    leave_pro(tonight)
    pass_time(tonight, HOUR)
    assert tonight.runs() == []


def test_a_night_that_imported_something_fails_and_says_why(tonight: FakedPlugin) -> None:
    """A night during which the studio leaves Pro fails, and keeps what was imported."""
    tonight.harvest.faults.append(Fault("entries", transient(), page=2, times=4))
    night = begin(tonight)
    leave_pro(tonight)
    pass_time(tonight, HOUR)
    ended = tonight.shown(night)
    assert (ended.status, ended.progress.imported) == (RunStatus.FAILED, 3)
    assert ended.failure is not None
    assert ended.failure.code is Code.NOT_PRO


def test_an_import_by_hand_fails_and_says_why(tonight: FakedPlugin) -> None:
    """An import by hand that a studio off Pro had requested fails, and is shown."""
    run = tonight.request()
    leave_pro(tonight)
    tonight.work()
    assert tonight.shown(run).status is RunStatus.FAILED
