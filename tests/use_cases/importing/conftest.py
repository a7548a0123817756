"""A plugin that has something to import."""

from datetime import timedelta

import pytest

from tests.fakes.plugin import FakedPlugin
from tests.use_cases.importing.waiting import FIRST
from workroom_harvest.domain.entries import HarvestEntry


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


@pytest.fixture
def read(connected: FakedPlugin) -> list[HarvestEntry]:
    """Give entries that were imported, one on each of nine days of June, and a timer on one."""
    entries = [
        connected.log(spent_on=FIRST + timedelta(days=number), is_running=number == 8)[0]
        for number in range(9)
    ]
    connected.import_days()
    return entries
