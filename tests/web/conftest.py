"""Registers the fixtures that need Workroom or a server."""

import pytest

from tests.guide.work import Work
from tests.support.servers import LocalHarvest


def pytest_configure(config: pytest.Config) -> None:
    """Register the fixtures that need Workroom or a server, however many folders ask for them."""
    config.pluginmanager.import_plugin("tests.support.fixtures")


@pytest.fixture
def work(harvest: LocalHarvest) -> Work:
    """Return an empty Harvest account, to which a test adds entries."""
    return Work(harvest)
