"""The queue is a hint: the database knows what is to be done."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol


class ImportQueue(Protocol):
    """Wakes a worker for a run."""

    def enqueue(self, run_id: str) -> None:
        """Ask a worker to perform the run; raises `QueueUnavailable` within two seconds."""

    def waiting(self) -> Collection[str]:
        """The runs that a worker will come to; raises `QueueUnavailable` within two seconds."""


class Workers(Protocol):
    """The processes behind the queue.

    Raises `QueueUnavailable` when Redis does not answer, or refuses; the message says which, and
    what to do.
    """

    def work(self, *, burst: bool) -> None:
        """Be a worker until told to stop, or with `burst` until the queue is empty."""

    def schedule(self, *, every: float) -> None:
        """Be the scheduler until told to stop, looking every so many seconds."""

    def demand_writes(self) -> None:
        """Raise `QueueUnavailable` unless Redis takes what a queue writes; nothing of it lasts."""

    def alive(self) -> int:
        """How many workers serve the queue."""

    def next_tick(self) -> datetime | None:
        """When the scheduler's next entry is due (UTC), or None while no scheduler lives."""
