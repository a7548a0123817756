"""The use cases over the fakes, without Flask, SQL, Redis or HTTP."""

import pytest

from tests.fakes.plugin import FakedPlugin
from tests.fakes.wiring import faked_plugin


@pytest.fixture
def plugin() -> FakedPlugin:
    """Return a plugin that nobody has connected, whose Harvest has pages of three entries."""
    return faked_plugin(page_size=3)


@pytest.fixture
def connected(plugin: FakedPlugin) -> FakedPlugin:
    """Return a plugin that Elin has connected, with everything mapped."""
    plugin.connect()
    plugin.map()
    return plugin
