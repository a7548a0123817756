"""Tokens that are fresh when they are used, renewed by one process at a time."""

import contextlib
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.fakes.clock import ClockAhead
from tests.fakes.crash_points import Crash
from tests.fakes.harvest import Fault, nonsense, transient
from tests.fakes.interleaving import Turns
from tests.fakes.plugin import STUDIO, FakedPlugin
from tests.support.factories import NOON
from workroom_harvest.domain.errors import (
    HarvestError,
    HarvestUnavailable,
    ReconnectNeeded,
    StoreUnavailable,
    TokenRefused,
    TokensUnreadable,
    TransientHarvestError,
)
from workroom_harvest.domain.ports.harvest import Credentials
from workroom_harvest.domain.use_cases.shared.harvest_calls import (
    CLAIM,
    GRANT_GONE,
    KEEP_TRIES,
    PAGE_MAX_WAIT,
)

DUE = timedelta(days=14)
CALLERS = 8


def call(plugin: FakedPlugin) -> str:
    """Ask Harvest for something; the access token that was good for it."""

    def ask(key: Credentials) -> str:
        plugin.harvest.lists(key)
        return key.access_token

    return plugin.calls.call(plugin.connection(), ask)


def refreshes(plugin: FakedPlugin) -> int:
    """How often Harvest was asked for new tokens."""
    return plugin.harvest.calls["refresh"]


def test_fresh_tokens_are_used_as_they_are(connected: FakedPlugin) -> None:
    """Nobody refreshes."""
    assert call(connected) == "access-1"
    assert refreshes(connected) == 0


def test_tokens_that_come_of_age_are_renewed_before_the_call(connected: FakedPlugin) -> None:
    """And stored."""
    connected.clock.advance(DUE)
    assert [call(connected), call(connected)] == ["access-2", "access-2"]
    assert refreshes(connected) == 1


def test_a_401_renews_once_and_asks_again(connected: FakedPlugin) -> None:
    """With the next pair."""
    connected.harvest.expire()
    assert call(connected) == "access-2"
    assert refreshes(connected) == 1


def test_a_401_on_new_tokens_too_is_transient(connected: FakedPlugin) -> None:
    """There is no third try, and nobody has to reconnect: Harvest granted the refresh just now."""
    refused = Fault("lists", TokenRefused("Refused."), times=2)
    connected.harvest.faults.append(refused)
    asked = connected.harvest.calls["lists"]
    with pytest.raises(HarvestUnavailable):
        call(connected)
    assert (refreshes(connected), connected.harvest.calls["lists"] - asked) == (1, 2)
    assert connected.connection().works
    assert call(connected) == "access-2"


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("how", ["due", "refused"])
def test_eight_callers_refresh_once(connected: FakedPlugin, how: str, seed: int) -> None:
    """All are served with the new pair, whatever their order, and nobody has to reconnect."""
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


def test_a_grant_that_is_gone_is_noted_and_harvest_is_left_alone(connected: FakedPlugin) -> None:
    """Until somebody reconnects."""
    connected.harvest.withdraw()
    with pytest.raises(ReconnectNeeded):
        call(connected)
    asked = connected.harvest.calls.total()
    for _ in range(3):
        with pytest.raises(ReconnectNeeded, match=GRANT_GONE):
            call(connected)
    assert connected.harvest.calls.total() == asked
    connected.connect()
    assert call(connected)


@pytest.mark.parametrize("error", [transient(), nonsense()])
def test_trouble_while_refreshing_lets_the_next_one_try_at_once(
    connected: FakedPlugin, error: HarvestError
) -> None:
    """The grant may still be good."""
    connected.clock.advance(DUE)
    connected.harvest.faults.append(Fault("refresh", error))
    with pytest.raises(TransientHarvestError):
        call(connected)
    assert call(connected) == "access-2"
    assert (connected.clock.slept, connected.connection().works) == ([], True)


def test_a_claim_that_nobody_fulfilled_runs_out(connected: FakedPlugin) -> None:
    """Its process was killed before Harvest was asked."""
    connected.clock.advance(DUE)
    connected.moments.kill("asked refresh")
    with pytest.raises(Crash):
        call(connected)
    connected.moments.revive()
    assert call(connected) == "access-2"
    assert 44 < sum(connected.clock.slept) < 46


@pytest.mark.parametrize(
    ("single_use", "moment", "after", "lives"),
    [
        (True, "commit", 0, True),
        (True, "asked refresh", 0, True),
        (True, "answered refresh", 0, False),
        (True, "commit", 1, False),
        (True, "committed", 1, True),
        (False, "answered refresh", 0, True),
        (False, "commit", 1, True),
    ],
)
def test_a_crash_around_a_refresh(
    connected: FakedPlugin, single_use: bool, moment: str, after: int, lives: bool
) -> None:
    """Every point recovers but the one no client can: answered, and not yet committed."""
    connected.harvest.single_use_refresh = single_use
    connected.clock.advance(DUE)
    connected.moments.kill(moment, after=after)
    with pytest.raises(Crash):
        call(connected)
    connected.moments.revive()
    if lives:
        assert call(connected)
    else:
        with pytest.raises(ReconnectNeeded):
            call(connected)
    assert connected.connection().works is lives


class Rivals:
    """Others who claim the refresh again and again, and never bring it to an end."""

    def __init__(self, plugin: FakedPlugin) -> None:
        self._plugin = plugin
        self._at_it = False

    def __call__(self, moment: str) -> None:
        """Before anybody else gets at the database."""
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
    """A little longer than a claim lasts, then it is Harvest's trouble."""
    connected.clock.advance(DUE)
    connected.moments.watchers.append(Rivals(connected))
    with pytest.raises(HarvestUnavailable):
        call(connected)
    assert 49 < sum(connected.clock.slept) < 51
    assert connected.connection().works


def test_whoever_looks_at_a_page_waits_for_seconds_only(connected: FakedPlugin) -> None:
    """The cards are there without Harvest."""
    connected.clock.advance(DUE)
    connected.moments.watchers.append(Rivals(connected))
    with pytest.raises(HarvestUnavailable):
        connected.use.show_mappings(STUDIO)
    assert 3 < sum(connected.clock.slept) < 5


def test_tokens_that_arrive_after_a_disconnect_are_given_back(connected: FakedPlugin) -> None:
    """They must not outlive it at Harvest."""
    held = connected.connection()
    connected.clock.advance(DUE)
    connected.once("answered refresh", lambda: connected.use.disconnect(STUDIO))
    with pytest.raises(ReconnectNeeded):
        connected.calls.call(held, connected.harvest.lists)
    assert (connected.row(), connected.harvest.grants) == (None, 0)


@pytest.mark.parametrize("leaves", [True, False])
def test_tokens_that_arrive_after_connecting_anew_are_given_back(
    connected: FakedPlugin, leaves: bool
) -> None:
    """They belong to the grant before."""
    held = connected.connection()
    connected.clock.advance(DUE)

    def anew() -> None:
        if leaves:
            connected.use.disconnect(STUDIO)
        connected.connect()

    connected.once("answered refresh", anew)
    with contextlib.suppress(ReconnectNeeded):
        connected.calls.call(held, connected.harvest.lists)
    assert connected.harvest.grants == 1
    assert call(connected)


def test_a_refusal_that_comes_after_a_reconnect_is_not_noted(connected: FakedPlugin) -> None:
    """It was about the tokens before."""
    connected.clock.advance(DUE)

    def reconnect() -> None:
        connected.harvest.withdraw()
        connected.connect()

    connected.once("asked refresh", reconnect)
    assert call(connected)
    assert connected.connection().works


@pytest.mark.parametrize("minutes", [-10, -1, 1, 10])
def test_a_clock_that_differs_breaks_no_claim(connected: FakedPlugin, minutes: int) -> None:
    """Whoever waits beside a refresh judges it by the database's clock."""
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


@pytest.mark.parametrize("single_use", [True, False])
def test_a_pair_that_lands_late_ends_the_reconnect_that_another_noted(
    connected: FakedPlugin, single_use: bool
) -> None:
    """One is frozen with Harvest's answer; another takes over, with the token that was used up."""
    connected.harvest.single_use_refresh = single_use
    connected.clock.advance(DUE)
    told: list[bool] = []

    def freeze() -> None:
        connected.clock.advance(2 * CLAIM)
        with contextlib.suppress(ReconnectNeeded):
            call(connected)
        told.append(not connected.connection().works)

    connected.once("answered refresh", freeze)
    assert call(connected)
    assert told == [single_use]
    assert connected.connection().works
    assert connected.harvest.calls["revoke"] == 0


@pytest.mark.parametrize("moment", ["commit", "committed"])
def test_a_pair_outlives_a_database_that_is_away_for_a_moment(
    connected: FakedPlugin, moment: str
) -> None:
    """Also where it was stored, and only the answer to the commit was lost."""
    connected.harvest.single_use_refresh = True
    connected.clock.advance(DUE)
    # The first commit is the claim's.
    connected.lose(moment, times=3 if moment == "commit" else 1, after=1)
    assert call(connected) == "access-2"
    assert (refreshes(connected), connected.harvest.grants) == (1, 1)
    assert connected.connection().works


def test_a_database_that_stays_away_is_said(connected: FakedPlugin) -> None:
    """Harvest is not asked again meanwhile."""
    connected.clock.advance(DUE)
    connected.lose("commit", times=KEEP_TRIES, after=1)
    with pytest.raises(StoreUnavailable):
        call(connected)
    assert refreshes(connected) == 1


def test_trouble_is_told_as_such_where_the_claim_cannot_be_given_back(
    connected: FakedPlugin,
) -> None:
    """It runs out by itself."""
    connected.clock.advance(DUE)
    connected.harvest.faults.append(Fault("refresh", transient()))
    connected.lose("commit", after=1)
    with pytest.raises(TransientHarvestError):
        call(connected)
    assert call(connected) == "access-2"


def test_tokens_that_do_not_open_are_said(connected: FakedPlugin) -> None:
    """Harvest is not asked."""
    connected.store.is_sealed_shut = True
    asked = connected.harvest.calls.total()
    with pytest.raises(TokensUnreadable):
        call(connected)
    assert connected.harvest.calls.total() == asked


def test_tokens_that_live_shortly_are_used_for_half_their_life(plugin: FakedPlugin) -> None:
    """A minute."""
    plugin.harvest.lifetime = timedelta(minutes=1)
    plugin.connect()
    row = plugin.row()
    assert row is not None
    assert row.tokens is not None
    assert row.tokens.refresh_at == NOON + timedelta(seconds=30)
