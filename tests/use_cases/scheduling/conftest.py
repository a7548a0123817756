"""A plugin whose nightly import is on."""

import pytest

from tests.fakes.plugin import STUDIO, FakedPlugin
from tests.use_cases.scheduling.helpers import MINUTE, TONIGHT


@pytest.fixture
def nightly(connected: FakedPlugin) -> FakedPlugin:
    """Switched on at noon before."""
    connected.use.set_automated_sync(STUDIO, True)
    return connected


@pytest.fixture
def tonight(connected: FakedPlugin) -> FakedPlugin:
    """Eight entries on three pages; Automated sync is on, and it is almost two o'clock."""
    connected.use.set_automated_sync(STUDIO, True)
    connected.log(8)
    connected.clock.jump(TONIGHT - MINUTE)
    connected.harvest.calls.clear()
    return connected
