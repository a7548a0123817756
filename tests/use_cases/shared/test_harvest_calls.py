"""Tokens are fresh when they are used, and belong to the connection that is there."""

import contextlib
from datetime import timedelta

import pytest

from tests.fakes.harvest_faults import Fault, nonsense, transient
from tests.fakes.plugin import STUDIO, FakedPlugin
from tests.support.factories import NOON
from tests.use_cases.shared.harvest import DUE, call, refreshes
from workroom_harvest.domain.errors import (
    HarvestError,
    HarvestUnavailable,
    ReconnectNeeded,
    TokenRefused,
    TokensUnreadable,
    TransientHarvestError,
)
from workroom_harvest.domain.messages import Code, Message


def test_fresh_tokens_are_used_as_they_are(connected: FakedPlugin) -> None:
    """Tokens that are not due are used without a refresh."""
    assert call(connected) == "access-1"
    assert refreshes(connected) == 0


def test_tokens_that_come_of_age_are_renewed_before_the_call(connected: FakedPlugin) -> None:
    """Tokens that are due are renewed once before the call, and the new pair is stored."""
    connected.clock.advance(DUE)
    assert [call(connected), call(connected)] == ["access-2", "access-2"]
    assert refreshes(connected) == 1


def test_a_401_renews_once_and_asks_again(connected: FakedPlugin) -> None:
    """A 401 leads to one refresh and a second call with the new pair."""
    connected.harvest.expire()
    assert call(connected) == "access-2"
    assert refreshes(connected) == 1


def test_a_401_on_new_tokens_too_is_transient(connected: FakedPlugin) -> None:
    """A second 401 right after a refresh is a passing failure that costs no connection."""
    refused = Fault("lists", TokenRefused(), times=2)
    connected.harvest.faults.append(refused)
    asked = connected.harvest.calls["lists"]
    with pytest.raises(HarvestUnavailable) as caught:
        call(connected)
    assert caught.value.detail == Message(Code.HARVEST_NEW_TOKEN_REFUSED)
    assert (refreshes(connected), connected.harvest.calls["lists"] - asked) == (1, 2)
    assert connected.connection().works
    assert call(connected) == "access-2"


def test_a_grant_that_is_gone_is_noted_and_harvest_is_left_alone(connected: FakedPlugin) -> None:
    """A grant that is gone is stored as such, and Harvest is not asked until a reconnect."""
    connected.harvest.withdraw()
    with pytest.raises(ReconnectNeeded):
        call(connected)
    asked = connected.harvest.calls.total()
    for _ in range(3):
        with pytest.raises(ReconnectNeeded) as caught:
            call(connected)
        assert caught.value.detail == Message(Code.GRANT_REVOKED)
    assert connected.harvest.calls.total() == asked
    connected.connect()
    assert call(connected)


@pytest.mark.parametrize("error", [transient(), nonsense()])
def test_trouble_while_refreshing_lets_the_next_one_try_at_once(
    connected: FakedPlugin, error: HarvestError
) -> None:
    """A refresh that fails for a moment can be tried again at once."""
    connected.clock.advance(DUE)
    connected.harvest.faults.append(Fault("refresh", error))
    with pytest.raises(TransientHarvestError):
        call(connected)
    assert call(connected) == "access-2"
    assert (connected.clock.slept, connected.connection().works) == ([], True)


def test_tokens_that_arrive_after_a_disconnect_are_given_back(connected: FakedPlugin) -> None:
    """New tokens that come after a Disconnect are withdrawn at Harvest."""
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
    """New tokens of the grant before a reconnect are withdrawn, and the present ones stay."""
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
    """A refusal of the tokens before a reconnect does not end the present connection."""
    connected.clock.advance(DUE)

    def reconnect() -> None:
        connected.harvest.withdraw()
        connected.connect()

    connected.once("asked refresh", reconnect)
    assert call(connected)
    assert connected.connection().works


def test_tokens_that_do_not_open_are_said(connected: FakedPlugin) -> None:
    """Tokens that cannot be decrypted raise an error without a call to Harvest."""
    connected.store.is_sealed_shut = True
    asked = connected.harvest.calls.total()
    with pytest.raises(TokensUnreadable):
        call(connected)
    assert connected.harvest.calls.total() == asked


def test_tokens_that_live_shortly_are_used_for_half_their_life(plugin: FakedPlugin) -> None:
    """Tokens that live for a minute are due for renewal after half of it."""
    plugin.harvest.lifetime = timedelta(minutes=1)
    plugin.connect()
    row = plugin.row()
    assert row is not None
    assert row.tokens is not None
    assert row.tokens.refresh_at == NOON + timedelta(seconds=30)
