"""Measures an import by the plugin: a worker process imports everything, its memory watched."""

import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from demo.walk import Walker
from tests.support.running_system import RunningSystem


@dataclass(frozen=True)
class Imported:
    """The figures of an import.

    `seconds` go from the click to the result. `entries` counts imported and skipped entries, and
    `list_requests` the requests to Harvest's lists. `peak_mib` is the worker's peak memory in MiB.
    """

    seconds: float
    entries: int
    list_requests: int
    peak_mib: float


def import_all(system: RunningSystem, elin: Walker, worker: int) -> Imported:
    """Import everything that Harvest has by one click, and return the figures."""
    # A window without entries is imported first, so that the worker's start is not measured.
    elin.import_days({"from": "1999-01-01", "to": "1999-01-01"})
    httpx.post(f"{system.harvest_url}/_control/reset-stats")
    peak = _PeakMemory(worker)
    begun = time.perf_counter()
    with peak:
        run = elin.import_days({"from": "2000-01-01", "to": "2100-01-01"})
    seconds = time.perf_counter() - begun
    asked = httpx.get(f"{system.harvest_url}/_control/stats").json()["requests"]
    assert run["status"] == "finished", run
    lists = sum(asked.get(name, 0) for name in ("time_entries", "users"))
    return Imported(seconds, run["imported"] + sum(run["skipped"].values()), lists, peak.mib)


class _PeakMemory:
    """The highest resident size in MiB of a worker's child processes, from /proc; 0 without it."""

    def __init__(self, worker: int) -> None:
        self._worker = worker
        self._done = threading.Event()
        self.mib = 0.0

    def __enter__(self) -> "_PeakMemory":
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(0.02):
            with suppress(OSError, StopIteration, IndexError):
                children = Path(f"/proc/{self._worker}/task/{self._worker}/children").read_text()
                status = Path(f"/proc/{children.split()[0]}/status").read_text().splitlines()
                line = next(line for line in status if line.startswith("VmHWM"))
                self.mib = max(self.mib, int(line.split()[1]) / 1024)
