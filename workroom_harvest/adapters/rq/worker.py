"""An RQ worker that runs the plugin's jobs and no others."""

from collections.abc import Callable
from contextlib import suppress

from redis.client import Pipeline
from redis.exceptions import RedisError
from rq import worker_registration
from rq.exceptions import StopRequested
from rq.job import Job
from rq.queue import Queue
from rq.serializers import JSONSerializer
from rq.worker import Worker

from workroom_harvest.adapters.rq.jobs import HarvestJob, HarvestQueue


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
        """Return whether TERM or INT came."""
        return self._shutdown_requested_date is not None

    def heartbeat(self, timeout: int | None = None, pipeline: Pipeline | None = None) -> None:
        """Send RQ's heartbeat, and register anew with a Redis that came back empty."""
        super().heartbeat(timeout, pipeline)
        worker_registration.register(self, pipeline)

    def teardown(self) -> None:
        """Unregister, as far as Redis answers, and stop listening to it."""
        with suppress(RedisError):
            super().teardown()  # type: ignore[no-untyped-call]  # because RQ leaves it untyped
        if self.pubsub_thread:
            # Else it would wait for Redis for ever beside the worker that begins anew.
            self.pubsub_thread.stop()

    def execute_job(self, job: Job, queue: Queue) -> None:
        """Execute a job; without Redis this worker ends, by `StopRequested` and without a trace."""
        try:
            super().execute_job(job, queue)
        except RedisError as error:
            raise StopRequested from error

    def main_work_horse(self, job: Job, queue: Queue) -> None:
        """Execute a job in the child, which must not use connections that its parent opened."""
        self._after_fork()
        super().main_work_horse(job, queue)
