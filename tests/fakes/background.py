"""Work in the background, at the moment at which a test wants it."""

from collections.abc import Callable
from typing import TypeVar

from workroom_harvest.domain.ports.background import Background

T = TypeVar("T")


class LateBackground(Background):
    """A background that does its work only when somebody waits for it."""

    def start(self, work: Callable[[], T], then: Callable[[T], T]) -> Callable[[], T]:
        return work


class EarlyBackground(Background):
    """A background that has done its work before `start` returns, and what comes then.

    Where the result `is_awaited` nothing comes then.
    """

    def __init__(self, *, is_awaited: bool = False) -> None:
        self._is_awaited = is_awaited

    def start(self, work: Callable[[], T], then: Callable[[T], T]) -> Callable[[], T]:
        try:
            done = work() if self._is_awaited else then(work())
        except Exception as failed:
            error = failed

            def fail() -> T:
                raise error

            return fail
        return lambda: done
