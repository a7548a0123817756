"""The verdict about what a schedule left, which is found once for each state of the world."""

from collections.abc import Mapping, Sequence

from tests.fakes.crash_points import Crash
from tests.schedules.oracle import violations
from tests.schedules.process import Process
from tests.schedules.scheduler import Scheduler
from tests.schedules.world import World
from tests.support.sql_timelogs import SqlTimelogs
from tests.support.states import States
from workroom_harvest.adapters.sql.store import SqlStore


class Verdicts:
    """The verdicts on the schedules of one search.

    Many schedules leave the very same world: whoever is killed before one query or the next one has
    written the same. What settles there goes the same way each time, so it is let settle once.
    """

    def __init__(self) -> None:
        self._states = States(Scheduler, World, SqlStore, SqlTimelogs)
        self._known: dict[int, Sequence[str]] = {}

    def on(
        self, world: World, processes: Mapping[str, Process], outcomes: Mapping[str, object]
    ) -> Sequence[str]:
        """Return what does not hold in a world whose processes have ended with these outcomes."""
        state = world.state()
        if state is None:
            return violations(world, processes, outcomes)
        number = self._states.number(*state, [*map(_ended, outcomes.items())])
        if number not in self._known:
            self._known[number] = violations(world, processes, outcomes)
        return self._known[number]


def _ended(outcome: tuple[str, object]) -> tuple[str, str | None]:
    """Return how a process ended, as far as a verdict depends on it."""
    name, result = outcome
    if isinstance(result, Crash):
        return name, "killed"
    return name, repr(result) if isinstance(result, BaseException) else None
