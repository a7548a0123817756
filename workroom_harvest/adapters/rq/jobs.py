"""The two functions that a worker runs for the plugin, and a job class that runs no others.

Whoever can write to Redis can put a job there. RQ would unpickle it, import whatever function it
names, call its callbacks and webhooks, log its description, and fail at a missing date. Here only
JSON is read, only these two functions run, with checked arguments, and only well-formed fields of a
job are kept. A job that is not the plugin's is treated as if it did not exist, before RQ logs
anything of it, because its names could contain line breaks.
"""

import logging
import re
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from typing import Any

from redis import Redis
from redis.client import Pipeline
from redis.exceptions import ResponseError
from rq.exceptions import DeserializationError, NoSuchJobError
from rq.intermediate_queue import IntermediateQueue
from rq.job import Job
from rq.queue import Queue
from rq.serializers import JSONSerializer

from workroom_harvest.adapters.rq.job_fields import is_kept
from workroom_harvest.adapters.rq.order import PUSH_FIRST, TAKE_NIGHT, is_night, run_id_of
from workroom_harvest.current import fresh_context, use_cases
from workroom_harvest.domain.run_id import is_run_id


class ForgedJobError(Exception):
    """A job in Redis that the plugin did not make."""


def perform_import(run_id: str) -> None:
    """Perform the run of that id for a time slice, and the next nights in what is left of it."""
    use_cases().perform_imports(run_id, fresh_context)


def dispatch_due() -> None:
    """Start the nightly imports that are due, requeue runs that stalled, and clear what is old.

    Whichever of these fails, the others are done all the same, and the error is raised.
    """
    with ExitStack() as at_last:
        at_last.callback(use_cases().drop_expired_grants)
        at_last.callback(use_cases().forget_old_runs)
        use_cases().dispatch_due()


_ALLOWED: Mapping[str, tuple[Callable[..., None], int]] = {
    f"{function.__module__}.{function.__qualname__}": (function, arity)
    for function, arity in ((perform_import, 1), (dispatch_due, 0))
}
NO_TIME_OUT = -1
"""RQ's value for a job without a time-out."""

log = logging.getLogger(__name__)


class HarvestJob(Job):
    """A job in JSON that calls one of the plugin's functions."""

    def __init__(
        self,
        id: str | None = None,  # noqa: A002 because RQ passes it by this name
        connection: Redis | None = None,
        serializer: Any = None,
    ) -> None:
        if id is not None and not re.fullmatch("[A-Za-z0-9_-]{1,200}", id):
            raise NoSuchJobError("no id of a job")
        # rq-scheduler passes no serializer on, and would use pickle.
        super().__init__(id, connection, JSONSerializer)

    @property
    def func(self) -> Callable[..., None]:
        """Return the function to call; raise `ForgedJobError` unless it is one of the plugin's."""
        function, arity = _ALLOWED.get(str(self.func_name), (None, 0))
        arguments = self.args
        plain = isinstance(arguments, list | tuple) and len(arguments) == arity
        if function is None or self.instance or self.kwargs or not plain:
            raise ForgedJobError(f"job {self.id} is none of workroom_harvest's")
        if not all(is_run_id(argument) for argument in arguments):
            raise ForgedJobError(f"job {self.id} has a strange argument")
        return function

    def refresh(self) -> None:
        """Read the job from Redis; raise `NoSuchJobError` if it is not the plugin's."""
        try:
            super().refresh()  # type: ignore[no-untyped-call]  # because RQ leaves it untyped
        except ResponseError as error:
            raise NoSuchJobError("no job is kept at that key") from error

    def restore(self, raw_data: Mapping[bytes, bytes]) -> None:
        """Take over the fields that are kept.

        Raise `NoSuchJobError` if the job is not the plugin's.
        """
        super().restore({name: value for name, value in raw_data.items() if is_kept(name, value)})
        self.timeout = NO_TIME_OUT if self.timeout is None else self.timeout
        try:
            _ = self.func
        except (ForgedJobError, DeserializationError) as error:
            log.warning("job %s is none of workroom_harvest's and was dropped", self.id)
            raise NoSuchJobError("a forged job") from error


class HarvestQueue(Queue):
    """A queue of `HarvestJob`s in JSON, whoever opens it.

    Nights queue up at its end. Imports by hand and ticks come before all nights, in their order.
    """

    job_class = HarvestJob

    def __init__(self, name: str, connection: Redis, **options: Any) -> None:
        options |= {"serializer": JSONSerializer, "job_class": HarvestJob}
        super().__init__(name, connection, **options)

    def push_job_id(
        self, job_id: str, pipeline: Pipeline | None = None, at_front: bool = False
    ) -> None:
        """Put a job's id in its place, which it tells itself, whatever RQ asks for."""
        redis = self.connection if pipeline is None else pipeline
        if is_night(job_id):
            redis.rpush(self.key, job_id)
        else:
            redis.eval(PUSH_FIRST, 1, self.key, job_id)

    def take_night(self) -> str | None:
        """Remove the next job if it is a night's, and return its run's id, else None.

        Whether there is such a run, the database knows.
        """
        found = self.connection.eval(TAKE_NIGHT, 1, self.key, HarvestJob.redis_job_namespace_prefix)
        return None if found is None else run_id_of(found)

    @classmethod
    def lmove(cls, connection: Redis, queue_key: str, timeout: int | None) -> Any:
        """Move a job's id as RQ does, and drop ids that are not ASCII, at which RQ would fail."""
        while True:
            found = super().lmove(connection, queue_key, timeout)
            if found is None or found[1].isascii():
                return found
            connection.lrem(IntermediateQueue(queue_key, connection).key, 1, found[1])
