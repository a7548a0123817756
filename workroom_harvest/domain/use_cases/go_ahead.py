"""Before every page: may the run go on, and by which mappings."""

from dataclasses import dataclass

from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.errors import NotAllowed, NotConnected, ReconnectNeeded
from workroom_harvest.domain.planning import Plan
from workroom_harvest.domain.ports.host import Catalogue
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.runs import ImportRun, RunKind
from workroom_harvest.domain.use_cases.admit import Admit

SWITCHED_OFF_MEANWHILE = "Automated sync was switched off while this import waited for Harvest."
SWITCHED_OFF = "Automated sync was switched off before this import began."


@dataclass(frozen=True)
class GoAhead:
    """The connection and the plan of a run, as they are now."""

    store: Store
    catalogue: Catalogue
    admit: Admit

    def __call__(self, run: ImportRun) -> tuple[Connection, Plan]:
        """Raises `NotConnected`, `ReconnectNeeded` or `NotAllowed` where the run is to stop."""
        account_id = run.account_id
        with self.store.transaction():
            connection = self.store.connections.of(account_id)
            projects = self.store.pairs.projects(account_id)
            tasks = self.store.pairs.tasks(account_id)
        if connection is None or connection.id != run.connection_id:
            raise NotConnected
        if connection.reconnect_reason is not None:
            raise ReconnectNeeded(connection.reconnect_reason)
        self._allow(run, connection)
        there = {project.id for project in self.catalogue.projects(account_id)}
        types = {kind.id for kind in self.catalogue.activity_types(account_id)}
        plan = Plan(
            {pair.harvest_id: pair.target_id for pair in projects if pair.target_id in there},
            {pair.harvest_id: pair.target_id for pair in tasks if pair.target_id in types},
        )
        return connection, plan

    def _allow(self, run: ImportRun, connection: Connection) -> None:
        self.admit.studio(run.account_id)
        if run.started_by is not None:
            self.admit.member(run.account_id, run.started_by)
        if run.kind is RunKind.NIGHTLY and not connection.automated_sync:
            if not run.pages:
                raise NotAllowed(SWITCHED_OFF)
            if run.trouble is not None:
                raise NotAllowed(SWITCHED_OFF_MEANWHILE)
