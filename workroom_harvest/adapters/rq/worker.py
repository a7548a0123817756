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
        # A worker has one queue. A job that was popped from one of several queues would be lost if
        # the worker died then.
        super().__init__(
            [queue],
            connection=queue.connection,
            job_class=HarvestJob,
            queue_class=HarvestQueue,
            serializer=JSONSerializer,
            # Anybody may have written a job's description, so it is not logged.
            log_job_description=False,
        )
        self._after_fork = after_fork

    @property
    def was_told_to_stop(self) -> bool:
        """Return whether the worker received TERM or INT."""
        return self._shutdown_requested_date is not None

    def heartbeat(self, timeout: int | None = None, pipeline: Pipeline | None = None) -> None:
        """Send RQ's heartbeat, and register again with a Redis that came back empty."""
        super().heartbeat(timeout, pipeline)
        worker_registration.register(self, pipeline)

    def teardown(self) -> None:
        """Unregister, if Redis answers, and stop listening to it."""
        with suppress(RedisError):
            super().teardown()  # type: ignore[no-untyped-call]  # because RQ leaves it untyped
        if self.pubsub_thread:
            # Otherwise it would wait for Redis for ever, beside the worker that is started again.
            self.pubsub_thread.stop()

    def execute_job(self, job: Job, queue: Queue) -> None:
        """Execute a job; end this worker with `StopRequested` if Redis does not answer."""
        try:
            super().execute_job(job, queue)
        except RedisError as error:
            raise StopRequested from error

    def main_work_horse(self, job: Job, queue: Queue) -> None:
        """Execute a job in the child, which must not use connections that its parent opened."""
        self._after_fork()
        super().main_work_horse(job, queue)
