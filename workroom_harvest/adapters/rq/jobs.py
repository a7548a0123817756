"""The two functions that a worker runs for the plugin, and a job class that runs nothing else.

Whoever can write to Redis can put a job there. RQ would unpickle it, import whatever function it
names, and call its callbacks and webhooks; here only JSON is read, only these two functions run,
with checked arguments, and callbacks and webhooks are dropped.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from redis import Redis
from rq.job import Job
from rq.queue import Queue
from rq.serializers import JSONSerializer

from workroom_harvest.current import use_cases


class ForgedJobError(Exception):
    """A job that the plugin did not make."""


def perform_import(run_id: str) -> None:
    """Bring the run of that id further."""
    use_cases().perform_import(run_id)


def start_what_is_due() -> None:
    """One tick: start tonight's imports, take up what was left lying."""
    use_cases().start_what_is_due()


_ALLOWED: Mapping[str, tuple[Callable[..., None], int]] = {
    f"{function.__module__}.{function.__qualname__}": (function, arity)
    for function, arity in ((perform_import, 1), (start_what_is_due, 0))
}
_DROPPED = (
    "success_callback_name",
    "failure_callback_name",
    "stopped_callback_name",
    "webhooks",
    "dependency_ids",
    "dependency_id",
)


class HarvestJob(Job):
    """A job in JSON that calls one of the plugin's functions."""

    def __init__(
        self,
        id: str | None = None,  # noqa: A002 because RQ passes it by this name
        connection: Redis | None = None,
        serializer: Any = None,
    ) -> None:
        # rq-scheduler passes no serializer on and would pickle.
        super().__init__(id, connection, JSONSerializer)

    @property
    def func(self) -> Callable[..., None]:
        """The function to call; raises `ForgedJobError` for any but ours."""
        function, arity = _ALLOWED.get(str(self.func_name), (None, 0))
        arguments = self.args
        plain = isinstance(arguments, list | tuple) and len(arguments) == arity
        if function is None or self.instance or self.kwargs or not plain:
            raise ForgedJobError(f"job {self.id} is none of workroom_harvest's")
        if not all(re.fullmatch("[0-9a-f]{32}", str(argument)) for argument in arguments):
            raise ForgedJobError(f"job {self.id} has a strange argument")
        return function

    def restore(self, raw_data: Any) -> Any:
        """Read the job from Redis without what would call or reach others."""
        kept = {
            key: value
            for key, value in raw_data.items()
            if (key.decode() if isinstance(key, bytes) else key) not in _DROPPED
        }
        return super().restore(kept)


class HarvestQueue(Queue):
    """A queue of `HarvestJob`s in JSON, whoever opens it."""

    job_class = HarvestJob

    def __init__(self, name: str, connection: Redis, **options: Any) -> None:
        options |= {"serializer": JSONSerializer, "job_class": HarvestJob}
        super().__init__(name, connection, **options)
