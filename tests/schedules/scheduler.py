"""Runs processes one at a time, and changes from one to the other as a schedule says.

Each process is a thread, for the sake of its own stack: whoever runs hands the turn over and blocks
until it gets it back. So a schedule always goes the same way, and nothing waits for real time.
"""

import threading
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from typing import Protocol

from tests.fakes.crash_points import Crash
from tests.schedules.schedule import Disturbance, Kind, Schedule

STUCK = 60.0
"""Real seconds after which a schedule is given up: the fault is the scheduler's own then."""

Action = Callable[[], object]


class Onlooker(Protocol):
    """Is told what happens to the processes, while none of them runs."""

    def switched(self, process: str) -> None:
        """Take note that the turn of a process ends."""

    def disturbed(self, disturbance: Disturbance) -> None:
        """Take note that a process is about to be disturbed; at a pause, let time go by."""

    def resumed(self) -> None:
        """Do what others did while a process was paused, which goes on after this."""


class Scheduler:
    """Plays one schedule.

    `running` names the process whose turn it is, or is None while none runs. Afterwards `possible`
    holds the disturbances that could have followed the last one of the schedule, and `outcomes`
    what each process returned or raised.
    """

    def __init__(self, schedule: Schedule, onlooker: Onlooker) -> None:
        self._first = schedule.first
        self._left = list(schedule.disturbances)
        self._onlooker = onlooker
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
        """Run the processes until each has ended; raise `AssertionError` for a wrong schedule."""
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
        """Take note that the running process comes to a moment, and disturb it if it is time.

        `kinds` are the disturbances that are possible there.
        """
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
        """Let another process run, as one does that sleeps or waits for a lock.

        Returns whether one did: False, at once, where none is ready.
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
        self._onlooker.disturbed(disturbance)
        if disturbance.kind is Kind.KILL:
            self._killed.add(name)
            raise Crash(disturbance.moment)
        if disturbance.kind is Kind.PREEMPT:
            self.give_way()
            return
        self._ready.remove(name)
        self._paused.append(name)
        self._hand_over(name)
        self.running = None
        self._onlooker.resumed()
        self.running = name

    def _hand_over(self, name: str) -> None:
        self._onlooker.switched(name)
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
        self._onlooker.switched(name)
        self._ready.remove(name)
        if self._ready or self._paused:
            self._give_turn_to(self._successor())
        else:
            self.running = None
            self._over.release()
