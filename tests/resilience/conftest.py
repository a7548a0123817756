"""The page size of the short and the long form, and the table that the long form ends with."""

import pytest

from tests.support.big_account import FULL_PAGE, SMALL_PAGE


def pytest_configure(config: pytest.Config) -> None:
    """Register the fixtures that need Workroom or a server, however many folders ask for them."""
    config.pluginmanager.import_plugin("tests.support.fixtures")


@pytest.fixture
def page_size(request: pytest.FixtureRequest) -> int:
    """Return the number of entries in a page, which is Harvest's own in the long form.

    The short form has few, for what happens between pages; tests of a page's size use full ones in
    both.
    """
    return FULL_PAGE if request.config.getoption("--long") else SMALL_PAGE


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print a row for each line that a test printed, or `holds` for a test that printed nothing."""
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
