"""What the two cards say, from the database alone: Harvest is not asked."""

from dataclasses import dataclass
from datetime import datetime

from workroom_harvest.domain import schedule
from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.ports.host import People
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.run import ImportRun


@dataclass(frozen=True, slots=True)
class Overview:
    """The studio's connection or None, its newest run and its newest night; times are UTC.

    `connected_by` is the name of the designer who connected, None when they can no longer be
    found: then there is no fallback owner. `has_past` says that there were imports before this
    connection.
    """

    connection: Connection | None
    connected_by: str | None
    latest_run: ImportRun | None
    latest_night: ImportRun | None
    next_night: datetime
    has_past: bool


@dataclass(frozen=True)
class ShowOverview:
    """Look at the studio's connection and what became of it."""

    store: Store
    people: People
    clock: Clock

    def __call__(self, studio_id: str) -> Overview:
        """Everything for the Connection and Sync cards."""
        with self.store.transaction() as tx:
            connection = tx.connections.for_studio(studio_id)
            latest_run = tx.runs.latest(studio_id)
            latest_night = tx.runs.latest_nightly(studio_id)
        connected_by = connection and self.people.member(studio_id, connection.connected_by)
        return Overview(
            connection,
            connected_by.name if connected_by else None,
            latest_run if _belongs(latest_run, connection) else None,
            latest_night,
            schedule.next_slot(self.clock.now()),
            has_past=latest_run is not None and not _belongs(latest_run, connection),
        )


def _belongs(run: ImportRun | None, connection: Connection | None) -> bool:
    """Another account's results say nothing about this one."""
    return run is not None and connection is not None and run.connection_id == connection.id
