"""How far the search goes, and how many schedules it played."""

import logging
from collections.abc import Callable, Iterator

import pytest

SCHEDULES = "schedules"


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


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Tell how many schedules were played in how many scenes; in the long form, in each."""
    scenes = [
        (
            report.nodeid.rpartition("::")[2],
            dict(report.user_properties)[SCHEDULES],
            report.duration,
        )
        for report in terminalreporter.stats.get("passed", [])
        if report.when == "call" and SCHEDULES in dict(report.user_properties)
    ]
    if not scenes:
        return
    terminalreporter.section("every schedule")
    if config.getoption("--long"):
        for name, number, seconds in sorted(scenes):
            terminalreporter.write_line(f"{name} | {number:,} | {seconds:.1f} s")
    total, seconds = (sum(scene[column] for scene in scenes) for column in (1, 2))
    terminalreporter.write_line(f"{len(scenes)} scenes | {total:,} schedules | {seconds:.0f} s")
