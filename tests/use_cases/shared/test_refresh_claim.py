"""One process at a time renews tokens; the others wait for it, and not for ever."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.fakes.clock import ClockAhead
from tests.fakes.crash_points import Crash
from tests.fakes.interleaving import Turns
from tests.fakes.plugin import STUDIO, FakedPlugin
from tests.use_cases.shared.harvest import DUE, call, refreshes
from workroom_harvest.domain.errors import HarvestUnavailable
from workroom_harvest.domain.use_cases.shared.harvest_calls import CLAIM, PAGE_MAX_WAIT

CALLERS = 8


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("how", ["due", "refused"])
def test_eight_callers_refresh_once(connected: FakedPlugin, how: str, seed: int) -> None:
    """Eight callers in any order share one refresh, and all are served with the new pair."""
    turns = Turns(seed)

    def watch(moment: str) -> None:
        if moment in ("begin", "asked refresh", "asked lists"):
            turns.give_way()

    connected.moments.watchers.append(watch)
    if how == "due":
        connected.clock.advance(DUE)
    else:
        connected.harvest.expire()
    served = turns.run([lambda: call(connected)] * CALLERS)
    assert served == ["access-2"] * CALLERS
    assert refreshes(connected) == 1
    assert connected.connection().works


def test_a_claim_that_nobody_fulfilled_runs_out(connected: FakedPlugin) -> None:
    """The claim of a process that was killed runs out after 45 seconds."""
    connected.clock.advance(DUE)
    connected.moments.kill("asked refresh")
    with pytest.raises(Crash):
        call(connected)
    connected.moments.revive()
    assert call(connected) == "access-2"
    assert 44 < sum(connected.clock.slept) < 46


class Rivals:
    """Others who claim the refresh again and again, and never bring it to an end."""

    def __init__(self, plugin: FakedPlugin) -> None:
        self._plugin = plugin
        self._at_it = False

    def __call__(self, moment: str) -> None:
        """Claim the refresh before anybody else gets at the database."""
        if moment == "begin" and not self._at_it:
            self._at_it = True
            self._claim()
            self._at_it = False

    def _claim(self) -> None:
        connection = self._plugin.connection()
        with self._plugin.store.transaction() as tx:
            version = tx.connections.tokens(connection).version
            tx.connections.release_refresh(connection, version)
            tx.connections.claim_refresh(connection, version, CLAIM)
            tx.commit()


def test_nobody_waits_for_a_claim_for_ever(connected: FakedPlugin) -> None:
    """A worker waits for fifty seconds for a claim, and then reports Harvest as unavailable."""
    connected.clock.advance(DUE)
    connected.moments.watchers.append(Rivals(connected))
    with pytest.raises(HarvestUnavailable):
        call(connected)
    assert 49 < sum(connected.clock.slept) < 51
    assert connected.connection().works


def test_whoever_looks_at_a_page_waits_for_seconds_only(connected: FakedPlugin) -> None:
    """A page waits for four seconds for a claim, and then reports Harvest as unavailable."""
    connected.clock.advance(DUE)
    connected.moments.watchers.append(Rivals(connected))
    with pytest.raises(HarvestUnavailable):
        connected.use.refresh_lists(STUDIO)
    assert 3 < sum(connected.clock.slept) < 5


@pytest.mark.parametrize("minutes", [-10, -1, 1, 10])
def test_a_clock_that_differs_breaks_no_claim(connected: FakedPlugin, minutes: int) -> None:
    """A process whose clock is wrong does not refresh beside the one that holds the claim."""
    connected.clock.advance(DUE)
    clock = ClockAhead(connected.clock, timedelta(minutes=minutes))
    beside = replace(connected.calls, clock=clock, max_wait=PAGE_MAX_WAIT)
    waited: list[bool] = []

    def ask_beside() -> None:
        with pytest.raises(HarvestUnavailable):
            beside.call(connected.connection(), connected.harvest.lists)
        waited.append(True)

    connected.once("asked refresh", ask_beside)
    assert call(connected) == "access-2"
    assert (refreshes(connected), waited) == (1, [True])
