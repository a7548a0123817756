"""Schedulers of several Workrooms that share one Redis."""

from redis import Redis

from workroom_harvest.adapters.rq.jobs import HarvestQueue
from workroom_harvest.adapters.rq.schedule import TICK, HarvestScheduler


def test_two_workrooms_on_one_redis_have_each_their_own_ticks(redis_url: str) -> None:
    """Schedulers with different queue names each enqueue their own ticks."""
    with Redis.from_url(redis_url) as redis:
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


def test_only_a_scheduler_of_its_own_queue_is_seen(redis_url: str) -> None:
    """The next tick of a queue is told by its own scheduler alone.

    The doctor of one Workroom must not mistake another's scheduler for its own.
    """
    with Redis.from_url(redis_url) as redis:
        one, other = (HarvestScheduler(redis, name, 15) for name in ("production", "staging"))
        for each in (one, other):
            each.enqueue_jobs()
        one.heartbeat()
        assert one.next_tick() is not None
        assert other.next_tick() is None
