"""The adapter for the worker and scheduler processes, over RQ and rq-scheduler.

RQ's worker and rq-scheduler end when Redis goes away. Here each is started again until it is told
to stop; the database knows what it was doing.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

from redis import Redis
from redis.exceptions import RedisError
from rq.exceptions import StopRequested
from rq.worker import Worker

from workroom_harvest.adapters.rq.jobs import HarvestQueue
from workroom_harvest.adapters.rq.process import collect_seldom, end_on_signals, pin_utc
from workroom_harvest.adapters.rq.queue import fail_fast_redis
from workroom_harvest.adapters.rq.redis_errors import code
from workroom_harvest.adapters.rq.schedule import HarvestScheduler
from workroom_harvest.adapters.rq.worker import HarvestWorker
from workroom_harvest.domain.errors import QueueUnavailable
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.ports.queue import Workers

PAUSE = 1.0
"""Seconds before a worker or scheduler is started again."""

REDIS_TIMEOUT = 10.0
"""Seconds without an answer after which the scheduler assumes that Redis is down."""

log = logging.getLogger(__name__)


class RqWorkers(Workers):
    """RQ workers and rq-scheduler, over one Redis and one queue.

    `warm_up` prepares a worker before its first job, and leaves no connection open, which its
    children would share. `after_fork` runs in each child before its job.
    """

    def __init__(
        self,
        redis_url: str,
        queue_name: str,
        warm_up: Callable[[], None],
        after_fork: Callable[[], None],
    ) -> None:
        self._redis_url = redis_url
        self._queue_name = queue_name
        self._warm_up = warm_up
        self._after_fork = after_fork

    def work(self, *, burst: bool) -> None:
        self._demand_redis()
        self._warm_up()
        collect_seldom()
        end_on_signals()
        while not self._run_worker(burst) and not burst:
            log.warning("the worker stopped, as it does when Redis goes away, and starts again")
            time.sleep(PAUSE)

    def _run_worker(self, burst: bool) -> bool:
        """Run a worker until it ends, and return whether it was told to."""
        redis = Redis.from_url(self._redis_url)
        try:
            worker = HarvestWorker(HarvestQueue(self._queue_name, redis), self._after_fork)
        except RedisError:
            return False
        try:
            with suppress(RedisError, StopRequested):
                worker.work(burst=burst)
            if worker.horse_pid:
                self._wait_for_child(worker)
        finally:
            end_on_signals()
            redis.close()
        return worker.was_told_to_stop

    @staticmethod
    def _wait_for_child(worker: HarvestWorker) -> None:
        """Let the child of a worker that broke off end its time slice, which needs no Redis."""
        end_on_signals()
        try:
            worker.wait_for_horse()
        except SystemExit:
            worker.kill_horse()
            raise

    def schedule(self, *, every: float) -> None:
        self._demand_redis()
        pin_utc()
        end_on_signals()
        while True:
            redis = Redis.from_url(self._redis_url, socket_timeout=REDIS_TIMEOUT)
            try:
                HarvestScheduler(redis, self._queue_name, every).run()
            except RedisError as error:
                log.warning("%s", code(error))
            log.warning("the scheduler stopped, and starts again")
            redis.close()
            time.sleep(PAUSE)

    def _demand_redis(self) -> None:
        """Raise `QueueUnavailable` unless Redis allows a process to start."""
        try:
            self.demand_writes()
        except QueueUnavailable as error:
            if error.detail.code is Code.REDIS_SILENT:
                raise QueueUnavailable(Code.REDIS_NOT_THERE) from error
            raise

    def demand_writes(self) -> None:
        # A replica, or a server whose memory is full, still answers reads, and a user may be
        # allowed everything but scripts. The keys expire after a second.
        with self._client() as redis:
            redis.eval("return 1", 0)
            for key in (f"workroom-harvest:{self._queue_name}:probe", "rq:workroom-harvest:probe"):
                redis.set(key, "", px=1000)

    def alive(self) -> int:
        with self._client() as redis:
            return Worker.count(queue=HarvestQueue(self._queue_name, redis))

    def next_tick(self) -> datetime | None:
        with self._client() as redis:
            return HarvestScheduler(redis, self._queue_name, 1).next_tick()

    @contextmanager
    def _client(self) -> Iterator[Redis]:
        """Yield a client that soon gives up; raise `QueueUnavailable` for any error of Redis."""
        try:
            with fail_fast_redis(self._redis_url) as redis:
                yield redis
        except RedisError as error:
            raise QueueUnavailable(code(error)) from error
