"""What the two cards say, and what whoever runs the plugin is told."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.fakes.plugin import STUDIO, FakedPlugin
from tests.support.making import NOON
from workroom_harvest.domain.errors import StoreUnavailable
from workroom_harvest.domain.ports.store import Resealed


def test_an_unconnected_studio_has_nothing_to_show(plugin: FakedPlugin) -> None:
    """But when the next night is."""
    found = plugin.use.show_overview(STUDIO)
    assert (found.connection, found.connected_by) == (None, None)
    assert (found.latest_run, found.latest_night) == (None, None)
    assert found.next_night == datetime(2026, 6, 16, 2, tzinfo=UTC)


def test_both_cards_come_from_the_database_alone(connected: FakedPlugin) -> None:
    """Harvest is down, and the queue is away."""
    connected.use.set_automated_sync(STUDIO, True)
    connected.log()
    connected.tick(timedelta(days=1))
    connected.work()
    connected.clock.advance(timedelta(minutes=1))
    by_hand = connected.import_days()
    connected.harvest.is_down = connected.queue.is_away = True
    found = connected.use.show_overview(STUDIO)
    assert (found.connection, found.connected_by) == (connected.connection(), "Elin")
    assert (found.latest_run, found.latest_night) == (by_hand, connected.runs()[0])


def test_a_designer_who_left_is_no_longer_named(connected: FakedPlugin) -> None:
    """Then there is no fallback owner."""
    del connected.workroom.studio(STUDIO).members["elin"]
    assert connected.use.show_overview(STUDIO).connected_by is None


def test_after_a_disconnect_the_past_is_not_shown(connected: FakedPlugin) -> None:
    """Nor a former connection's after reconnecting."""
    connected.use.set_automated_sync(STUDIO, True)
    connected.tick(timedelta(days=1))
    connected.work()
    connected.use.disconnect(STUDIO)
    gone = connected.use.show_overview(STUDIO)
    assert (gone.latest_run, gone.latest_night) == (None, None)
    connected.connect()
    back = connected.use.show_overview(STUDIO)
    assert (back.latest_run, back.latest_night) == (None, None)


def test_when_all_is_well_every_finding_says_so(plugin: FakedPlugin) -> None:
    """In the order of the way of an import."""
    plugin.workers.tick = NOON
    findings = plugin.use.check_up()
    assert [finding.name for finding in findings] == [
        "Settings",
        "Database",
        "Worker",
        "Scheduler",
        "Harvest ID",
        "Harvest API",
    ]
    assert all(finding.is_well for finding in findings)
    assert "next tick 2026-06-15 12:00 UTC" in findings[3].sentence


def _unwell(plugin: FakedPlugin) -> set[str]:
    return {finding.name for finding in plugin.use.check_up() if not finding.is_well}


def test_each_trouble_is_found_and_none_raises(plugin: FakedPlugin) -> None:
    """One by one."""
    plugin.workers.tick = NOON
    plugin.store.has_tables = False
    assert _unwell(plugin) == {"Database"}
    plugin.database.is_away = True
    assert _unwell(plugin) == {"Database"}
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
    sentences = {one.name: one.sentence for one in plugin.use.check_up() if not one.is_well}
    assert sentences == dict.fromkeys(("Worker", "Scheduler"), plugin.workers.refusal)


def test_sealing_anew_counts_the_connections(connected: FakedPlugin) -> None:
    """And names the studios that have to reconnect before an old key is retired."""
    assert connected.use.seal_anew() == Resealed(1)
    connected.store.connections.is_sealed_shut = True
    assert connected.use.seal_anew() == Resealed(0, [STUDIO])


def test_a_database_that_is_away_is_said(plugin: FakedPlugin) -> None:
    """The door shows it."""
    plugin.database.is_away = True
    with pytest.raises(StoreUnavailable):
        plugin.use.show_overview(STUDIO)
