"""The fake and the real queue keep one contract."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from redis import Redis

from tests.fakes.queue import FakeQueue
from workroom_harvest.adapters.rq.jobs import HarvestJob, HarvestQueue
from workroom_harvest.adapters.rq.queue import RqQueue, fail_fast_redis
from workroom_harvest.domain.errors import QueueUnavailable
from workroom_harvest.domain.ports.queue import ImportQueue

FIRST, SECOND = "1" * 32, "2" * 32


@dataclass
class Bench:
    """A queue, one like it behind which nobody answers, and what a worker does."""

    queue: ImportQueue
    away: ImportQueue
    take: Callable[[], str | None]
    lose: Callable[[], object]


class QueueContract:
    """The queue is a hint."""

    def test_what_is_handed_over_waits(self, bench: Bench) -> None:
        """Until a worker takes it."""
        assert not bench.queue.waiting()
        bench.queue.enqueue(FIRST)
        bench.queue.enqueue(SECOND)
        assert set(bench.queue.waiting()) == {FIRST, SECOND}
        assert bench.take() == FIRST
        assert set(bench.queue.waiting()) == {SECOND}

    def test_workers_take_in_the_order_of_coming(self, bench: Bench) -> None:
        """And nothing where nothing waits."""
        for run_id in (SECOND, FIRST):
            bench.queue.enqueue(run_id)
        assert [bench.take() for _ in range(3)] == [SECOND, FIRST, None]

    def test_a_run_may_be_handed_over_twice(self, bench: Bench) -> None:
        """And comes twice: its lease guards it."""
        for _ in range(2):
            bench.queue.enqueue(FIRST)
        assert set(bench.queue.waiting()) == {FIRST}
        assert [bench.take(), bench.take()] == [FIRST, FIRST]
        assert not bench.queue.waiting()

    def test_a_queue_may_forget(self, bench: Bench) -> None:
        """Then nothing waits, and what comes next does."""
        bench.queue.enqueue(FIRST)
        bench.lose()
        assert not bench.queue.waiting()
        bench.queue.enqueue(FIRST)
        assert set(bench.queue.waiting()) == {FIRST}

    def test_nobody_there_is_said_within_two_seconds(self, bench: Bench) -> None:
        """On both calls."""
        begun = time.monotonic()
        with pytest.raises(QueueUnavailable):
            bench.away.enqueue(FIRST)
        with pytest.raises(QueueUnavailable):
            bench.away.waiting()
        assert time.monotonic() - begun < 4


class TestFakeQueue(QueueContract):
    """In memory."""

    @pytest.fixture
    def bench(self) -> Bench:
        """An empty one."""
        queue, away = FakeQueue(), FakeQueue()
        away.is_away = True
        return Bench(queue, away, queue.take, queue.lose)


class TestRqQueue(QueueContract):
    """On Redis."""

    @pytest.fixture
    def bench(self, redis_url: str) -> Iterator[Bench]:
        """An empty one."""
        name = "contract"
        # Port 1 is nobody's.
        with Redis.from_url(redis_url) as redis, fail_fast_redis("redis://127.0.0.1:1") as nobody:
            inside = HarvestQueue(name, redis)
            yield Bench(
                RqQueue(redis, name),
                RqQueue(nobody, name),
                lambda: taken(inside, redis),
                redis.flushdb,
            )


def taken(queue: HarvestQueue, redis: Redis) -> str | None:
    """What a worker does: pop the next job, and read the run in it."""
    if queue.is_empty():
        return None
    job = HarvestJob.fetch(str(queue.pop_job_id()), redis)
    return str(job.args[0])
