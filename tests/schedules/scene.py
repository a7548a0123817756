"""Two processes in one world: the thing to search."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from tests.schedules.oracle import violations
from tests.schedules.processes import PROCESSES
from tests.schedules.schedule import Disturbance, Kind, Schedule, every_schedule
from tests.schedules.scheduler import Scheduler
from tests.schedules.world import World

APART = timedelta(seconds=60)
"""The first process's clock is so much ahead of the database's, the second's as much behind it."""

MOST_TOLD = 5


@dataclass(frozen=True)
class Played:
    """What came of a schedule."""

    possible: Sequence[Disturbance]
    violations: Sequence[str]


@dataclass(frozen=True)
class Scene:
    """Two processes by their names in `PROCESSES`; of two alike the second is called "… too"."""

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

    def play(self, schedule: Schedule) -> Played:
        """Play one schedule, let everything settle, and look."""
        world, processes = self.world(), [PROCESSES[self.one], PROCESSES[self.other]]
        for process in processes:
            process.arrange(world)
        acts = [process.ready(world) for process in processes]
        world.scheduler = scheduler = Scheduler(schedule, world)
        uses = [world.use_cases(ahead, scheduler) for ahead in (APART, -APART)]
        scheduler.play(
            {name: partial(act, use) for name, act, use in zip(self.names, acts, uses, strict=True)}
        )
        return Played(
            scheduler.possible,
            violations(
                world,
                scheduler.outcomes,
                tuple(error for process in processes for error in process.tells),
                stops_runs=any(process.stops_runs for process in processes),
            ),
        )


def search(scene: Scene, bound: int) -> int:
    """Play every schedule of a scene with at most so many disturbances; return how many there are.

    Raises `AssertionError` with the first that violate something, those with the fewest
    disturbances before the others, as `play` takes them.
    """
    played, found = 0, []
    for schedule, violated in every_schedule(scene.play, scene.names, bound):
        played += 1
        if violated:
            found.append((schedule, violated))
    found.sort(key=lambda one: len(one[0].disturbances))
    told = [f"play(scene, {schedule}): {'; '.join(violated)}" for schedule, violated in found]
    assert not found, "\n".join([f"{len(found)} of {played} schedules", *told[:MOST_TOLD]])
    return played


def play(scene: Scene, first: str, *disturbances: tuple[str, str, str, int]) -> Sequence[str]:
    """Play one schedule, as the search tells it; return what it violates.

    Raises `AssertionError` where the schedule no longer fits, because a moment is not reached.
    """
    befalls = (
        Disturbance(Kind(kind), process, moment, nth) for kind, process, moment, nth in disturbances
    )
    return scene.play(Schedule(first, tuple(befalls))).violations
