"""Several callers at once, one of whom runs at any time, in an order that a seed decides."""

import random
import threading
from collections.abc import Callable, Sequence

PATIENCE = 10.0


class Turns:
    """Callers that take turns: another may go on whenever the present one gives way."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)
        self._changed = threading.Condition()
        self._waiting: list[int] = []
        self._turn = -1

    def run(self, actions: Sequence[Callable[[], object]]) -> list[object]:
        """Return what each caller returned, or the error that it raised."""
        results: list[object] = [None] * len(actions)
        self._waiting = list(range(len(actions)))
        threads = [
            threading.Thread(target=self._go, args=(number, action, results))
            for number, action in enumerate(actions)
        ]
        for thread in threads:
            thread.start()
        self._choose()
        for thread in threads:
            thread.join(PATIENCE)
        return results

    def give_way(self) -> None:
        """Let another caller go on, or the same one."""
        mine = self._turn
        if mine in self._waiting:
            self._choose()
            self._wait_for(mine)

    def _go(self, number: int, action: Callable[[], object], results: list[object]) -> None:
        self._wait_for(number)
        try:
            results[number] = action()
        except Exception as error:
            results[number] = error
        finally:
            self._waiting.remove(number)
            self._choose()

    def _wait_for(self, number: int) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: self._turn == number, PATIENCE)

    def _choose(self) -> None:
        with self._changed:
            self._turn = self._dice.choice(self._waiting) if self._waiting else -1
            self._changed.notify_all()
