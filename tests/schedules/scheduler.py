"""Processes of which one runs at any time, and changes from one to the other by a schedule.

Each process is a thread, for its stack alone: whoever runs hands the turn over and waits to be
handed it again, so that a schedule always goes the same way and nobody waits for a time.
"""

import threading
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from typing import Protocol

from tests.fakes.crash_points import Crash
from tests.schedules.schedule import Disturbance, Kind, Schedule

STUCK = 60.0
"""Real seconds after which the scheduler itself must be wrong."""

Action = Callable[[], object]


class World(Protocol):
    """What is there beside the processes, and takes note of what happens to them."""

    def switched(self, process: str) -> None:
        """Take note that a process's turn ends."""

    def disturbed(self, disturbance: Disturbance) -> None:
        """Take note that a process is disturbed just now; a pause begins with time going by."""

    def resumed(self) -> None:
        """Do what was done by others while a process was paused that goes on now."""


class Scheduler:
    """Plays one schedule in a world; `running` is whose turn it is."""

    def __init__(self, schedule: Schedule, world: World) -> None:
        self._first = schedule.first
        self._left = list(schedule.disturbances)
        self._world = world
        self._turns: dict[str, threading.Lock] = {}
        self._ready: list[str] = []
        self._paused: list[str] = []
        self._killed: set[str] = set()
        self._reached: Counter[tuple[str, str]] = Counter()
        self._over = threading.Lock()
        self.running: str | None = None
        self.possible: list[Disturbance] = []
        self.outcomes: dict[str, object] = {}

    def play(self, processes: Mapping[str, Action]) -> None:
        """Let them run until each has ended; what each returned or raised is in `outcomes`."""
        self._ready = [self._first, *(name for name in processes if name != self._first)]
        self._over.acquire()
        for name, action in processes.items():
            self._turns[name] = threading.Lock()
            self._turns[name].acquire()
            threading.Thread(target=self._live, args=(name, action), daemon=True).start()
        self._give_turn_to(self._first)
        assert self._over.acquire(timeout=STUCK), f"stuck at {self.running}"
        assert not self._left, f"the schedule does not fit: {self._left[0]} was never reached"

    def reached(self, moment: str, kinds: Collection[Kind]) -> None:
        """Say that the running process has come to a moment, where it may be disturbed so."""
        name = self.running
        if name is None:
            return
        if name in self._killed:
            raise Crash(moment)
        self._reached[name, moment] += 1
        here = name, moment, self._reached[name, moment]
        if not self._left:
            self.possible += [Disturbance(kind, *here) for kind in kinds if self._can(kind)]
        elif self._left[0][1:] == here:
            self._disturb(self._left.pop(0))

    def give_way(self) -> bool:
        """Let another process go on, as whoever sleeps or waits for a lock does.

        Returns False, at once, where no other is ready.
        """
        name = self.running
        if name is None or self._ready == [name]:
            return False
        self._ready.remove(name)
        self._ready.append(name)
        self._hand_over(name)
        return True

    def _can(self, kind: Kind) -> bool:
        return kind is not Kind.PREEMPT or len(self._ready) > 1

    def _disturb(self, disturbance: Disturbance) -> None:
        name = disturbance.process
        self._world.disturbed(disturbance)
        if disturbance.kind == Kind.KILL:
            self._killed.add(name)
            raise Crash(disturbance.moment)
        if disturbance.kind == Kind.PREEMPT:
            self.give_way()
            return
        self._ready.remove(name)
        self._paused.append(name)
        self._hand_over(name)
        self.running = None
        self._world.resumed()
        self.running = name

    def _hand_over(self, name: str) -> None:
        self._world.switched(name)
        successor = self._successor()
        if successor != name:
            self._give_turn_to(successor)
            self._turns[name].acquire()

    def _successor(self) -> str:
        """Return who goes on: the next that is ready, else the first of those that are paused."""
        if not self._ready:
            self._ready.append(self._paused.pop(0))
        return self._ready[0]

    def _give_turn_to(self, name: str) -> None:
        self.running = name
        self._turns[name].release()

    def _live(self, name: str, action: Action) -> None:
        self._turns[name].acquire()
        try:
            self.outcomes[name] = action()
        except (Exception, Crash) as error:
            self.outcomes[name] = error
        self._world.switched(name)
        self._ready.remove(name)
        if self._ready or self._paused:
            self._give_turn_to(self._successor())
        else:
            self.running = None
            self._over.release()
