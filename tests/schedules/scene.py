"""Two processes in one world: what is searched, and how a single schedule is played."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import combinations_with_replacement, product

from tests.schedules.corrections import CORRECTIONS
from tests.schedules.other_runs import BESIDE_BUTTONS, BUTTONS
from tests.schedules.processes import PROCESSES
from tests.schedules.schedule import Disturbance, Kind, Schedule, every_schedule
from tests.schedules.verdicts import Verdicts
from tests.schedules.world import World

APART = timedelta(seconds=60)
"""The first process's clock is so much ahead of the database's, the second's as much behind it."""

PAIRS = list(combinations_with_replacement(PROCESSES, 2))
"""Each two use cases, and each beside itself."""

FIRST_PAIRS = list(combinations_with_replacement(("connect", "other account", "disconnect"), 2))
"""What makes sense where nobody is connected yet."""

BUTTON_PAIRS = [
    *product(BESIDE_BUTTONS, BUTTONS),
    *((name, name) for name in BUTTONS),
]
"""What people do with a run of a kind, beside what could meet it, and twice at once."""

MOST_TOLD = 5


@dataclass(frozen=True)
class Played:
    """What came of a schedule."""

    possible: Sequence[Disturbance]
    violations: Sequence[str]


@dataclass(frozen=True)
class Scene:
    """Two processes by their names, in worlds that are made anew each time.

    Of two alike the second is called "… too".
    """

    one: str
    other: str
    world: Callable[[], World] = World

    def __str__(self) -> str:
        """Return what the scene is called."""
        return f"{self.one} + {self.other}"

    @property
    def names(self) -> tuple[str, str]:
        """What the processes are called in schedules."""
        return self.one, self.other if self.other != self.one else f"{self.one} too"

    def play(self, verdicts: Verdicts, schedule: Schedule) -> Played:
        """Play one schedule, let everything settle, and return what came of it."""
        world = self.world()
        known = PROCESSES | BUTTONS | CORRECTIONS
        processes = dict(zip(self.names, (known[self.one], known[self.other]), strict=True))
        for process in processes.values():
            process.arrange(world)
        acts = {name: process.ready(world) for name, process in processes.items()}
        scheduler = world.begin(schedule)
        uses = (world.use_cases(ahead, scheduler) for ahead in (APART, -APART))
        scheduler.play(
            {name: partial(acts[name], use) for name, use in zip(acts, uses, strict=True)}
        )
        found = verdicts.on(world, processes, scheduler.outcomes)
        return Played(scheduler.possible, found)


def search(scene: Scene, bound: int) -> int:
    """Play every schedule with at most `bound` disturbances; return how many there are.

    Raises `AssertionError` where some violate a promise. It names a few, as `play` takes them,
    those with the fewest disturbances first.
    """
    played, found = 0, []
    for schedule, violated in every_schedule(partial(scene.play, Verdicts()), scene.names, bound):
        played += 1
        if violated:
            found.append((schedule, violated))
    found.sort(key=lambda one: len(one[0].disturbances))
    told = [f"play(scene, {schedule}): {'; '.join(violated)}" for schedule, violated in found]
    assert not found, "\n".join([f"{len(found)} of {played} schedules", *told[:MOST_TOLD]])
    return played


def play(scene: Scene, first: str, *disturbances: tuple[str, str, str, int]) -> Sequence[str]:
    """Play one schedule, written as `search` names it, and return what it violates.

    Raises `AssertionError` where it no longer fits, because one of its moments is not reached.
    """
    befalls = (
        Disturbance(Kind(kind), process, moment, nth) for kind, process, moment, nth in disturbances
    )
    return scene.play(Verdicts(), Schedule(first, tuple(befalls))).violations
