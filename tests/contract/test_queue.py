"""The fake queue and the RQ queue keep the same contract."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from redis import Redis

from tests.fakes.queue import FakeQueue
from workroom_harvest.adapters.rq.jobs import HarvestJob, HarvestQueue
from workroom_harvest.adapters.rq.queue import RqQueue, fail_fast_redis
from workroom_harvest.adapters.rq.schedule import HarvestScheduler
from workroom_harvest.domain.errors import QueueUnavailable
from workroom_harvest.domain.ports.queue import ImportQueue

FIRST, SECOND, THIRD, FOURTH = (str(number) * 32 for number in range(1, 5))
LONG_AGO, FAR_AHEAD = datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


@dataclass
class Bench:
    """A queue, another one whose server is away, and what processes or a lost server do to it.

    `take` is what a worker does, and `look` what the scheduler does at an instant.
    """

    queue: ImportQueue
    away: ImportQueue
    take: Callable[[], str | None]
    look: Callable[[datetime], object]
    lose: Callable[[], object]

    def taken(self) -> list[str]:
        """Take all runs, and return their ids in their order."""
        return list(iter(self.take, None))


class QueueContract:
    """The queue hands run ids to workers in their order, and may forget them."""

    def test_an_enqueued_run_waits(self, bench: Bench) -> None:
        """An enqueued run waits until a worker takes it."""
        assert not bench.queue.waiting()
        bench.queue.enqueue(FIRST, first=True)
        bench.queue.enqueue(SECOND, first=True)
        assert set(bench.queue.waiting()) == {FIRST, SECOND}
        assert bench.take() == FIRST
        assert set(bench.queue.waiting()) == {SECOND}

    def test_workers_take_runs_in_the_order_of_enqueueing(self, bench: Bench) -> None:
        """Workers take runs in the order in which they were enqueued, or None if there are none."""
        for run_id in (SECOND, FIRST):
            bench.queue.enqueue(run_id, first=True)
        assert [bench.take() for _ in range(3)] == [SECOND, FIRST, None]

    def test_a_run_may_be_enqueued_twice(self, bench: Bench) -> None:
        """A run that is enqueued twice is taken twice, since its lease guards it."""
        for _ in range(2):
            bench.queue.enqueue(FIRST, first=True)
        assert set(bench.queue.waiting()) == {FIRST}
        assert [bench.take(), bench.take()] == [FIRST, FIRST]
        assert not bench.queue.waiting()

    def test_many_runs_are_enqueued_at_once(self, bench: Bench) -> None:
        """Runs that are enqueued together are taken in their order."""
        bench.queue.enqueue(SECOND, THIRD, FIRST, first=False)
        assert bench.taken() == [SECOND, THIRD, FIRST]

    def test_those_that_somebody_waits_for_come_first(self, bench: Bench) -> None:
        """Runs that are enqueued `first` come before the others, both in their own order."""
        for run_id, first in ((FIRST, False), (SECOND, True), (THIRD, False), (FOURTH, True)):
            bench.queue.enqueue(run_id, first=first)
        assert bench.take() == SECOND
        bench.queue.enqueue(SECOND, first=True)
        assert bench.taken() == [FOURTH, SECOND, FIRST, THIRD]

    def test_the_next_night_can_be_taken(self, bench: Bench) -> None:
        """The next run is taken as a night once, in the order of the queue."""
        bench.queue.enqueue(FIRST, SECOND, first=False)
        assert bench.queue.take_night() == FIRST
        assert set(bench.queue.waiting()) == {SECOND}
        assert bench.queue.take_night() == SECOND
        assert bench.queue.take_night() is None
        assert bench.taken() == []

    def test_no_night_is_taken_before_an_import_by_hand(self, bench: Bench) -> None:
        """While a run that was enqueued `first` waits, no night is taken in its place."""
        bench.queue.enqueue(FIRST, first=False)
        bench.queue.enqueue(SECOND, first=True)
        assert bench.queue.take_night() is None
        assert bench.taken() == [SECOND, FIRST]

    def test_a_run_is_enqueued_when_it_is_due(self, bench: Bench) -> None:
        """A run that is to be enqueued later waits for its instant, and then takes its place."""
        bench.queue.enqueue(FIRST, first=False)
        bench.queue.enqueue_at(SECOND, LONG_AGO, first=False)
        bench.queue.enqueue_at(THIRD, LONG_AGO, first=True)
        bench.queue.enqueue_at(FOURTH, FAR_AHEAD, first=True)
        assert set(bench.queue.waiting()) == {FIRST}
        bench.look(datetime.now(UTC))
        assert bench.taken() == [THIRD, FIRST, SECOND]
        bench.look(datetime.now(UTC))
        assert bench.taken() == []

    def test_a_queue_may_forget(self, bench: Bench) -> None:
        """A queue that lost its runs is empty, also of those for later, and takes new ones."""
        bench.queue.enqueue(FIRST, first=True)
        bench.queue.enqueue_at(SECOND, LONG_AGO, first=True)
        bench.lose()
        bench.look(datetime.now(UTC))
        assert bench.taken() == []
        bench.queue.enqueue(FIRST, first=True)
        assert set(bench.queue.waiting()) == {FIRST}

    def test_a_queue_that_is_away_is_unavailable_within_two_seconds(self, bench: Bench) -> None:
        """A queue that is away raises `QueueUnavailable` within two seconds a call."""
        calls = (
            lambda: bench.away.enqueue(FIRST, first=True),
            lambda: bench.away.enqueue_at(FIRST, LONG_AGO, first=True),
            bench.away.take_night,
            bench.away.waiting,
        )
        begun = time.monotonic()
        for call in calls:
            with pytest.raises(QueueUnavailable):
                call()
        assert time.monotonic() - begun < 2 * len(calls)


class TestFakeQueue(QueueContract):
    """The queue in memory keeps the contract."""

    @pytest.fixture
    def bench(self) -> Bench:
        """Give an empty queue in memory."""
        queue, away = FakeQueue(), FakeQueue()
        away.is_away = True
        return Bench(queue, away, queue.take, queue.come_due, queue.lose)


class TestRqQueue(QueueContract):
    """The RQ queue keeps the contract."""

    @pytest.fixture
    def bench(self, redis_url: str) -> Iterator[Bench]:
        """Give an empty queue on Redis."""
        name = "contract"
        # Nobody listens on port 1.
        with Redis.from_url(redis_url) as redis, fail_fast_redis("redis://127.0.0.1:1") as nobody:
            inside = HarvestQueue(name, redis)
            yield Bench(
                RqQueue(redis, name),
                RqQueue(nobody, name),
                lambda: taken(inside, redis),
                lambda _: HarvestScheduler(redis, name, 1).enqueue_jobs(),
                redis.flushdb,
            )


def taken(queue: HarvestQueue, redis: Redis) -> str | None:
    """Take the next job as a worker does, and return its run's id, or None if there is no job.

    A tick is passed over.
    """
    while not queue.is_empty():
        job = HarvestJob.fetch(str(queue.pop_job_id()), redis)
        if job.args:
            return str(job.args[0])
    return None
