"""The processes that do the work, and how they are."""

from collections.abc import Callable
from datetime import datetime

from redis import Redis
from redis.exceptions import RedisError
from rq.job import Job
from rq.queue import Queue
from rq.serializers import JSONSerializer
from rq.worker import Worker

from workroom_harvest.adapters.rq.jobs import HarvestJob, HarvestQueue
from workroom_harvest.adapters.rq.queue import UNAVAILABLE, impatient_redis
from workroom_harvest.adapters.rq.schedule import HarvestScheduler, pin_utc
from workroom_harvest.domain.errors import QueueUnavailable


class HarvestWorker(Worker):
    """An RQ worker for the plugin's jobs alone; `after_fork` runs in each child before its job."""

    def __init__(self, queue: HarvestQueue, after_fork: Callable[[], None]) -> None:
        # One queue per worker: a job popped from one of several is lost when the worker dies then.
        super().__init__(
            [queue],
            connection=queue.connection,
            job_class=HarvestJob,
            queue_class=HarvestQueue,
            serializer=JSONSerializer,
        )
        self._after_fork = after_fork

    def main_work_horse(self, job: Job, queue: Queue) -> None:
        """The child's life; it must not talk on connections that its parent opened."""
        self._after_fork()
        super().main_work_horse(job, queue)


class RqWorkers:
    """The Workers port."""

    def __init__(self, redis_url: str, queue_name: str, after_fork: Callable[[], None]) -> None:
        self._redis_url = redis_url
        self._queue_name = queue_name
        self._after_fork = after_fork

    def work(self, *, burst: bool) -> None:
        """See the port."""
        queue = HarvestQueue(self._queue_name, Redis.from_url(self._redis_url))
        HarvestWorker(queue, self._after_fork).work(burst=burst)

    def schedule(self, *, every: float) -> None:
        """See the port."""
        pin_utc()
        HarvestScheduler(Redis.from_url(self._redis_url), self._queue_name, every).run()

    def alive(self) -> int:
        """See the port."""
        try:
            redis = impatient_redis(self._redis_url)
            return Worker.count(queue=HarvestQueue(self._queue_name, redis))
        except RedisError as error:
            raise QueueUnavailable(UNAVAILABLE) from error

    def next_tick(self) -> datetime | None:
        """See the port."""
        try:
            redis = impatient_redis(self._redis_url)
            return HarvestScheduler(redis, self._queue_name, 1).next_tick()
        except RedisError as error:
            raise QueueUnavailable(UNAVAILABLE) from error
