"""The fixture of the adapters' tests that closes what a test opened."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Register the fixtures that need Workroom or a server, however many folders ask for them."""
    config.pluginmanager.import_plugin("tests.support.fixtures")


@pytest.fixture
def cleanup() -> Iterator[ExitStack]:
    """Give an `ExitStack` that is closed at the end of the test."""
    with ExitStack() as stack:
        yield stack
