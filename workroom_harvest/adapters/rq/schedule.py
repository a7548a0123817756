"""rq-scheduler, kept to UTC, to its own keys and to two entries that it never loses.

It reads cron strings in the process's zone, drops an entry that dies between two writes, and
moves an overdue one to its next turn when it is registered again. So the process pins its zone,
and registers, before each look, only what is absent or changed. It never says which import to
run: an entry is "start what is due", and the database knows.
"""

import math
import time
import warnings
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from redis import Redis
from redis.exceptions import RedisError
from rq.exceptions import NoSuchJobError
from rq_scheduler.scheduler import Scheduler

from workroom_harvest.adapters.rq.jobs import NO_TIME_OUT, HarvestJob, HarvestQueue, dispatch_due
from workroom_harvest.adapters.rq.process import end_on_signals
from workroom_harvest.domain import schedule

NIGHTLY = "nightly"
TICK = "tick"
EVERY_MINUTE = "* * * * *"
ENTRIES: Mapping[str, str] = {NIGHTLY: schedule.CRON, TICK: EVERY_MINUTE}


class HarvestScheduler(Scheduler):  # type: ignore[misc]  # because rq-scheduler has no types
    """Keeps the `ENTRIES` of its queue and queues them when their time has come."""

    def __init__(self, redis: Redis, queue_name: str, every: float) -> None:
        # Keys of our own: another scheduler on this Redis would read our entries as pickles. And of
        # the queue's own, for two Workrooms may share a Redis.
        mine = f"workroom-harvest:{queue_name}"
        self.redis_scheduler_namespace_prefix = f"{mine}:scheduler-instance:"
        self.scheduler_key = f"{mine}:scheduler"
        self.scheduler_lock_key = f"{mine}:scheduler-lock"
        self.scheduled_jobs_key = f"{mine}:scheduled-jobs"
        super().__init__(
            queue_name=queue_name,
            connection=redis,
            interval=every,
            job_class=HarvestJob,
            queue_class=HarvestQueue,
        )
        self._is_new = True

    def enqueue_jobs(self) -> Any:
        """Register absent entries, then enqueue what is due; a new scheduler ticks at once."""
        if self._is_new:
            # Whatever was missed while no scheduler lived need not wait for the next minute.
            self.get_queue_for_job().enqueue(dispatch_due, job_timeout=NO_TIME_OUT, result_ttl=0)
            self._is_new = False
        with warnings.catch_warnings():
            # crontab warns that its default will change; rq-scheduler leaves it no choice.
            warnings.simplefilter("ignore")
            for entry, cron in ENTRIES.items():
                entry_id = self.id_of(entry)
                if not self._has(entry_id, cron):
                    self.cron(cron, dispatch_due, id=entry_id, queue_name=self.queue_name)
            return super().enqueue_jobs()

    def id_of(self, entry: str) -> str:
        """Return the id of the job that an entry is; RQ takes no dots in one."""
        return f"workroom-harvest-{entry}-{self.queue_name.replace('.', '--')}"

    def heartbeat(self) -> None:
        """Note that this scheduler lives, also in a Redis that came back empty."""
        with self.connection.pipeline() as pipeline:
            pipeline.hset(self.key, "seen", time.time())
            pipeline.expire(self.key, math.ceil(self._interval) + 10)
            pipeline.execute()

    def register_death(self) -> None:
        """Forget this scheduler; a Redis that does not answer forgets it by itself."""
        with suppress(RedisError):
            self.connection.delete(self.key)

    def remove_lock(self) -> None:
        """Release the lock; one that cannot be released runs out by itself."""
        with suppress(RedisError):
            super().remove_lock()

    def _install_signal_handlers(self) -> None:
        # Only the end of the process; `run` cleans up. The original talks to Redis first, and goes
        # on living when that fails.
        end_on_signals()

    def get_queue_for_job(self, job: HarvestJob | None = None) -> HarvestQueue:
        """Return our queue; the original would import a class by the name that the entry says."""
        return HarvestQueue(self.queue_name, self.connection)

    def next_tick(self) -> datetime | None:
        """Return when the next entry is due (UTC); None while no scheduler lives."""
        alive = any(True for _ in self.connection.scan_iter(f"{self._prefix()}*"))
        first = self.connection.zrange(self.scheduled_jobs_key, 0, 0, withscores=True)
        return datetime.fromtimestamp(first[0][1], UTC) if alive and first else None

    def _prefix(self) -> str:
        return self.redis_scheduler_namespace_prefix

    def _has(self, entry_id: str, cron: str) -> bool:
        if entry_id not in self:
            return False
        try:
            job = HarvestJob.fetch(entry_id, connection=self.connection)
        except NoSuchJobError:
            return False
        return job.meta.get("cron_string") == cron and job.origin == self.queue_name
