"""The use case by which a person cancels an import."""

from dataclasses import dataclass

from workroom_harvest.domain.audit import AuditCode
from workroom_harvest.domain.errors import RunClosed
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.use_cases.importing.write_page import recounted
from workroom_harvest.domain.use_cases.reporting.show_run import own_run
from workroom_harvest.domain.use_cases.shared.count_todo import CountTodo
from workroom_harvest.domain.use_cases.shared.revoke_lease import revoke_lease


@dataclass(frozen=True)
class CancelImport:
    """End a run that is under way, whether a worker is at work on it or not.

    The studio is free at once. A worker at work notices at its next page, because its lease is
    revoked.
    """

    store: Store
    clock: Clock
    count_todo: CountTodo

    def __call__(self, studio_id: str, run_id: str, member_id: str | None = None) -> ImportRun:
        """Return the cancelled run, with all that it has imported.

        `member_id` is who cancels it. Raise `NotFound` for an unknown id or another studio's, and
        `RunClosed` if the run is over, which changes nothing.
        """
        with self.store.transaction() as tx:
            # A night wakes under this lock, so that one that rests has no worker meanwhile. Its
            # lease may be that of an import by hand.
            tx.connections.locked(studio_id)
            run = own_run(tx, studio_id, run_id)
            if run.status.holds_studio:
                revoke_lease(tx, studio_id)
                # A page may have been written while the lease was waited for.
                run = own_run(tx, studio_id, run_id)
            if run.is_over:
                raise RunClosed(Code.RUN_OVER)
            cancelled = recounted(tx, run).cancel(self.clock.now())
            tx.runs.save(cancelled)
            tx.audit.add(studio_id, member_id, AuditCode.RUN_CANCELLED, {"run": run.id})
            tx.commit()
        self.count_todo.after(cancelled)
        return cancelled
