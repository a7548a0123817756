"""What the two cards show."""

from datetime import UTC, datetime, timedelta

from tests.fakes.plugin import STUDIO, VILLA, FakedPlugin
from tests.use_cases.mapping.helpers import save
from workroom_harvest.domain.use_cases.connecting.show_overview import SetUp
from workroom_harvest.domain.use_cases.mapping.save_mappings import Choice


def test_an_unconnected_studio_has_nothing_to_show(plugin: FakedPlugin) -> None:
    """A studio without a connection is shown nothing but when the next night is."""
    found = plugin.use.show_overview(STUDIO)
    assert (found.connection, found.connected_by) == (None, None)
    assert (found.latest_run, found.latest_night) == (None, None)
    assert found.next_night == datetime(2026, 6, 16, 2, tzinfo=UTC)


def test_both_cards_come_from_the_database_alone(connected: FakedPlugin) -> None:
    """The cards are shown while Harvest is down and the queue is away."""
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
    """A designer who left is no longer named as the one who connected."""
    del connected.workroom.studio(STUDIO).members["elin"]
    assert connected.use.show_overview(STUDIO).connected_by is None


def test_setting_up_ends_with_the_first_import(plugin: FakedPlugin) -> None:
    """Until the first import it is said how much is mapped, and whether anything can come in."""
    assert plugin.use.show_overview(STUDIO).set_up is None
    plugin.connect()
    assert plugin.use.show_overview(STUDIO).set_up == SetUp(0, 0, can_import=False)
    plugin.use.show_mappings(STUDIO)
    save(plugin, Choice(VILLA, "villa"))
    assert plugin.use.show_overview(STUDIO).set_up == SetUp(1, 4, can_import=False)
    plugin.map()
    assert plugin.use.show_overview(STUDIO).set_up == SetUp(4, 4, can_import=True)
    plugin.import_days()
    assert plugin.use.show_overview(STUDIO).set_up is None


def test_after_a_disconnect_the_past_is_not_shown(connected: FakedPlugin) -> None:
    """The runs of a former connection are not shown, even after reconnecting."""
    connected.use.set_automated_sync(STUDIO, True)
    connected.tick(timedelta(days=1))
    connected.work()
    connected.use.disconnect(STUDIO)
    gone = connected.use.show_overview(STUDIO)
    assert (gone.latest_run, gone.latest_night) == (None, None)
    connected.connect()
    back = connected.use.show_overview(STUDIO)
    assert (back.latest_run, back.latest_night) == (None, None)
