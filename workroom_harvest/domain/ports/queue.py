"""The ports for the queue and the processes behind it.

The database knows what is to be done; the queue only wakes workers.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol


class ImportQueue(Protocol):
    """The queue of runs that wait for a worker.

    A run that is enqueued `first`, because somebody waits for it, comes before those that are not,
    and after those that were enqueued so before it. Every method raises `QueueUnavailable`, within
    two seconds, if Redis does not answer or refuses.
    """

    def enqueue(self, *run_ids: str, first: bool) -> None:
        """Ask workers to perform the runs, in this order."""

    def enqueue_at(self, run_id: str, at: datetime, *, first: bool) -> None:
        """Ask a worker to perform the run at the instant `at` (UTC), or soon after it.

        The scheduler enqueues it then; without a scheduler nobody does.
        """

    def take_night(self) -> str | None:
        """Take the next run out of the queue, and return its id, if it was not enqueued `first`.

        Return None, and take nothing, if another job is next, or none. A run that is taken and not
        performed is stalled.
        """

    def waiting(self) -> Collection[str]:
        """Return the ids of the runs that are in the queue, in no particular order.

        Those that are to be enqueued later are not among them.
        """


class Workers(Protocol):
    """The worker and scheduler processes.

    Every method raises `QueueUnavailable` if Redis does not answer or refuses. The error's message
    says which, and what to do.
    """

    def work(self, *, burst: bool) -> None:
        """Be a worker until told to stop, or with `burst` until the queue is empty."""

    def schedule(self, *, every: float) -> None:
        """Be the scheduler until told to stop, and look for due entries every so many seconds."""

    def demand_writes(self) -> None:
        """Raise `QueueUnavailable` unless Redis accepts what a queue writes.

        Nothing of what is written stays.
        """

    def alive(self) -> int:
        """Return how many workers serve the queue."""

    def next_tick(self) -> datetime | None:
        """Return when the scheduler's next tick is due (UTC), or None if no scheduler is alive."""
