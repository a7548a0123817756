"""What whoever runs the plugin is told of its health."""

import pytest

from tests.fakes.plugin import STUDIO, FakedPlugin
from tests.support.factories import NOON
from workroom_harvest.domain.errors import StoreUnavailable


def test_when_all_is_well_every_finding_says_so(plugin: FakedPlugin) -> None:
    """In the order of the way of an import."""
    plugin.workers.tick = NOON
    findings = plugin.use.run_health_checks()
    assert [finding.name for finding in findings] == [
        "Settings",
        "Database",
        "Workroom",
        "Worker",
        "Scheduler",
        "Harvest ID",
        "Harvest API",
    ]
    assert all(finding.is_well for finding in findings)
    assert "next tick 2026-06-15 12:00 UTC" in findings[4].sentence


def _unwell(plugin: FakedPlugin) -> set[str]:
    return {finding.name for finding in plugin.use.run_health_checks() if not finding.is_well}


def test_each_trouble_is_found_and_none_raises(plugin: FakedPlugin) -> None:
    """One by one."""
    plugin.workers.tick = NOON
    plugin.store.has_tables = False
    assert _unwell(plugin) == {"Database"}
    plugin.database.is_away = True
    assert _unwell(plugin) == {"Database", "Workroom"}
    plugin.store.has_tables, plugin.database.is_away = True, False
    plugin.workers.count, plugin.workers.tick = 0, None
    assert _unwell(plugin) == {"Worker", "Scheduler"}
    plugin.workers.is_away = plugin.harvest.is_down = True
    assert _unwell(plugin) == {"Worker", "Scheduler", "Harvest ID", "Harvest API"}


@pytest.mark.parametrize("alive", [0, 2])
def test_a_redis_that_refuses_writes_is_told_and_not_taken_for_absent_workers(
    plugin: FakedPlugin, alive: int
) -> None:
    """Who lives says so by writing, so that nothing is known of anybody."""
    plugin.workers.count, plugin.workers.tick = alive, NOON if alive else None
    plugin.workers.refusal = "Redis refuses writes: its memory is full."
    sentences = {
        one.name: one.sentence for one in plugin.use.run_health_checks() if not one.is_well
    }
    assert sentences == dict.fromkeys(("Worker", "Scheduler"), plugin.workers.refusal)


def test_a_database_that_is_away_is_said(plugin: FakedPlugin) -> None:
    """The door shows it."""
    plugin.database.is_away = True
    with pytest.raises(StoreUnavailable):
        plugin.use.show_overview(STUDIO)
