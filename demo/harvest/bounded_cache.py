"""A memo with a bound, for lists and pages that are read again and again."""

import threading
from collections.abc import Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """Values of one version of the world; a new version drops all, a full memo its oldest."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: dict[Hashable, tuple[T, int]] = {}
        self._weight = 0
        self._version: Hashable = None
        # The server answers in many threads.
        self._lock = threading.Lock()

    def get(self, version: Hashable, key: Hashable) -> T | None:
        """What was put, if the world is still the same."""
        with self._lock:
            found = self._held.get(key) if version == self._version else None
            return found[0] if found is not None else None

    def put(self, version: Hashable, key: Hashable, value: T, weight: int = 1) -> None:
        """Keep a value; `weight` is in the unit of the bound."""
        with self._lock:
            if version != self._version:
                self._held.clear()
                self._version, self._weight = version, 0
            self._weight -= self._held.pop(key, (value, 0))[1]
            while self._held and self._weight + weight > self._most:
                self._weight -= self._held.pop(next(iter(self._held)))[1]
            if weight <= self._most:
                self._held[key] = (value, weight)
                self._weight += weight
