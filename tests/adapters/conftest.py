"""The fixture of the adapters' tests that closes what a test opened."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest


@pytest.fixture
def cleanup() -> Iterator[ExitStack]:
    """Give an `ExitStack` that is closed at the end of the test."""
    with ExitStack() as stack:
        yield stack
