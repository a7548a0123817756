"""Registers the fixtures that need Workroom or a server."""

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Register them, however many folders ask for them."""
    config.pluginmanager.import_plugin("tests.support.fixtures")
