"""A cache of bounded size, for lists and pages that are read again and again."""

import threading
from collections.abc import Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class BoundedCache(Generic[T]):
    """Values of one version of the world.

    A new version drops all values; a full cache drops those that were put first.
    """

    def __init__(self, max_weight: int) -> None:
        self._max_weight = max_weight
        self._values: dict[Hashable, tuple[T, int]] = {}
        self._weight = 0
        self._version: Hashable = None
        # The server answers in many threads.
        self._lock = threading.Lock()

    def get(self, version: Hashable, key: Hashable) -> T | None:
        """Return the value that was put for this version, else None."""
        with self._lock:
            found = self._values.get(key) if version == self._version else None
            return found[0] if found is not None else None

    def put(self, version: Hashable, key: Hashable, value: T, weight: int = 1) -> None:
        """Keep a value, unless it is too heavy; `weight` is in the unit of the maximum."""
        with self._lock:
            if version != self._version:
                self._values.clear()
                self._version, self._weight = version, 0
            self._weight -= self._values.pop(key, (value, 0))[1]
            while self._values and self._weight + weight > self._max_weight:
                self._weight -= self._values.pop(next(iter(self._values)))[1]
            if weight <= self._max_weight:
                self._values[key] = (value, weight)
                self._weight += weight
