"""The queue and the processes behind it, in memory."""

from collections.abc import Collection
from datetime import datetime

from tests.fakes.crash_points import Moments
from workroom_harvest.domain.errors import QueueUnavailable
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.ports.queue import ImportQueue, Workers


class FakeQueue(ImportQueue):
    """Run ids in the order in which workers take them; while `is_away` it is unavailable.

    `later` are the runs that are to be enqueued later, with their instants.
    """

    def __init__(self, moments: Moments | None = None) -> None:
        self._moments = moments or Moments()
        self._first: list[str] = []
        self._nights: list[str] = []
        self.later: list[tuple[datetime, str, bool]] = []
        self.is_away = False

    def enqueue(self, *run_ids: str, first: bool) -> None:
        self._moments("enqueue")
        self._answer()
        (self._first if first else self._nights).extend(run_ids)

    def enqueue_at(self, run_id: str, at: datetime, *, first: bool) -> None:
        self._moments("enqueue at")
        self._answer()
        self.later.append((at, run_id, first))

    def take_night(self) -> str | None:
        self._moments("take night")
        self._answer()
        return None if self._first else self.take()

    def waiting(self) -> Collection[str]:
        self._moments("waiting")
        self._answer()
        return {*self._first, *self._nights}

    def take(self) -> str | None:
        """Return the first id and remove it, as a worker does, or None."""
        line = self._first or self._nights
        return line.pop(0) if line else None

    def come_due(self, now: datetime) -> None:
        """Enqueue what is due by now (UTC), as the scheduler does."""
        due = sorted(one for one in self.later if one[0] <= now)
        self.later = [one for one in self.later if one not in due]
        for _, run_id, first in due:
            (self._first if first else self._nights).append(run_id)

    def lose(self) -> None:
        """Come back empty."""
        for line in (self._first, self._nights, self.later):
            line.clear()

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
