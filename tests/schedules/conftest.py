"""How far the search goes."""

import logging
from collections.abc import Callable, Iterator

import pytest

from tests.schedules.summary import SCHEDULES


@pytest.fixture
def bound(request: pytest.FixtureRequest) -> int:
    """Return how many disturbances a schedule has at most: one, and two in the long form."""
    return 2 if request.config.getoption("--long") else 1


@pytest.fixture
def count(record_property: Callable[[str, object], None]) -> Callable[[int], None]:
    """Return what a test tells the number of schedules to that it played."""
    return lambda number: record_property(SCHEDULES, number)


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Keep quiet about runs that stop: there are thousands."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
