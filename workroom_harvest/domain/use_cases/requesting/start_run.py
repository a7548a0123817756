"""The step that stores a run which a person asks for, and hands it to the queue."""

from collections.abc import Callable
from dataclasses import dataclass

from workroom_harvest.domain.audit import STARTED
from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.errors import NotConnected, ReconnectNeeded, RunUnreadable
from workroom_harvest.domain.ports.clock import Ids
from workroom_harvest.domain.ports.queue import ImportQueue
from workroom_harvest.domain.ports.store import Store, Transaction
from workroom_harvest.domain.run import ImportRun, Request
from workroom_harvest.domain.use_cases.reporting.show_run import ShowRun
from workroom_harvest.domain.use_cases.shared.end_previews import end_previews
from workroom_harvest.domain.use_cases.shared.enqueue_run import enqueue_run


@dataclass(frozen=True, slots=True)
class Requested:
    """The run to look at.

    `is_new` is False if the studio had a live run already, which is that run then. `waits` says
    that Redis does not answer, and that the run starts later.
    """

    run: ImportRun
    is_new: bool
    waits: bool = False


@dataclass(frozen=True)
class StartRun:
    """Add a run to those of a studio, unless the studio has a live one."""

    store: Store
    queue: ImportQueue
    ids: Ids

    def __call__(
        self,
        studio_id: str,
        ask: Callable[[Transaction, Connection], Request],
        then: Callable[[Transaction, ImportRun], None] | None = None,
    ) -> Requested:
        """Return the new run, or the one that is live already.

        `ask` returns what the run is to do. It is called under the lock of the connection, before
        the run is added; what it raises is raised on, and nothing is stored. `then` stores what
        belongs to a new run, in the same transaction. The run is committed before it is enqueued.
        Raise `NotConnected` or `ReconnectNeeded` if the connection cannot be used, and
        `RunUnreadable` if the live run was stored by another version of the plugin.

        A preview keeps no other run out: one that is live ends, unless the run is a preview, too.
        """
        with self.store.transaction() as tx:
            connection = tx.connections.locked(studio_id)
            if connection is None:
                raise NotConnected
            if connection.reconnect_reason is not None:
                raise ReconnectNeeded(connection.reconnect_reason)
            run = ImportRun(
                id=self.ids.new(),
                studio_id=studio_id,
                connection_id=connection.id,
                # It is compared with when entries were listed, which the same clock says.
                created_at=tx.now(),
                request=ask(tx, connection),
            )
            if not run.is_preview:
                end_previews(tx, [studio_id], run.created_at)
            is_new = tx.runs.add(run)
            if run.is_preview and not is_new and tx.runs.live(studio_id) is None:
                # The preview in its way has ended at this moment.
                is_new = tx.runs.add(run)
            if is_new:
                code, about = STARTED[run.request.kind], run.request.undoes or run.id
                tx.audit.add(studio_id, run.request.started_by, code, {"run": about})
            shown = run if is_new else tx.runs.live(studio_id)
            if shown is None and tx.runs.is_busy(studio_id):
                raise RunUnreadable
            if is_new and then is not None:
                then(tx, run)
            tx.commit()
        if not is_new:
            # The live run may have ended meanwhile; then the newest run is the one to look at.
            return Requested(shown or ShowRun(self.store).latest(studio_id), is_new=False)
        return Requested(run, True, waits=not enqueue_run(self.store, self.queue, run))
