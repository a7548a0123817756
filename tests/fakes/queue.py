"""The queue and the processes behind it, in memory."""

from collections.abc import Collection
from datetime import datetime

from tests.fakes.crash_points import Moments
from workroom_harvest.domain.errors import QueueUnavailable
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.ports.queue import ImportQueue, Workers


class FakeQueue(ImportQueue):
    """Run ids in the order of their coming; while `is_away` it raises `QueueUnavailable`."""

    def __init__(self, moments: Moments | None = None) -> None:
        self._moments = moments or Moments()
        self._ids: list[str] = []
        self.is_away = False

    def enqueue(self, run_id: str) -> None:
        self._moments("enqueue")
        self._answer()
        self._ids.append(run_id)

    def waiting(self) -> Collection[str]:
        self._moments("waiting")
        self._answer()
        return set(self._ids)

    def take(self) -> str | None:
        """Return the first id and remove it, as a worker does, or None."""
        return self._ids.pop(0) if self._ids else None

    def lose(self) -> None:
        """Come back empty."""
        self._ids.clear()

    def _answer(self) -> None:
        if self.is_away:
            raise QueueUnavailable


class FakeWorkers(Workers):
    """As many workers, and such a next tick, as the test says; `refusal` is of writes alone."""

    def __init__(self) -> None:
        self.count = 1
        self.tick: datetime | None = None
        self.is_away = False
        self.refusal: Code | None = None

    def work(self, *, burst: bool) -> None:
        """Return at once, since a test does the work itself."""

    def schedule(self, *, every: float) -> None:
        """Return at once, since a test does the work itself."""

    def demand_writes(self) -> None:
        self._answer()
        if self.refusal is not None:
            raise QueueUnavailable(self.refusal)

    def alive(self) -> int:
        self._answer()
        return self.count

    def next_tick(self) -> datetime | None:
        self._answer()
        return self.tick

    def _answer(self) -> None:
        if self.is_away:
            raise QueueUnavailable
