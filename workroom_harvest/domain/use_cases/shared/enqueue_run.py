"""The step that hands a stored run to the queue."""

from workroom_harvest.domain.errors import QueueUnavailable
from workroom_harvest.domain.ports.queue import ImportQueue
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.run import ImportRun


def enqueue_run(store: Store, queue: ImportQueue, run: ImportRun) -> bool:
    """Enqueue a stored run, before the nights unless it is one; return whether that succeeded.

    If Redis does not answer, the run waits in the database, and a tick enqueues it. Raise
    `StoreUnavailable` if the database does not answer.
    """
    try:
        queue.enqueue(run.id, first=run.request.night is None)
    except QueueUnavailable:
        return False
    with store.transaction() as tx:
        tx.runs.mark_enqueued(run.id)
        tx.commit()
    return True
