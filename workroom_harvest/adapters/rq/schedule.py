"""rq-scheduler in UTC, with keys of its own and an entry that is never lost.

It reads cron strings in the process's time zone, drops an entry if it dies between two writes, and
moves an overdue entry to its next turn if it is registered again. So the process pins its time
zone, and registers the tick, before each look, only if it is missing or changed. The tick does not
say which import to run: it only calls `dispatch_due`, and the database knows what is due. Beside it
there are the runs that wait for their next try, which `RqQueue.enqueue_at` puts there.
"""

import math
import time
import warnings
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from redis import Redis
from redis.exceptions import RedisError
from rq.exceptions import NoSuchJobError
from rq_scheduler.scheduler import Scheduler

from workroom_harvest.adapters.rq.jobs import NO_TIME_OUT, HarvestJob, HarvestQueue, dispatch_due
from workroom_harvest.adapters.rq.process import end_on_signals

TICK = "tick"
EVERY_MINUTE = "* * * * *"
"""The cron string of the tick."""

FORMER = "nightly"
"""An entry at 02:00 UTC that former versions had beside the tick, which starts the nights, too."""


def scheduled_jobs_key(queue_name: str) -> str:
    """Return the key of the sorted set of a queue's scheduled jobs, by the second they are due."""
    return f"workroom-harvest:{queue_name}:scheduled-jobs"


class HarvestScheduler(Scheduler):  # type: ignore[misc]  # because rq-scheduler has no types
    """A scheduler that keeps the tick of its queue, and enqueues what is due."""

    def __init__(self, redis: Redis, queue_name: str, every: float) -> None:
        # The plugin has its own keys, because another scheduler on this Redis would read its
        # entries as pickles. Each queue has its own, because two Workrooms may share a Redis.
        mine = f"workroom-harvest:{queue_name}"
        self.redis_scheduler_namespace_prefix = f"{mine}:scheduler-instance:"
        self.scheduler_key = f"{mine}:scheduler"
        self.scheduler_lock_key = f"{mine}:scheduler-lock"
        self.scheduled_jobs_key = scheduled_jobs_key(queue_name)
        super().__init__(
            queue_name=queue_name,
            connection=redis,
            interval=every,
            job_class=HarvestJob,
            queue_class=HarvestQueue,
        )
        self._is_new = True

    def enqueue_jobs(self) -> Any:
        """Register the tick if it is missing, then enqueue what is due.

        A new scheduler ticks at once.
        """
        if self._is_new:
            # What was missed while no scheduler was alive need not wait for the next minute.
            self.get_queue_for_job().enqueue(dispatch_due, job_timeout=NO_TIME_OUT, result_ttl=0)
            self._is_new = False
        self._remove_former()
        with warnings.catch_warnings():
            # crontab warns that its default will change, and rq-scheduler does not set it.
            warnings.simplefilter("ignore")
            if not self._has_tick():
                tick = self.id_of(TICK)
                self.cron(EVERY_MINUTE, dispatch_due, id=tick, queue_name=self.queue_name)
            return super().enqueue_jobs()

    def _remove_former(self) -> None:
        # At each look, as a scheduler of a former version may be alive and register it again.
        former = self.id_of(FORMER)
        with self.connection.pipeline() as pipeline:
            pipeline.zrem(self.scheduled_jobs_key, former)
            pipeline.delete(HarvestJob.key_for(former))
            pipeline.execute()

    def id_of(self, entry: str) -> str:
        """Return the id of the job of an entry, in which RQ allows no dots."""
        return f"workroom-harvest-{entry}-{self.queue_name.replace('.', '--')}"

    def heartbeat(self) -> None:
        """Record that this scheduler is alive, even in a Redis that came back empty."""
        with self.connection.pipeline() as pipeline:
            pipeline.hset(self.key, "seen", time.time())
            pipeline.expire(self.key, math.ceil(self._interval) + 10)
            pipeline.execute()

    def register_death(self) -> None:
        """Delete the record of this scheduler; it expires by itself if Redis does not answer."""
        with suppress(RedisError):
            self.connection.delete(self.key)

    def remove_lock(self) -> None:
        """Release the lock; it expires by itself if Redis does not answer."""
        with suppress(RedisError):
            super().remove_lock()

    def _install_signal_handlers(self) -> None:
        # A signal only ends the process, and `run` cleans up. The original calls Redis first, and
        # does not end if that fails.
        end_on_signals()

    def get_queue_for_job(self, job: HarvestJob | None = None) -> HarvestQueue:
        """Return the plugin's queue; the original would import a class that the entry names."""
        return HarvestQueue(self.queue_name, self.connection)

    def next_tick(self) -> datetime | None:
        """Return when the next tick is due (UTC), or None if no scheduler is alive."""
        alive = any(True for _ in self.connection.scan_iter(f"{self._prefix()}*"))
        due = self.connection.zscore(self.scheduled_jobs_key, self.id_of(TICK))
        return datetime.fromtimestamp(due, UTC) if alive and due is not None else None

    def _prefix(self) -> str:
        return self.redis_scheduler_namespace_prefix

    def _has_tick(self) -> bool:
        tick = self.id_of(TICK)
        if tick not in self:
            return False
        try:
            job = HarvestJob.fetch(tick, connection=self.connection)
        except NoSuchJobError:
            return False
        return job.meta.get("cron_string") == EVERY_MINUTE and job.origin == self.queue_name
