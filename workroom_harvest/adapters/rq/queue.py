"""The adapter for the queue of import runs, over RQ."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import cast

from redis import Redis
from redis.backoff import NoBackoff
from redis.client import Pipeline
from redis.exceptions import RedisError
from redis.retry import Retry
from rq.job import Job, JobStatus

from workroom_harvest.adapters.rq.jobs import NO_TIME_OUT, HarvestQueue, perform_import
from workroom_harvest.adapters.rq.order import new_job_id, run_id_of
from workroom_harvest.adapters.rq.schedule import scheduled_jobs_key
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
    """The queue of import runs over RQ, and rq-scheduler for those that are enqueued later."""

    def __init__(self, redis: Redis, name: str) -> None:
        self._redis = redis
        self._queue = HarvestQueue(name, redis)

    def enqueue(self, *run_ids: str, first: bool) -> None:
        with self._pipeline() as pipeline:
            for run_id in run_ids:
                self._queue.enqueue_job(self._job(run_id, first=first), pipeline=pipeline)

    def enqueue_at(self, run_id: str, at: datetime, *, first: bool) -> None:
        with self._pipeline() as pipeline:
            job = self._job(run_id, first=first)
            job.save(pipeline=pipeline)
            pipeline.zadd(scheduled_jobs_key(self._queue.name), {job.id: at.timestamp()})

    def take_night(self) -> str | None:
        try:
            return self._queue.take_night()
        except RedisError as error:
            raise QueueUnavailable from error

    def waiting(self) -> Collection[str]:
        # Ids of other jobs in the result do no harm.
        try:
            names = cast(list[bytes], self._redis.lrange(self._queue.key, 0, -1))
        except RedisError as error:
            raise QueueUnavailable from error
        return {run_id_of(name) for name in names}

    def _job(self, run_id: str, *, first: bool) -> Job:
        # A job has no time-out, because a run ends its own time slice and is guarded by its lease.
        return self._queue.create_job(
            perform_import,
            (run_id,),
            job_id=new_job_id(run_id, first=first),
            timeout=NO_TIME_OUT,
            result_ttl=0,
            failure_ttl=FORGET_FAILURES_AFTER,
            status=JobStatus.SCHEDULED,
        )

    @contextmanager
    def _pipeline(self) -> Iterator[Pipeline]:
        """Yield a pipeline, and execute it as one transaction."""
        try:
            with self._redis.pipeline() as pipeline:
                yield pipeline
                pipeline.execute()
        except RedisError as error:
            raise QueueUnavailable from error
