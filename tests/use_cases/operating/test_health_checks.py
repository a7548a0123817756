"""What whoever runs the plugin is told of its health."""

import pytest

from tests.fakes.plugin import STUDIO, FakedPlugin
from tests.support.factories import NOON
from workroom_harvest.domain.errors import StoreUnavailable
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.use_cases.operating.run_health_checks import Component


def test_when_all_is_well_every_finding_says_so(plugin: FakedPlugin) -> None:
    """Every component that is well says so, in the order in which an import needs them."""
    plugin.workers.tick = NOON
    checks = plugin.use.run_health_checks()
    assert all(check.is_well for check in checks)
    due = {"due": "2026-06-15T12:00:00+00:00"}
    assert [(check.component, check.messages) for check in checks] == [
        (Component.SETTINGS, [Message(Code.CHECK_SETTINGS_COMPLETE)]),
        (Component.DATABASE, [Message(Code.CHECK_TABLES_THERE)]),
        (Component.HOST, [Message(Code.CHECK_WITHOUT_STUDIO)]),
        (Component.WORKER, [Message(Code.CHECK_WORKERS_ALIVE, {"count": 1})]),
        (Component.SCHEDULER, [Message(Code.CHECK_SCHEDULER_ALIVE, due)]),
        (Component.HARVEST_ID, [Message(Code.CHECK_ANSWERS)]),
        (Component.HARVEST_API, [Message(Code.CHECK_ANSWERS)]),
    ]


def _unwell(plugin: FakedPlugin) -> dict[Component, Code]:
    """Return the components that are not well, each with the code of its only message."""
    unwell = {}
    for check in plugin.use.run_health_checks():
        if not check.is_well:
            (message,) = check.messages
            unwell[check.component] = message.code
    return unwell


def test_each_trouble_is_found_and_none_raises(plugin: FakedPlugin) -> None:
    """Each failure is reported for the components that it affects, and none is raised."""
    plugin.workers.tick = NOON
    plugin.store.has_tables = False
    assert _unwell(plugin) == {Component.DATABASE: Code.CHECK_TABLES_MISSING}
    plugin.database.is_away = True
    assert _unwell(plugin) == dict.fromkeys(
        (Component.DATABASE, Component.HOST), Code.CHECK_DATABASE_SILENT
    )
    plugin.store.has_tables, plugin.database.is_away = True, False
    plugin.workers.count, plugin.workers.tick = 0, None
    assert _unwell(plugin) == {
        Component.WORKER: Code.CHECK_WITHOUT_WORKER,
        Component.SCHEDULER: Code.CHECK_WITHOUT_SCHEDULER,
    }
    plugin.workers.is_away = plugin.harvest.is_down = True
    assert _unwell(plugin) == {
        Component.WORKER: Code.QUEUE_UNAVAILABLE,
        Component.SCHEDULER: Code.QUEUE_UNAVAILABLE,
        Component.HARVEST_ID: Code.CHECK_SILENT,
        Component.HARVEST_API: Code.CHECK_SILENT,
    }


@pytest.mark.parametrize("alive", [0, 2])
def test_a_redis_that_refuses_writes_is_told_and_not_taken_for_absent_workers(
    plugin: FakedPlugin, alive: int
) -> None:
    """A refusal of writes is told for worker and scheduler, who report themselves by writing."""
    plugin.workers.count, plugin.workers.tick = alive, NOON if alive else None
    plugin.workers.refusal = Code.REDIS_FULL
    refused = dict.fromkeys((Component.WORKER, Component.SCHEDULER), Code.REDIS_FULL)
    assert _unwell(plugin) == refused


def test_a_database_that_is_away_is_said(plugin: FakedPlugin) -> None:
    """The cards raise `StoreUnavailable` while the database is away."""
    plugin.database.is_away = True
    with pytest.raises(StoreUnavailable):
        plugin.use.show_overview(STUDIO)
