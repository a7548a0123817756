"""A call to Harvest as the tests of tokens make it."""

from datetime import timedelta

from tests.fakes.plugin import FakedPlugin
from workroom_harvest.domain.ports.harvest import Credentials

DUE = timedelta(days=14)


def call(plugin: FakedPlugin) -> str:
    """Ask Harvest for its lists, and return the access token that was accepted."""

    def ask(key: Credentials) -> str:
        plugin.harvest.lists(key)
        return key.access_token

    return plugin.calls.call(plugin.connection(), ask)


def refreshes(plugin: FakedPlugin) -> int:
    """Return how often Harvest was asked for new tokens."""
    return plugin.harvest.calls["refresh"]
