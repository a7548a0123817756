"""The use case that shows the mapping table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.errors import NotConnected
from workroom_harvest.domain.mapping import Pair
from workroom_harvest.domain.ports.host import Catalogue
from workroom_harvest.domain.ports.store import Store, Transaction
from workroom_harvest.domain.ports.store.harvest_items import ItemKind
from workroom_harvest.domain.use_cases.mapping.refresh_lists import RefreshLists
from workroom_harvest.domain.use_cases.mapping.table import (
    HarvestSide,
    MappingTables,
    table,
)

AT_ONCE = timedelta(0)


@dataclass(frozen=True)
class ShowMappings:
    """Read the stored lists of Harvest's projects and tasks, the host's catalogue and the pairs."""

    store: Store
    catalogue: Catalogue
    refresh_lists: RefreshLists

    def __call__(self, studio_id: str) -> MappingTables:
        """Return the tables of projects and of tasks.

        Harvest is asked only if its lists were never read for this connection. Raise
        `NotConnected`, or then what `HarvestCalls.call` raises.
        """
        while True:
            with self.store.transaction() as tx:
                connection = tx.connections.for_studio(studio_id)
                if connection is None:
                    raise NotConnected
                if connection.lists.read_at is not None:
                    projects = _side(tx, connection, ItemKind.PROJECT, tx.pairs.projects(studio_id))
                    tasks = _side(tx, connection, ItemKind.TASK, tx.pairs.tasks(studio_id))
                    break
            self.refresh_lists.read(connection, AT_ONCE)
        return MappingTables(
            projects=table(projects, self.catalogue.projects(studio_id)),
            tasks=table(tasks, self.catalogue.activity_types(studio_id)),
            lists=connection.lists,
        )


def _side(
    tx: Transaction, connection: Connection, kind: ItemKind, pairs: Sequence[Pair]
) -> HarvestSide:
    mine = (connection.studio_id, connection.harvest_account.id, kind)
    return HarvestSide(tx.harvest_items.active(*mine), tx.harvest_items.waiting(*mine), pairs)
