"""The fixtures of the guide's tests."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.guide.night import backdate
from tests.guide.work import Work
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio


@pytest.fixture
def work(harvest: LocalHarvest) -> Work:
    """Return an empty Harvest account, to which a test adds entries."""
    return Work(harvest)


@pytest.fixture
def nightly(connected: Studio) -> Studio:
    """Return a connected studio whose Automated sync has been on for nine days."""
    connected.post("/automated-sync", {"on": "1"})
    backdate(connected, datetime.now(UTC) - timedelta(days=9))
    return connected
