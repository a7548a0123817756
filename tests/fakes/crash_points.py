"""The moments at which something can happen to a process."""

from collections.abc import Callable


class Crash(BaseException):
    """The process was killed here. No `except Exception` sees it."""


class Moments:
    """The fakes tell when they are reached: around a commit, a call to Harvest, a hand-over.

    Whoever watches may look, give way to another, or raise. Once killed, a process reaches nothing
    more, so that its `finally` cleans nothing up, until `revive` starts another in its place.
    """

    def __init__(self) -> None:
        self.watchers: list[Callable[[str], None]] = []
        self.is_dead = False
        self._fatal: str | None = None
        self._left: int | None = None

    def __call__(self, name: str) -> None:
        """A moment is reached."""
        if self.is_dead:
            raise Crash(name)
        for watcher in self.watchers:
            watcher(name)
        self._burn(name)

    def kill(self, at: str | None = None, *, after: int = 0) -> None:
        """Kill the process at the moment of that name, or any; `after` so many others of it."""
        self._fatal, self._left = at, after

    def revive(self) -> None:
        """Another process begins; nothing threatens it."""
        self.is_dead, self._left = False, None

    def _burn(self, name: str) -> None:
        if self._left is None or self._fatal not in (None, name):
            return
        self._left -= 1
        if self._left < 0:
            self.is_dead = True
            raise Crash(name)
