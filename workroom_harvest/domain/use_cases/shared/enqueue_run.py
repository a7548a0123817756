"""The steps that hand stored runs to the queue."""

from collections.abc import Collection

from workroom_harvest.domain.errors import QueueUnavailable
from workroom_harvest.domain.ports.queue import ImportQueue
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.run import ImportRun


def enqueue_run(store: Store, queue: ImportQueue, run: ImportRun) -> bool:
    """Enqueue a stored run, before the nights unless it is one; return whether that succeeded.

    If Redis does not answer, the run waits in the database, and a tick enqueues it. Raise
    `StoreUnavailable` if the database does not answer.
    """
    return enqueue_runs(store, queue, [run.id], first=run.request.night is None)


def enqueue_runs(
    store: Store, queue: ImportQueue, run_ids: Collection[str], *, first: bool
) -> bool:
    """Enqueue stored runs, with `first` before those without; return whether that succeeded.

    There may be none. Otherwise it is like `enqueue_run`.
    """
    if not run_ids:
        return True
    try:
        queue.enqueue(*run_ids, first=first)
    except QueueUnavailable:
        return False
    with store.transaction() as tx:
        tx.runs.mark_enqueued(run_ids)
        tx.commit()
    return True
