"""The moments at which something can happen to a process."""

from collections.abc import Callable


class Crash(BaseException):
    """The process was killed here, which no `except Exception` sees."""


class Moments:
    """What the fakes call around each commit, call to Harvest and use of the queue, by its name.

    A watcher may look, give way to another caller, or raise. Once killed, a process reaches no
    moment any more, so that its `finally` cleans nothing up, until `revive` begins another.
    """

    def __init__(self) -> None:
        self.watchers: list[Callable[[str], None]] = []
        self.is_dead = False
        self._fatal: str | None = None
        self._left: int | None = None

    def __call__(self, name: str) -> None:
        """Tell the watchers that a moment is reached, and raise `Crash` where it is fatal."""
        if self.is_dead:
            raise Crash(name)
        for watcher in self.watchers:
            watcher(name)
        self._burn(name)

    def at(self, name: str, action: Callable[[], object], *, nth: int = 1) -> None:
        """Let something happen when that moment is reached for the nth time."""
        reached: list[str] = []

        def watch(moment: str) -> None:
            if moment == name:
                reached.append(moment)
                if len(reached) == nth:
                    action()

        self.watchers.append(watch)

    def kill(self, at: str | None = None, *, after: int = 0) -> None:
        """Kill the process at that moment, or at any, once so many of them have passed."""
        self._fatal, self._left = at, after

    def revive(self) -> None:
        """Begin another process, which nothing threatens."""
        self.is_dead, self._left = False, None

    def _burn(self, name: str) -> None:
        if self._left is None or self._fatal not in (None, name):
            return
        self._left -= 1
        if self._left < 0:
            self.is_dead = True
            raise Crash(name)
