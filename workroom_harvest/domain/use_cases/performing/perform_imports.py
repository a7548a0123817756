"""The use case of a worker's job: a run, and in the time that is left the nights behind it."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from workroom_harvest.domain.errors import QueueUnavailable
from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.ports.queue import ImportQueue
from workroom_harvest.domain.use_cases.performing.perform_import import PerformImport
from workroom_harvest.domain.use_cases.performing.time_slice import TIME_SLICE


@dataclass(frozen=True)
class PerformImports:
    """Perform a run, and then the next nights of the queue, within one time slice.

    A quiet night takes less time than a new process, so that many of them are done sooner by few.
    An import by hand that comes meanwhile is left to the next free worker.
    """

    perform_import: PerformImport
    queue: ImportQueue
    clock: Clock

    def __call__(
        self,
        run_id: str,
        context: Callable[[], AbstractContextManager[object]] = nullcontext,
    ) -> None:
        """Perform the run of that id, and others, each within a `context` of its own.

        Raise whatever `PerformImport` raises; no other run is taken then, and the one at hand is
        stalled. A note names it.
        """
        ends = self.clock.monotonic() + TIME_SLICE
        following: str | None = run_id
        while following is not None:
            try:
                with context():
                    self.perform_import(following, ends)
            except Exception as error:
                error.add_note(f"This happened in import {following}.")
                raise
            following = self._next_night(ends)

    def _next_night(self, ends: float) -> str | None:
        if self.clock.monotonic() >= ends:
            return None
        try:
            return self.queue.take_night()
        except QueueUnavailable:
            return None
