"""The scheduler's entries in Redis, also where several Workrooms share one Redis."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from redis import Redis

from workroom_harvest.adapters.rq.jobs import (
    HarvestJob,
    HarvestQueue,
    dispatch_due,
    perform_import,
)
from workroom_harvest.adapters.rq.queue import RqQueue
from workroom_harvest.adapters.rq.schedule import FORMER, TICK, HarvestScheduler

RUN = "a" * 32


@pytest.fixture
def redis(redis_url: str) -> Iterator[Redis]:
    """Yield a client of an empty Redis."""
    with Redis.from_url(redis_url) as redis:
        yield redis


def test_two_workrooms_on_one_redis_have_each_their_own_ticks(redis: Redis) -> None:
    """Schedulers with different queue names each enqueue their own ticks."""
    names = ("production", "staging.1")
    both = [HarvestScheduler(redis, name, 15) for name in names]
    for one in both:
        one.enqueue_jobs()
    redis.delete(*(HarvestQueue(name, redis).key for name in names))
    for one in both:
        redis.zadd(one.scheduled_jobs_key, {one.id_of(TICK): 1})
    for one in both:
        one.enqueue_jobs()
    assert [HarvestQueue(name, redis).count for name in names] == [1, 1]


def test_only_a_scheduler_of_its_own_queue_is_seen(redis: Redis) -> None:
    """The next tick of a queue is told by its own scheduler alone.

    The doctor of one Workroom must not mistake another's scheduler for its own.
    """
    one, other = (HarvestScheduler(redis, name, 15) for name in ("production", "staging"))
    for each in (one, other):
        each.enqueue_jobs()
    one.heartbeat()
    assert one.next_tick() is not None
    assert other.next_tick() is None


def test_a_run_that_waits_is_not_taken_for_the_next_tick(redis: Redis) -> None:
    """The next tick is told whatever else is scheduled before it."""
    scheduler = HarvestScheduler(redis, "production", 15)
    scheduler.enqueue_jobs()
    scheduler.heartbeat()
    RqQueue(redis, "production").enqueue_at(RUN, datetime.now(UTC), first=True)
    due = scheduler.next_tick()
    assert due is not None
    assert due.second == 0


def test_the_tick_is_the_only_entry(redis: Redis) -> None:
    """The entry of a former version is removed from Redis, and only the tick is registered."""
    scheduler = HarvestScheduler(redis, "production", 15)
    tick, former = scheduler.id_of(TICK), scheduler.id_of(FORMER)
    redis.zadd(scheduler.scheduled_jobs_key, {former: 1})
    redis.hset(HarvestJob.key_for(former), "origin", "production")
    scheduler.enqueue_jobs()
    assert redis.zrange(scheduler.scheduled_jobs_key, 0, -1) == [tick.encode()]
    assert not redis.exists(HarvestJob.key_for(former))


def test_a_tick_does_not_queue_up_behind_the_nights(redis: Redis) -> None:
    """A tick comes before all nights, and after an import by hand that waits already."""
    queue, inside = RqQueue(redis, "production"), HarvestQueue("production", redis)
    queue.enqueue(RUN, first=False)
    queue.enqueue(RUN, first=True)
    HarvestScheduler(redis, "production", 15).enqueue_jobs()
    jobs = [HarvestJob.fetch(job_id, redis) for job_id in inside.job_ids]
    assert [job.func for job in jobs] == [perform_import, dispatch_due, perform_import]


def test_a_night_that_is_taken_leaves_nothing_in_redis(redis: Redis) -> None:
    """Taking a night deletes its job, and leaves a tick, which is no night, where it is."""
    queue, inside = RqQueue(redis, "production"), HarvestQueue("production", redis)
    queue.enqueue(RUN, first=False)
    (job_id,) = inside.job_ids
    assert queue.take_night() == RUN
    assert not redis.exists(HarvestJob.key_for(job_id))
    inside.enqueue(dispatch_due)
    assert queue.take_night() is None
    assert inside.count == 1


@pytest.mark.parametrize("job_id", [b"\xff-night-1", b"night", b"-night-", b"x-night-y", b""])
def test_ids_that_are_none_of_ours_are_no_nights(redis: Redis, job_id: bytes) -> None:
    """An id in the queue that is not a night's is not taken for one."""
    inside = HarvestQueue("production", redis)
    redis.rpush(inside.key, job_id)
    assert RqQueue(redis, "production").take_night() is None
    assert redis.llen(inside.key) == 1
