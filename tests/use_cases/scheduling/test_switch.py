"""Automated sync is switched on and off."""

from collections.abc import Callable

import pytest

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
from workroom_harvest.domain.errors import NotConnected


def test_switched_on_after_two_the_first_night_is_tomorrows(connected: FakedPlugin) -> None:
    """Switched on after two o'clock, the first night is tomorrow's."""
    connected.clock.jump(TONIGHT + MINUTE)
    connected.use.set_automated_sync(STUDIO, True)
    assert tick_at(connected, TONIGHT + HOUR) == 0
    assert tick_at(connected, TONIGHT + DAY) == 1


def test_by_hand_tonights_run_starts_for_those_too(connected: FakedPlugin) -> None:
    """Started by hand, tonight's run starts once for a studio switched on after two, too."""
    connected.clock.jump(TONIGHT + MINUTE)
    connected.use.set_automated_sync(STUDIO, True)
    started = [tick_at(connected, TONIGHT + HOUR, by_hand=True) for _ in range(2)]
    assert started == [1, 0]


def test_by_hand_those_who_are_off_stay_off(connected: FakedPlugin) -> None:
    """Started by hand, no night starts for a studio that is switched off."""
    assert tick_at(connected, TONIGHT, by_hand=True) == 0


def test_off_is_off_and_on_again_is_on(nightly: FakedPlugin) -> None:
    """Switching on twice keeps the first time, and no night starts once it is off."""
    since = nightly.connection().automated_since
    nightly.clock.advance(HOUR)
    nightly.use.set_automated_sync(STUDIO, True)
    assert nightly.connection().automated_since == since
    nightly.use.set_automated_sync(STUDIO, False)
    assert tick_at(nightly, TONIGHT) == 0


def test_what_was_logged_while_it_was_off_is_left_to_an_import_by_hand(
    nightly: FakedPlugin,
) -> None:
    """The first night after half a year off asks for its last day only."""
    tick_at(nightly, TONIGHT)
    nightly.work()
    nightly.use.set_automated_sync(STUDIO, False)
    nightly.log()
    nightly.clock.jump(TONIGHT + 183 * DAY + HOUR)
    nightly.use.set_automated_sync(STUDIO, True)
    assert tick_at(nightly, TONIGHT + 184 * DAY) == 1
    nightly.work()
    *_, last = nightly.runs()
    assert asked_since(last) == TONIGHT + 183 * DAY - OVERLAP
    assert nightly.timelogs() == {}


def _switch_off(plugin: FakedPlugin) -> None:
    plugin.use.set_automated_sync(STUDIO, False)


def _click(plugin: FakedPlugin) -> None:
    plugin.request()


def _disconnect(plugin: FakedPlugin) -> None:
    plugin.use.disconnect(STUDIO)


def _connect_another(plugin: FakedPlugin) -> None:
    plugin.harvest.account(2, "Second")
    plugin.connect(2)


@pytest.mark.parametrize("change", [_switch_off, _click, _disconnect, _connect_another])
def test_what_changes_between_the_look_and_the_lock_counts(
    nightly: FakedPlugin, change: Callable[[FakedPlugin], None]
) -> None:
    """No night starts for a studio that changes while the scheduler looks at it."""
    nightly.clock.jump(TONIGHT)
    nightly.moments.at("begin", lambda: change(nightly), nth=3)
    assert nightly.use.dispatch_due().started == 0
    assert [run for run in nightly.runs() if run.request.night] == []


def test_without_a_connection_there_is_no_switch(plugin: FakedPlugin) -> None:
    """Without a connection nothing can be switched on, and no night starts."""
    with pytest.raises(NotConnected):
        plugin.use.set_automated_sync(STUDIO, True)
    assert plugin.use.dispatch_due().started == 0
