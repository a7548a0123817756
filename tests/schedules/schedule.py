"""What befalls processes in the course of a schedule, and all the schedules there are."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol


class Kind(StrEnum):
    """How a process is disturbed.

    A preempted one goes on when the others have ended or wait; a killed one does nothing more; a
    paused one stands still until all others have ended and every lease has run out.
    """

    PREEMPT = "preempt"
    KILL = "kill"
    PAUSE = "pause"


class Disturbance(NamedTuple):
    """Something befalls a process when it reaches a moment of that name for the nth time."""

    kind: Kind
    process: str
    moment: str
    nth: int

    def __str__(self) -> str:
        """Return it as it is written in a test."""
        return repr((self.kind.value, *self[1:]))


@dataclass(frozen=True)
class Schedule:
    """Who begins, and what happens to whom; undisturbed, one process runs after the other."""

    first: str
    disturbances: tuple[Disturbance, ...] = ()

    def then(self, disturbance: Disturbance) -> "Schedule":
        """Return the same with one more disturbance."""
        return Schedule(self.first, (*self.disturbances, disturbance))

    def __str__(self) -> str:
        """Return it as it is written in a test, behind the scene in `play`."""
        return ", ".join([repr(self.first), *map(str, self.disturbances)])


class Played(Protocol):
    """What came of a schedule.

    `possible` are the disturbances that could have followed its last one; `violations` say, in a
    sentence each, what does not hold in the end.
    """

    @property
    def possible(self) -> Sequence[Disturbance]: ...
    @property
    def violations(self) -> Sequence[str]: ...


def every_schedule(
    play: Callable[[Schedule], Played], processes: Sequence[str], bound: int
) -> Iterator[tuple[Schedule, Sequence[str]]]:
    """Play each schedule of these processes with at most `bound` disturbances; what is violated.

    A schedule is replayed from the beginning each time: which disturbances can follow is known
    only from playing it.
    """
    left = [Schedule(first) for first in processes]
    while left:
        schedule = left.pop()
        played = play(schedule)
        yield schedule, played.violations
        if len(schedule.disturbances) < bound:
            left += [schedule.then(disturbance) for disturbance in played.possible]
