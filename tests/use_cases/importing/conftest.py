"""A plugin that has something to import."""

import pytest

from tests.fakes.plugin import FakedPlugin


@pytest.fixture
def busy(connected: FakedPlugin) -> FakedPlugin:
    """Return a connected plugin with eight entries on three pages."""
    connected.log(8)
    return connected


@pytest.fixture
def unmapped(plugin: FakedPlugin) -> FakedPlugin:
    """Return a plugin that Elin has connected, with nothing mapped."""
    plugin.connect()
    return plugin
