"""The step before every page that checks whether the run may go on, and reads the mappings."""

from dataclasses import dataclass

from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.decisions import MappingSnapshot
from workroom_harvest.domain.errors import (
    NotAllowed,
    NotConnected,
    ReconnectNeeded,
    RoleRefused,
)
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.ports.host import Catalogue
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.run import ImportRun, RunKind
from workroom_harvest.domain.use_cases.shared.check_access import CheckAccess
from workroom_harvest.domain.use_cases.shared.targets import Targets


@dataclass(frozen=True)
class CheckPreconditions:
    """Check a run's connection, plan and mappings as they are now."""

    store: Store
    catalogue: Catalogue
    check_access: CheckAccess

    def __call__(self, run: ImportRun) -> tuple[Connection, MappingSnapshot]:
        """Return the run's connection, and the mappings whose Workroom side exists.

        Raise `NotConnected` if the studio has no connection or another one by now,
        `ReconnectNeeded` if a person must reconnect, and `NotAllowed` if the studio's plan or the
        member's role no longer allows the run, or if the nightly import was switched off before the
        first page or during a wait.
        """
        studio_id = run.studio_id
        with self.store.transaction() as tx:
            connection = tx.connections.for_studio(studio_id)
            projects = tx.pairs.projects(studio_id)
            tasks = tx.pairs.tasks(studio_id)
        if connection is None or connection.id != run.connection_id:
            raise NotConnected
        if connection.reconnect_reason is not None:
            raise ReconnectNeeded(connection.reconnect_reason)
        self._allow(run, connection)
        return connection, Targets.of(self.catalogue, studio_id).snapshot(projects, tasks)

    def _allow(self, run: ImportRun, connection: Connection) -> None:
        self.check_access.studio(run.studio_id)
        if run.request.started_by is not None:
            self._allow_starter(run.studio_id, run.request.started_by)
        if run.request.kind is RunKind.NIGHTLY and not connection.automated_sync:
            if not run.progress.pages:
                raise NotAllowed(Code.AUTOMATED_SYNC_OFF)
            if run.retry_state is not None:
                raise NotAllowed(Code.AUTOMATED_SYNC_OFF_MEANWHILE)

    def _allow_starter(self, studio_id: str, member_id: str) -> None:
        try:
            self.check_access.member(studio_id, member_id)
        except RoleRefused as error:
            # Whoever looks at the run may be another member, who does have the role.
            raise NotAllowed(Code.STARTER_REFUSED) from error
