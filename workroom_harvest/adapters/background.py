"""The adapter for work in the background: a thread for each piece of it."""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Event, Thread
from typing import TypeVar

from workroom_harvest.domain.ports.background import Background

T = TypeVar("T")

HEAD_START = 0.003
"""The most seconds that the caller stands aside for the work to get to where it waits itself.

Sending a request takes one millisecond of several short steps. Beside a caller who computes each
step waits for the interpreter, for five milliseconds by Python's default, and the request is sent
fifteen or thirty milliseconds later.
"""


class Threads(Background):
    """Threads that end with the process, so that nobody waits for a result that is not wanted."""

    def start(self, work: Callable[[], T], then: Callable[[T], T]) -> Callable[[], T]:
        future: Future[T] = Future()
        is_awaited = Event()

        def run() -> None:
            try:
                found = work()
                future.set_result(found if is_awaited.is_set() else then(found))
            except BaseException as error:
                future.set_exception(error)

        def result() -> T:
            is_awaited.set()
            return future.result()

        thread = Thread(target=run, name="workroom-harvest-ahead", daemon=True)
        thread.start()
        thread.join(HEAD_START)
        return result
