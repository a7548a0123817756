"""A stored run is handed to the queue."""

from workroom_harvest.domain.errors import QueueUnavailable
from workroom_harvest.domain.ports.queue import ImportQueue
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.run import ImportRun


def enqueue_run(store: Store, queue: ImportQueue, run: ImportRun) -> bool:
    """Wake a worker for a stored run; False when Redis is away and the run waits in the store."""
    try:
        queue.enqueue(run.id)
    except QueueUnavailable:
        return False
    with store.transaction() as tx:
        tx.runs.mark_enqueued(run.id)
        tx.commit()
    return True
