"""The port for work that goes on beside the caller's own."""

from collections.abc import Callable
from typing import Protocol, TypeVar

T = TypeVar("T")


class Background(Protocol):
    """Something that can be asked now and waited for later."""

    def start(self, work: Callable[[], T], then: Callable[[T], T]) -> Callable[[], T]:
        """Begin with `work`, and return a function that waits for it and returns its result.

        If nobody waits when the result is there, `then` goes on with it, and what that returns is
        the result. Whoever waits already gets it at once.

        That function raises what `work` or `then` raises. Neither must use a transaction, which
        belongs to the caller. If nobody waits for it, its result is lost.
        """
