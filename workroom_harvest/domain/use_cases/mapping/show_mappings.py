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
from workroom_harvest.domain.use_cases.mapping.table import HarvestSide, MappingTables, table
from workroom_harvest.domain.use_cases.shared.targets import Targets
from workroom_harvest.domain.use_cases.shared.waiting_now import waiting_now
from workroom_harvest.domain.waiting import GroupKind, GroupTally

AT_ONCE = timedelta(0)

GROUPS = {ItemKind.PROJECT: GroupKind.PROJECT, ItemKind.TASK: GroupKind.TASK}
"""What waits for a row of each kind."""


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
        projects = self.catalogue.projects(studio_id)
        kinds = self.catalogue.activity_types(studio_id)
        there = Targets({one.id for one in projects}, {one.id for one in kinds})
        while True:
            with self.store.transaction() as tx:
                connection = tx.connections.for_studio(studio_id)
                if connection is None:
                    raise NotConnected
                if connection.lists.read_at is not None:
                    waiting = waiting_now(tx, connection, there).groups
                    project_side = _side(
                        tx, connection, ItemKind.PROJECT, tx.pairs.projects(studio_id), waiting
                    )
                    task_side = _side(
                        tx, connection, ItemKind.TASK, tx.pairs.tasks(studio_id), waiting
                    )
                    break
            self.refresh_lists.read(connection, AT_ONCE)
        return MappingTables(
            connection.id,
            projects=table(project_side, projects),
            tasks=table(task_side, kinds),
            lists=connection.lists,
        )


def _side(
    tx: Transaction,
    connection: Connection,
    kind: ItemKind,
    pairs: Sequence[Pair],
    waiting: Sequence[GroupTally],
) -> HarvestSide:
    mine = (connection.studio_id, connection.harvest_account.id, kind)
    groups = {
        one.group.harvest_id: one
        for one in waiting
        if one.group.harvest_id is not None and one.group.kind is GROUPS[kind]
    }
    return HarvestSide(
        tx.harvest_items.active(*mine),
        tx.harvest_items.waiting(*mine),
        pairs,
        tallies={harvest_id: one.tally for harvest_id, one in groups.items()},
        left_out={harvest_id for harvest_id, one in groups.items() if one.is_left_out},
    )
