"""What the two forms differ in; the table that the long form ends with."""

import pytest

from tests.support.big_account import FULL_PAGE, SMALL_PAGE


def pytest_configure(config: pytest.Config) -> None:
    """Register the fixtures that need Workroom or a server, however many folders ask for them."""
    config.pluginmanager.import_plugin("tests.support.fixtures")


@pytest.fixture
def page_size(request: pytest.FixtureRequest) -> int:
    """Entries in a page: as many as Harvest gives in the long form, few in the short one.

    For what happens between pages; what is about a page's size takes full ones in both.
    """
    return FULL_PAGE if request.config.getoption("--long") else SMALL_PAGE


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """A row for each line that a test printed; `holds` for those that have no figure."""
    if not config.getoption("--long"):
        return
    terminalreporter.section("what was tried, and how it went")
    for verdict in ("passed", "failed"):
        for report in terminalreporter.stats.get(verdict, []):
            if report.when != "call" or "tests/resilience/" not in report.nodeid:
                continue
            name = report.nodeid.rpartition("::")[2].removeprefix("test_").replace("_", " ")
            figures = [line for line in report.capstdout.splitlines() if line.strip()]
            for line in figures or ["holds"]:
                terminalreporter.write_line(f"{verdict} | {name} | {line}")
