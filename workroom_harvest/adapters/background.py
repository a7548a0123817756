"""The adapter for work in the background: a thread for each piece of it."""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

from workroom_harvest.domain.ports.background import Background

T = TypeVar("T")


class Threads(Background):
    """Threads that end with the process, so that nobody waits for a result that is not wanted."""

    def start(self, work: Callable[[], T]) -> Callable[[], T]:
        future: Future[T] = Future()

        def run() -> None:
            try:
                future.set_result(work())
            except BaseException as error:
                future.set_exception(error)

        Thread(target=run, name="workroom-harvest-ahead", daemon=True).start()
        return future.result
