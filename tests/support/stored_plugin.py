"""The plugin over the real store, with the moments of the fake one; all else is in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from tests.fakes.crash_points import Moments
from tests.fakes.plugin import FakedPlugin
from tests.fakes.wiring import faked_plugin, no_call_inside_a_transaction
from tests.support.door import Door, TimedSession
from tests.support.stored_lasting import StoredLasting
from tests.support.stored_timesheet import StoredTimesheet
from workroom_harvest.adapters.sql.store import SqlStore, SqlTransaction


class WatchedTransaction(SqlTransaction):
    """A transaction around whose commits something can happen."""

    moments: Moments

    def commit(self) -> None:
        self.moments("commit")
        super().commit()
        self.moments("committed")


class WatchedStore(SqlStore):
    """The real store, at whose moments something can happen."""

    def __init__(self, door: Door, plugin: FakedPlugin) -> None:
        super().__init__(TimedSession(door, plugin.clock), door.cipher)
        self._moments = plugin.moments
        self.is_open = False

    @contextmanager
    def transaction(self) -> Iterator[SqlTransaction]:
        self._moments("begin")
        with super().transaction():
            watched = WatchedTransaction(self._session, self._tables, self._cipher)
            watched.moments = self._moments
            self.is_open = True
            try:
                yield watched
            finally:
                self.is_open = False


def stored_plugin(door: Door, page_size: int) -> FakedPlugin:
    """Return a plugin that nobody has connected, over the door's database, which is emptied."""
    door.clear()
    plugin = faked_plugin(page_size=page_size)
    store = WatchedStore(door, plugin)
    plugin.moments.watchers.append(no_call_inside_a_transaction(store))
    plugin.ports = replace(plugin.ports, store=store, beside=store, timelogs=door.timelogs)
    door.timelogs.refuses = plugin.workroom.refuses
    plugin.lasting = StoredLasting(door, plugin.moments)
    plugin.timesheet = StoredTimesheet(door, plugin.moments)
    return plugin
