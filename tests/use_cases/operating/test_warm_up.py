"""A worker prepares itself before its first job."""

from copy import deepcopy

from tests.fakes.plugin import FakedPlugin


def everything(plugin: FakedPlugin) -> dict[str, object]:
    """Return a copy of all rows of the tables that an import writes."""
    names = ("connections", "runs", "leases", "ledger", "timelogs")
    return {name: deepcopy(dict(plugin.database.committed(name))) for name in names}


def test_warming_up_stores_nothing_and_calls_nobody(connected: FakedPlugin) -> None:
    """A worker that warms up changes no row, and asks neither Harvest nor the queue anything."""
    connected.log(2)
    connected.import_days()
    connected.harvest.calls.clear()
    before = everything(connected)
    reached: list[str] = []
    connected.moments.watchers.append(reached.append)
    connected.use.warm_up()
    assert everything(connected) == before
    assert reached == ["begin"]


def test_a_database_that_is_away_keeps_no_worker_from_starting(plugin: FakedPlugin) -> None:
    """A worker warms up in vain while the database does not answer, and goes on."""
    plugin.database.is_away = True
    plugin.use.warm_up()
