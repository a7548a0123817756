"""The use case by which a person lets an import go on that failed or was cancelled."""

from dataclasses import dataclass

from workroom_harvest.domain.audit import AuditCode
from workroom_harvest.domain.continuing import continued, hindrance
from workroom_harvest.domain.errors import (
    NotConnected,
    ReconnectNeeded,
    RunClosed,
    RunUnreadable,
)
from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.ports.queue import ImportQueue
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.use_cases.reporting.show_run import own_run
from workroom_harvest.domain.use_cases.requesting.start_run import Requested
from workroom_harvest.domain.use_cases.shared.count_todo import CountTodo
from workroom_harvest.domain.use_cases.shared.end_previews import end_previews
from workroom_harvest.domain.use_cases.shared.enqueue_run import enqueue_runs


@dataclass(frozen=True)
class ContinueImport:
    """Let a run go on from where it stopped, unless the studio has a live run.

    A preview that is live ends, unless the run is a preview, too.
    """

    store: Store
    queue: ImportQueue
    clock: Clock
    count_todo: CountTodo

    def __call__(self, studio_id: str, run_id: str, member_id: str | None = None) -> Requested:
        """Return the run, which is queued again, or the one that is live already.

        `member_id` is who lets it go on. It is committed before it is enqueued, before the nights
        even if it is one. Raise `NotFound` for an unknown id or another studio's, `NotConnected` or
        `ReconnectNeeded` if the connection cannot be used, `RunClosed` if the run has finished,
        belongs to a former connection, or is a night whose slot is over, and `RunUnreadable` if the
        live run was stored by another version of the plugin.
        """
        with self.store.transaction() as tx:
            connection = tx.connections.locked(studio_id)
            run = own_run(tx, studio_id, run_id)
            if not run.is_over:
                return Requested(run, is_new=False)
            if connection is None:
                raise NotConnected
            why_not = hindrance(run, connection, tx.now())
            if why_not is not None:
                raise RunClosed(why_not)
            if connection.reconnect_reason is not None:
                raise ReconnectNeeded(connection.reconnect_reason)
            if not run.is_preview:
                end_previews(tx, [studio_id], tx.now())
            live = tx.runs.live(studio_id)
            if live is not None:
                return Requested(live, is_new=False)
            if tx.runs.is_busy(studio_id):
                raise RunUnreadable
            run = continued(run, self.clock.now())
            tx.runs.save(run)
            tx.audit.add(studio_id, member_id, AuditCode.RUN_CONTINUED, {"run": run.id})
            tx.commit()
        queued = enqueue_runs(self.store, self.queue, [run.id], first=True)
        if run.request.night is not None:
            # A night that goes on does not count as failing.
            self.count_todo(studio_id)
        return Requested(run, is_new=True, waits=not queued)

    def is_possible(self, run: ImportRun) -> bool:
        """Return whether the run is over, and may be continued as things are now."""
        if not run.is_over:
            return False
        with self.store.transaction() as tx:
            connection = tx.connections.for_studio(run.studio_id)
            if connection is None or not connection.works:
                return False
            is_free = not tx.runs.is_busy(run.studio_id)
            return is_free and hindrance(run, connection, tx.now()) is None
