"""What is told of a studio's connection: each change once, and nothing of what stays as it is."""

from contextlib import suppress

import pytest

from tests.fakes.crash_points import Crash
from tests.fakes.plugin import BACK, SESSION, STUDIO, FakedPlugin
from tests.use_cases.shared.harvest import DUE, call
from workroom_harvest.domain.connection import ConnectionChange
from workroom_harvest.domain.errors import AuthorizationRefused, ReconnectNeeded
from workroom_harvest.domain.events import Connected, NeedsReconnect, Trouble, WellAgain
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.use_cases.connecting.finish_authorization import AuthorizationResponse
from workroom_harvest.domain.use_cases.shared.harvest_calls import CLAIM

NEEDED = NeedsReconnect(STUDIO, Message(Code.GRANT_REVOKED))
WELL = WellAgain(STUDIO, Trouble.RECONNECT_NEEDED)


def end_the_grant(plugin: FakedPlugin) -> None:
    """Withdraw the grant at Harvest, and ask Harvest once more."""
    plugin.harvest.withdraw()
    with pytest.raises(ReconnectNeeded):
        call(plugin)


def test_each_connection_is_told_with_what_it_changed(plugin: FakedPlugin) -> None:
    """Connecting tells who connected which account, and whether it is new, the same or another."""
    plugin.harvest.account(2, "Other")
    for account in (1, 1, 2):
        plugin.connect(account)
    assert plugin.events.sent == [
        Connected(STUDIO, "elin", 1, ConnectionChange.NEW),
        Connected(STUDIO, "elin", 1, ConnectionChange.SAME_ACCOUNT),
        Connected(STUDIO, "elin", 2, ConnectionChange.OTHER_ACCOUNT),
    ]


def test_a_consent_that_fails_is_not_told(plugin: FakedPlugin) -> None:
    """Nothing is told of a consent that connected nothing."""
    denied = AuthorizationResponse(plugin.set_out(), None, None, "access_denied")
    with pytest.raises(AuthorizationRefused):
        plugin.use.finish_authorization(plugin.elin, SESSION, BACK, denied)
    assert plugin.events.sent == []


def test_the_end_of_a_grant_is_told_once(connected: FakedPlugin) -> None:
    """That somebody must reconnect is told when it becomes so, however often Harvest is asked."""
    connected.events.sent.clear()
    end_the_grant(connected)
    for _ in range(3):
        with pytest.raises(ReconnectNeeded):
            call(connected)
    assert connected.events.sent == [NEEDED]


def test_whoever_had_read_the_connection_before_tells_nothing(connected: FakedPlugin) -> None:
    """A process that comes to the same end with a connection that it read before tells nothing."""
    read_before = connected.connection()
    end_the_grant(connected)
    with pytest.raises(ReconnectNeeded):
        connected.calls.call(read_before, lambda key: connected.harvest.lists(key))
    assert connected.events.of(NeedsReconnect) == [NEEDED]


def test_reconnecting_after_that_is_told(connected: FakedPlugin) -> None:
    """Connecting again tells that all is well, if it was needed, and only then."""
    end_the_grant(connected)
    connected.connect()
    assert connected.events.sent[-1] == WELL
    connected.connect()
    assert connected.events.of(WellAgain) == [WELL]


def test_a_pair_that_lands_late_is_told_as_the_end_of_the_trouble(connected: FakedPlugin) -> None:
    """A pair that is stored after another process noted the end tells that all is well."""
    connected.harvest.single_use_refresh = True
    connected.clock.advance(DUE)

    def freeze() -> None:
        connected.clock.advance(2 * CLAIM)
        with suppress(ReconnectNeeded):
            call(connected)

    connected.once("answered refresh", freeze)
    assert call(connected)
    assert connected.events.sent[1:] == [NEEDED, WELL]


def test_a_refresh_is_no_news(connected: FakedPlugin) -> None:
    """Nothing is told of tokens that are refreshed."""
    connected.events.sent.clear()
    connected.clock.advance(DUE)
    assert call(connected)
    assert connected.events.sent == []


def test_a_process_that_is_killed_after_the_commit_tells_nobody(plugin: FakedPlugin) -> None:
    """A connection whose process is killed right after its commit is there, and is not told."""
    plugin.moments.kill("committed", after=2)
    with pytest.raises(Crash):
        plugin.connect()
    plugin.moments.revive()
    assert plugin.row() is not None
    assert plugin.events.sent == []
