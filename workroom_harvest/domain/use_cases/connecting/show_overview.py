"""The use case that reads what the settings page's two cards show.

It reads the database alone; Harvest is not called.
"""

from dataclasses import dataclass
from datetime import datetime

from workroom_harvest.domain import schedule
from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.ports.host import People
from workroom_harvest.domain.ports.store import Store, Transaction
from workroom_harvest.domain.ports.store.harvest_items import ItemKind
from workroom_harvest.domain.run import ImportRun


@dataclass(frozen=True, slots=True)
class SetUp:
    """How far a connection is set up that nothing was imported over yet.

    `mapped` of Harvest's `total` active projects and tasks are mapped; both are 0 until its lists
    were read. `can_import` says that a project and a task are mapped: less brings nothing in.
    """

    mapped: int
    total: int
    can_import: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """A studio's connection, its newest run and its newest night. Times are UTC.

    `connection` is None if the studio is not connected. `connected_by` is the name of the designer
    who connected, or None if they are no longer a member, so that there is no fallback owner.
    `latest_run` is the newest run of this connection, or None. `next_night` is the next slot.
    `has_past` says that the studio's newest run belongs to a former connection. `set_up` is None
    without a connection, and once it has a run.
    """

    connection: Connection | None
    connected_by: str | None
    latest_run: ImportRun | None
    latest_night: ImportRun | None
    next_night: datetime
    has_past: bool
    set_up: SetUp | None


@dataclass(frozen=True)
class ShowOverview:
    """Read a studio's connection and its newest imports."""

    store: Store
    people: People
    clock: Clock

    def __call__(self, studio_id: str) -> Overview:
        """Return what the Connection card and the Sync card show."""
        with self.store.transaction() as tx:
            connection = tx.connections.for_studio(studio_id)
            latest_run = tx.runs.latest(studio_id)
            latest_night = tx.runs.latest_nightly(studio_id)
            is_new = not _belongs(latest_run, connection)
            set_up = _set_up(tx, connection) if connection and is_new else None
        connected_by = connection and self.people.member(studio_id, connection.connected_by)
        return Overview(
            connection,
            connected_by.name if connected_by else None,
            latest_run if _belongs(latest_run, connection) else None,
            latest_night,
            schedule.next_slot(self.clock.now()),
            has_past=latest_run is not None and not _belongs(latest_run, connection),
            set_up=set_up,
        )


def _set_up(tx: Transaction, connection: Connection) -> SetUp:
    studio_id, account_id = connection.studio_id, connection.harvest_account.id
    projects = {one.harvest_id for one in tx.pairs.projects(studio_id)}
    tasks = {one.harvest_id for one in tx.pairs.tasks(studio_id)}
    active = [
        one.id in mapped
        for kind, mapped in ((ItemKind.PROJECT, projects), (ItemKind.TASK, tasks))
        for one in tx.harvest_items.active(studio_id, account_id, kind)
    ]
    return SetUp(sum(active), len(active), bool(projects and tasks))


def _belongs(run: ImportRun | None, connection: Connection | None) -> bool:
    """Return whether the run belongs to the connection; another account's results are not shown."""
    return run is not None and connection is not None and run.connection_id == connection.id
