"""A plugin whose nightly import is on."""

import pytest

from tests.fakes.plugin import STUDIO, FakedPlugin
from tests.use_cases.scheduling.helpers import MINUTE, TONIGHT


@pytest.fixture
def nightly(connected: FakedPlugin) -> FakedPlugin:
    """Return a plugin whose Automated sync was switched on at noon of the day before."""
    connected.use.set_automated_sync(STUDIO, True)
    return connected


@pytest.fixture
def tonight(connected: FakedPlugin) -> FakedPlugin:
    """Return a plugin with Automated sync and eight entries, a minute before two o'clock."""
    connected.use.set_automated_sync(STUDIO, True)
    connected.log(8)
    connected.clock.jump(TONIGHT - MINUTE)
    connected.harvest.calls.clear()
    return connected
