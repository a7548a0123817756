"""The use case by which a person requests an import of what waits in a group."""

from dataclasses import dataclass

from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.errors import NotConnected, NotFound
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.ports.host import Catalogue
from workroom_harvest.domain.ports.store import Transaction
from workroom_harvest.domain.ports.store.wanted import Click
from workroom_harvest.domain.run import Request, RunKind
from workroom_harvest.domain.use_cases.importing.pick_waiting import standing
from workroom_harvest.domain.use_cases.requesting.start_run import Requested, StartRun
from workroom_harvest.domain.use_cases.shared.targets import Targets
from workroom_harvest.domain.waiting import WaitingGroup
from workroom_harvest.domain.window import Days, Waiting


@dataclass(frozen=True)
class RequestWaitingImport:
    """Start an import of what waits in a group now, unless the studio has a live run."""

    start: StartRun
    catalogue: Catalogue

    def __call__(self, studio_id: str, member_id: str, group: WaitingGroup) -> Requested:
        """Return the new run, or the one that is live already.

        Raise `NotFound` if nothing waits in the group, or everything there was left out, and what
        `StartRun` does.
        """
        with self.start.store.transaction() as tx:
            if tx.connections.for_studio(studio_id) is None:
                raise NotConnected
            live = tx.runs.live(studio_id)
        if live is not None and not live.is_preview:
            # It may be the import of just this group, of which nothing waits any more.
            return Requested(live, is_new=False)
        targets = Targets.of(self.catalogue, studio_id)

        def ask(tx: Transaction, connection: Connection) -> Request:
            window = Waiting(group, _days(tx, connection, targets, group))
            return Request(RunKind.WAITING, window, started_by=member_id)

        return self.start(studio_id, ask)


def _days(
    tx: Transaction, connection: Connection, targets: Targets, group: WaitingGroup
) -> Days | None:
    """Return the days of work of what waits in the group; raise `NotFound` if nothing does."""
    studio_id = connection.studio_id
    mappings = targets.snapshot(tx.pairs.projects(studio_id), tx.pairs.tasks(studio_id))
    spans = tx.wanted.spans(Click(studio_id, connection.harvest_account.id, "", tx.now()))
    found = [spans[key] for key in standing(tx, connection, mappings, group, spans)]
    if not found:
        raise NotFound(Code.NOTHING_WAITS)
    days = [day for span in found for day in (span.first, span.last) if day is not None]
    return Days(min(days), max(days)) if days else None
