"""The processes that do the work, and how they are.

RQ's worker and rq-scheduler end when Redis goes away. Here each begins anew until it is told to
stop: what it was at stands in the database.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

from redis import Redis
from redis.client import Pipeline
from redis.exceptions import RedisError
from rq import worker_registration
from rq.exceptions import StopRequested
from rq.job import Job
from rq.queue import Queue
from rq.serializers import JSONSerializer
from rq.worker import Worker

from workroom_harvest.adapters.rq.jobs import HarvestJob, HarvestQueue
from workroom_harvest.adapters.rq.queue import fail_fast_redis
from workroom_harvest.adapters.rq.schedule import HarvestScheduler, end_on_signals, pin_utc
from workroom_harvest.adapters.rq.troubles import NO_ANSWER, told
from workroom_harvest.domain.errors import QueueUnavailable

NO_REDIS = "Redis does not answer at HARVEST_REDIS_URL. Start it, then start this again."
PAUSE = 1.0
SILENCE = 10.0
"""Seconds without an answer after which the scheduler takes Redis for gone."""

log = logging.getLogger(__name__)


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
            # What a job is described with is not ours to log.
            log_job_description=False,
        )
        self._after_fork = after_fork

    @property
    def was_told_to_stop(self) -> bool:
        """Whether TERM or INT came."""
        return self._shutdown_requested_date is not None

    def heartbeat(self, timeout: int | None = None, pipeline: Pipeline | None = None) -> None:
        """RQ's, and a word to a Redis that came back empty that this one lives."""
        super().heartbeat(timeout, pipeline)
        worker_registration.register(self, pipeline)

    def teardown(self) -> None:
        """Say good-bye, as far as Redis listens."""
        with suppress(RedisError):
            super().teardown()  # type: ignore[no-untyped-call]  # because RQ leaves it untyped
        if self.pubsub_thread:
            # Else it would wait for Redis for ever beside the worker that begins anew.
            self.pubsub_thread.stop()

    def execute_job(self, job: Job, queue: Queue) -> None:
        """RQ's; without Redis this worker is at its end, which is no error to trace."""
        try:
            super().execute_job(job, queue)
        except RedisError as error:
            raise StopRequested from error

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
        self._demand_redis()
        end_on_signals()
        while not self._worked(burst) and not burst:
            log.warning("the worker broke off, as when Redis goes away, and begins anew")
            time.sleep(PAUSE)

    def _worked(self, burst: bool) -> bool:
        """Be one worker; whether it ended because it was to."""
        redis = Redis.from_url(self._redis_url)
        try:
            worker = HarvestWorker(HarvestQueue(self._queue_name, redis), self._after_fork)
        except RedisError:
            return False
        try:
            with suppress(RedisError, StopRequested):
                worker.work(burst=burst)
            if worker.horse_pid:
                self._await_child(worker)
        finally:
            end_on_signals()
            redis.close()
        return worker.was_told_to_stop

    @staticmethod
    def _await_child(worker: HarvestWorker) -> None:
        """The child of a worker that broke off needs no Redis: let it end its turn."""
        end_on_signals()
        try:
            worker.wait_for_horse()
        except SystemExit:
            worker.kill_horse()
            raise

    def schedule(self, *, every: float) -> None:
        """See the port."""
        self._demand_redis()
        pin_utc()
        end_on_signals()
        while True:
            redis = Redis.from_url(self._redis_url, socket_timeout=SILENCE)
            try:
                HarvestScheduler(redis, self._queue_name, every).run()
            except RedisError as error:
                log.warning("%s", told(error))
            log.warning("the scheduler broke off, and begins anew")
            redis.close()
            time.sleep(PAUSE)

    def _demand_redis(self) -> None:
        """Raise `QueueUnavailable` unless there is a Redis that lets a process begin."""
        try:
            self.demand_writes()
        except QueueUnavailable as error:
            told_so = str(error)
            raise QueueUnavailable(NO_REDIS if told_so == NO_ANSWER else told_so) from error

    def demand_writes(self) -> None:
        """See the port. What is written is gone a second later.

        A replica, or a server whose memory is full, answers whoever only reads.
        """
        with self._asked() as redis:
            for key in (f"workroom-harvest:{self._queue_name}:probe", "rq:workroom-harvest:probe"):
                redis.set(key, "", px=1000)

    def alive(self) -> int:
        """See the port."""
        with self._asked() as redis:
            return Worker.count(queue=HarvestQueue(self._queue_name, redis))

    def next_tick(self) -> datetime | None:
        """See the port."""
        with self._asked() as redis:
            return HarvestScheduler(redis, self._queue_name, 1).next_tick()

    @contextmanager
    def _asked(self) -> Iterator[Redis]:
        """A client that soon gives up; what Redis says no to is `QueueUnavailable`."""
        try:
            with fail_fast_redis(self._redis_url) as redis:
                yield redis
        except RedisError as error:
            raise QueueUnavailable(told(error)) from error
