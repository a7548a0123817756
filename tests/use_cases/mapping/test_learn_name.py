"""The Harvest account's name is asked for whenever its lists are."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.fakes.harvest_faults import Fault, nonsense, transient
from tests.fakes.plugin import STUDIO, FakedPlugin
from tests.use_cases.mapping.helpers import refresh
from workroom_harvest.domain.use_cases.mapping.refresh_lists import ListChanges


def name(plugin: FakedPlugin) -> str:
    """Return the account's name, as the Connection card shows it."""
    held = plugin.use.show_overview(STUDIO).connection
    assert held is not None
    return held.harvest_account.name


def test_a_new_name_of_the_account_is_learned_with_the_lists(connected: FakedPlugin) -> None:
    """Refreshing the lists asks for the name once, and changes only that of the connection."""
    before = connected.connection()
    connected.harvest.open_accounts[1].name = "Renamed"
    asked = connected.harvest.calls["accounts"]
    refresh(connected)
    assert name(connected) == "Renamed"
    assert connected.harvest.calls["accounts"] == asked + 1
    renamed = replace(before.harvest_account, name="Renamed")
    lists = connected.connection().lists
    assert connected.connection() == replace(before, harvest_account=renamed, lists=lists)


def test_a_run_does_not_ask_for_the_name(connected: FakedPlugin) -> None:
    """No run, by hand or at night, asks for the account's name."""
    connected.use.set_automated_sync(STUDIO, True)
    asked = connected.harvest.calls["accounts"]
    connected.import_days()
    connected.tick(timedelta(days=1))
    connected.work()
    assert connected.harvest.calls["accounts"] == asked


def _unlisted(plugin: FakedPlugin) -> None:
    plugin.harvest.unlisted.add(1)


def _in_trouble(plugin: FakedPlugin) -> None:
    plugin.harvest.faults.append(Fault("accounts", transient()))


def _unreadable(plugin: FakedPlugin) -> None:
    plugin.harvest.faults.append(Fault("accounts", nonsense()))


def _not_stored(plugin: FakedPlugin) -> None:
    plugin.lose("commit", after=1)


@pytest.mark.parametrize("what", [_unlisted, _in_trouble, _unreadable, _not_stored])
def test_without_an_answer_the_name_stays_and_the_lists_are_read(
    connected: FakedPlugin, what: Callable[[FakedPlugin], None]
) -> None:
    """The lists are read under the known name where none could be learned or stored."""
    connected.harvest.open_accounts[1].name = "Renamed"
    what(connected)
    assert refresh(connected) == ListChanges()
    assert name(connected) == "Harvest"


def test_the_name_of_another_connection_is_left_alone(connected: FakedPlugin) -> None:
    """A name that was asked for is not given to an account that was connected meanwhile."""
    connected.harvest.open_accounts[1].name = "Renamed"
    connected.harvest.account(2, "Second")
    connected.once("asked accounts", lambda: connected.connect(2))
    assert refresh(connected) is None
    assert name(connected) == "Second"
