"""Compares an import into a host that can be looked up with one into a host that cannot.

`python -m benchmarks.looking_up`. Both hosts are the demo's Workroom, in turns, in this process;
one offers `Timelogs` alone, the other `CorrectableTimelogs`. What the host itself spends on the
look-ups is counted apart.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from flask import Flask

from benchmarks.figures import Figure
from benchmarks.floor import ENTRIES, ROUNDS, STUDIO, add_harvest_people
from benchmarks.importing import delete_imports, import_everything
from benchmarks.servers import DATABASES, Servers, run_alone, workroom
from demo.workroom.harvest_timelogs import WorkroomTimelogs
from tests.support.apps import rewire
from tests.support.big_account import connect_and_map
from workroom_harvest import FoundTimelog, NewTimelog


class AddingTimelogs:
    """The demo's timelogs, of which the plugin can only add some."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Add all of them, and return how many."""
        return WorkroomTimelogs().add_many(studio_id, timelogs)


class TimedTimelogs(WorkroomTimelogs):
    """The demo's timelogs. `seconds` is the CPU time of all look-ups so far."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def find_many(
        self, studio_id: str, entry_ids: Sequence[int], for_update: bool
    ) -> Sequence[FoundTimelog]:
        """Return the timelogs of these stamps."""
        begun = time.thread_time()
        found = super().find_many(studio_id, entry_ids, for_update)
        self.seconds += time.thread_time() - begun
        return found


@dataclass(frozen=True)
class Round:
    """CPU seconds of a first import and of the same window again, with the host's look-ups apart.

    Those are in `first` and `again` too.
    """

    first: float
    again: float
    first_looking: float = 0.0
    again_looking: float = 0.0


def figures(servers: Servers) -> Iterator[Figure]:
    """Yield the ratios for each database; each time is the median of `ROUNDS` rounds."""
    for kind in DATABASES:
        with servers.system(kind, ENTRIES) as system:
            connect_and_map(system, system.environment["DATABASE_URL"])
            with workroom(system) as app:
                add_harvest_people(system.harvest_url)
                # The first round warms up everything.
                rounds = [(_adding(servers, app), _found(servers, app)) for _ in range(ROUNDS + 1)]
        yield from _compare(kind, rounds[1:])


def _compare(kind: str, rounds: Sequence[tuple[Round, Round]]) -> Iterator[Figure]:
    adding, found = zip(*rounds, strict=True)
    for what, goal in (("first", "at most 1.15"), ("again", "at most 1.5")):
        without = median(getattr(one, what) for one in adding)
        whole = median(getattr(one, what) for one in found)
        looking = median(getattr(one, f"{what}_looking") for one in found)
        name = "an import" if what == "first" else "the same window again"
        yield Figure(
            kind,
            f"{name}, {ENTRIES:,} entries, with look-ups",
            f"{(whole - looking) / without:.2f} times without",
            f"{whole:.2f} s CPU, of which the host's {looking:.2f} s; without {without:.2f} s",
            f"{goal}, the host's apart",
        )


def _adding(servers: Servers, app: Flask) -> Round:
    rewire(app, timelogs=AddingTimelogs())
    return _round(servers, TimedTimelogs())


def _found(servers: Servers, app: Flask) -> Round:
    timelogs = TimedTimelogs()
    rewire(app, timelogs=timelogs)
    return _round(servers, timelogs)


def _round(servers: Servers, timelogs: TimedTimelogs) -> Round:
    servers.forget_requests()
    first = import_everything(str(STUDIO), ENTRIES)
    first_looking = timelogs.seconds
    again = import_everything(str(STUDIO), ENTRIES)
    again_looking = timelogs.seconds - first_looking
    delete_imports()
    return Round(first, again, first_looking, again_looking)


if __name__ == "__main__":
    run_alone(figures)
