"""What people change while a run is at work counts from its next page."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.fakes.plugin import DRAWINGS, PLANS, STUDIO, FakedPlugin
from tests.use_cases.importing.helpers import PAGE_SIZE, at, result
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.use_cases.mapping.save_mappings import Choice, MappingChanges


def _disconnect(plugin: FakedPlugin) -> None:
    plugin.use.disconnect(STUDIO)


def _withdraw(plugin: FakedPlugin) -> None:
    plugin.harvest.withdraw()


def _lapse(plugin: FakedPlugin) -> None:
    plugin.workroom.studio(STUDIO).is_pro = False


def _leave(plugin: FakedPlugin) -> None:
    plugin.workroom.studio(STUDIO).managers.clear()


def _lose_the_keys(plugin: FakedPlugin) -> None:
    plugin.store.is_sealed_shut = True


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_disconnect, Code.DISCONNECTED),
        (_withdraw, Code.GRANT_REVOKED),
        (_lapse, Code.NOT_PRO),
        (_leave, Code.STARTER_REFUSED),
        (_lose_the_keys, Code.TOKENS_UNREADABLE),
    ],
)
@pytest.mark.parametrize("after", [0, 1, 2])
def test_it_stops_at_the_next_page_with_its_reason(
    busy: FakedPlugin, change: Callable[[FakedPlugin], None], code: Code, after: int
) -> None:
    """A run that may not go on stops at its next page with the reason, and keeps its timelogs."""
    run = busy.request()
    if after:
        at(busy, "answered entries", lambda: change(busy), nth=after)
    else:
        change(busy)
    busy.settle()
    stopped = busy.shown(run)
    assert (stopped.status, stopped.failure) == (RunStatus.FAILED, Message(code))
    assert len(busy.timelogs()) == stopped.progress.imported <= PAGE_SIZE * after
    assert (busy.row() is None) is (change is _disconnect)
    if change is _disconnect:
        assert busy.harvest.grants == 0


def test_a_mapping_that_changes_midway_counts_from_the_next_page(busy: FakedPlugin) -> None:
    """A mapping that is removed during a run counts from the next page."""
    unmap = MappingChanges((), (Choice(DRAWINGS, None), Choice(PLANS, None)))
    at(busy, "answered entries", lambda: busy.map(unmap))
    assert result(busy.import_days()) == (
        RunStatus.FINISHED,
        3,
        {SkipReason.TASK_NOT_MAPPED: 5},
    )


def test_a_night_that_was_switched_off_before_it_began_does_not_begin(
    busy: FakedPlugin,
) -> None:
    """A night that was switched off before its first page fails with that reason."""
    busy.use.set_automated_sync(STUDIO, True)
    busy.tick(timedelta(days=1))
    busy.use.set_automated_sync(STUDIO, False)
    busy.work()
    (night,) = busy.runs()
    assert night.status is RunStatus.FAILED
    assert night.failure == Message(Code.AUTOMATED_SYNC_OFF)
