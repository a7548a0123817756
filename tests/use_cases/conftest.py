"""The plugin over the fakes: no Flask, no SQL, no Redis, no HTTP."""

import pytest

from tests.fakes.plugin import FakedPlugin
from tests.fakes.wiring import faked_plugin


@pytest.fixture
def plugin() -> FakedPlugin:
    """Nobody is connected; pages hold three entries."""
    return faked_plugin(page_size=3)


@pytest.fixture
def connected(plugin: FakedPlugin) -> FakedPlugin:
    """Connected by Elin, with everything mapped."""
    plugin.connect()
    plugin.map()
    return plugin
