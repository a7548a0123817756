"""The fixtures of the guide's tests."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.guide.night import backdate
from tests.guide.work import Work
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio


def pytest_configure(config: pytest.Config) -> None:
    """Register the fixtures that need Workroom or a server, however many folders ask for them."""
    config.pluginmanager.import_plugin("tests.support.fixtures")


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
