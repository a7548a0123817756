"""How many schedules were played, told at the end of a run of the tests."""

import pytest

SCHEDULES = "schedules"
"""The property of a test's report that has the number of schedules that it played."""


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
