"""The table that the long form ends with: what was tried, and its figures."""

import pytest


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
