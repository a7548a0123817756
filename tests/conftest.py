"""The options of all tests. Fixtures with Workroom or a server: tests/support/fixtures.py."""

import pytest
from hypothesis import Phase, settings

from tests.schedules.summary import pytest_terminal_summary

# The hook is here, since a distributed run knows no other folder's.
__all__ = ["pytest_addoption", "pytest_terminal_summary"]

# How much Hypothesis tries: `make unit` takes the short profile, `--long` the long one for the
# histories. None has a deadline: how long an example takes depends on what else the machine does.
settings.register_profile(
    "short", max_examples=25, stateful_step_count=25, deadline=None, derandomize=True
)
# A mutant is killed by any example: none is made simpler first.
settings.register_profile(
    "unshrunk", settings.get_profile("short"), phases=[Phase.explicit, Phase.generate]
)
settings.register_profile("full", max_examples=120, stateful_step_count=25, deadline=None)
settings.register_profile("long", max_examples=3000, stateful_step_count=60, deadline=None)
settings.load_profile("full")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--long`, which runs the long form of tests/resilience and of the histories."""
    parser.addoption("--long", action="store_true", help="the long forms of the tests")
