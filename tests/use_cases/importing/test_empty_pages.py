"""A last page without entries, of which nothing is stored but the end of the list."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.fakes.crash_points import Crash
from tests.fakes.plugin import FakedPlugin
from tests.use_cases.importing.helpers import result
from tests.use_cases.importing.waiting import AT_CABIN, wait_at_cabin
from workroom_harvest.domain.run_status import RunStatus

DONE = RunStatus.FINISHED
SLICE = timedelta(seconds=20)


def test_a_run_that_begins_again_and_finds_nothing_has_skipped_nothing(
    connected: FakedPlugin,
) -> None:
    """What a run had skipped is forgotten if Harvest lists nothing when it begins again."""
    connected.log(4, project_id=99)
    run = connected.request()
    connected.moments.kill("asked entries", after=1)
    with pytest.raises(Crash):
        connected.work()
    connected.moments.revive()
    assert len(connected.skipped(connected.shown(run))) == 3
    connected.account.entries.clear()
    connected.harvest.forget_links()
    connected.settle()
    assert result(connected.shown(run)) == (DONE, 0, {})
    assert not any(connected.database.committed("skipped_entries").values())


def test_a_list_without_what_waits_is_read_once(unmapped: FakedPlugin) -> None:
    """A run whose time is over once it has read an empty list goes on with its questions."""
    (waits,) = wait_at_cabin(unmapped, 1)
    unmapped.account.put(replace(waits, spent_on=waits.spent_on + timedelta(days=7)))
    run = unmapped.request_waiting(AT_CABIN)
    before = unmapped.harvest.calls["entries"]
    unmapped.once("answered entries", lambda: unmapped.clock.advance(SLICE))
    unmapped.work()
    assert unmapped.harvest.calls["entries"] == before + 1
    assert result(unmapped.shown(run)) == (DONE, 1, {})
