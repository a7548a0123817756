"""The use case that shows the mapping table."""

from dataclasses import dataclass

from workroom_harvest.domain.errors import NotConnected
from workroom_harvest.domain.ports.harvest import HarvestApi
from workroom_harvest.domain.ports.host import Catalogue
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.use_cases.mapping.learn_name import LearnName
from workroom_harvest.domain.use_cases.mapping.table import MappingTables, table
from workroom_harvest.domain.use_cases.shared.harvest_calls import HarvestCalls


@dataclass(frozen=True)
class ShowMappings:
    """Read Harvest's active projects and tasks, the host's catalogue and the saved pairs."""

    store: Store
    catalogue: Catalogue
    api: HarvestApi
    calls: HarvestCalls
    learn_name: LearnName

    def __call__(self, studio_id: str) -> MappingTables:
        """Return the tables of projects and of tasks.

        Raise `NotConnected`, or what `HarvestCalls.call` raises.
        """
        with self.store.transaction() as tx:
            connection = tx.connections.for_studio(studio_id)
            projects = tx.pairs.projects(studio_id)
            tasks = tx.pairs.tasks(studio_id)
        if connection is None:
            raise NotConnected
        lists = self.calls.call(connection, self.api.lists)
        self.learn_name(connection)
        return MappingTables(
            projects=table(lists.projects, projects, self.catalogue.projects(studio_id)),
            tasks=table(lists.tasks, tasks, self.catalogue.activity_types(studio_id)),
            partial=lists.partial,
        )
