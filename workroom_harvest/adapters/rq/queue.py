"""The adapter for the queue of import runs, over RQ."""

from collections.abc import Collection
from typing import cast
from uuid import uuid4

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from workroom_harvest.adapters.rq.jobs import NO_TIME_OUT, HarvestQueue, perform_import
from workroom_harvest.domain.errors import QueueUnavailable
from workroom_harvest.domain.ports.queue import ImportQueue

FORGET_FAILURES_AFTER = 7 * 86400
"""Seconds for which RQ keeps a failed job."""


def fail_fast_redis(url: str) -> Redis:
    """Return a Redis client for web pages.

    It gives up after a second, without the library's ten retries.
    """
    return Redis.from_url(
        url,
        socket_timeout=1.0,
        socket_connect_timeout=1.0,
        retry=Retry(NoBackoff(), 0),
    )


class RqQueue(ImportQueue):
    """The queue of import runs over RQ; each job has its own id, as a run may be enqueued twice."""

    def __init__(self, redis: Redis, name: str) -> None:
        self._redis = redis
        self._queue = HarvestQueue(name, redis)

    def enqueue(self, run_id: str) -> None:
        # A job has no time-out, because a run ends its own time slice and is guarded by its lease.
        try:
            self._queue.enqueue(
                perform_import,
                run_id,
                job_id=f"{run_id}-{uuid4().hex[:8]}",
                job_timeout=NO_TIME_OUT,
                result_ttl=0,
                failure_ttl=FORGET_FAILURES_AFTER,
            )
        except RedisError as error:
            raise QueueUnavailable from error

    def waiting(self) -> Collection[str]:
        # A job's id begins with its run's id. Ids of other jobs in the result do no harm.
        try:
            names = cast(list[bytes], self._redis.lrange(self._queue.key, 0, -1))
        except RedisError as error:
            raise QueueUnavailable from error
        return {name.decode(errors="replace").partition("-")[0] for name in names}
