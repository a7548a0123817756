"""What workers, the scheduler and Redis do in a history."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.use_cases.history.strategies import few, moments
from tests.use_cases.history.turns import Turns
from workroom_harvest.domain import schedule


class ProcessRules(Turns):
    """Workers and the scheduler work and are killed, and Redis loses its queue."""

    @rule(at=moments, after=few)
    def work(self, at: str | None, after: int) -> None:
        """A worker takes the first run of the queue, and may be killed at it."""
        run_id = self.plugin.queue.take()
        if run_id is not None:
            self._turn(run_id, at, after)

    @rule(minutes=st.integers(1, 5), at=moments, after=few)
    def tick(self, minutes: int, at: str | None, after: int) -> None:
        """The scheduler looks after so many minutes, and may be killed at it."""
        self._killed(at, after, lambda: self.plugin.tick(timedelta(minutes=minutes)))

    @rule(count=st.integers(1, 15), at=moments, after=few)
    def night(self, count: int, at: str | None, after: int) -> None:
        """The scheduler looks at two o'clock, so many nights later."""
        then = schedule.next_slot(self.plugin.clock.now()) + timedelta(days=count - 1)
        self.plugin.clock.advance(then - self.plugin.clock.now())
        self.tick(1, at, after)

    @rule(at=moments, after=few)
    def night_and_work(self, at: str | None, after: int) -> None:
        """The next night comes, and a worker takes a run that it may be killed at."""
        self.night(1, None, 0)
        self.work(at, after)

    @rule(minutes=st.integers(1, 3), at=moments, after=few)
    def take_up(self, minutes: int, at: str | None, after: int) -> None:
        """The scheduler looks, and a worker takes a run that it may be killed at."""
        self.tick(minutes, None, 0)
        self.work(at, after)

    @rule()
    def lose_the_queue(self) -> None:
        """Redis comes back empty."""
        self.plugin.queue.lose()

    @rule()
    def settle(self) -> None:
        """All processes go on undisturbed until no run lives."""
        self.plugin.harvest.faults.clear()
        self.host.fault = None
        for _ in range(60):
            while (run_id := self.plugin.queue.take()) is not None:
                self._turn(run_id, None, 0)
            if self.plugin.live() is None:
                return
            self.plugin.tick()
        raise AssertionError("a run lives for ever")
