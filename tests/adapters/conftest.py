"""What is open until the end of a test."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest


@pytest.fixture
def cleanup() -> Iterator[ExitStack]:
    """What is open until the end of the test."""
    with ExitStack() as stack:
        yield stack
