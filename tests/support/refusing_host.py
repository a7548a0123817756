"""A host that refuses some rows."""

from collections.abc import Sequence

from flask import Flask

from demo.workroom.harvest_host import WorkroomTimelogs
from tests.support.apps import rewire
from workroom_harvest import NewTimelog, Timelogs, TimelogsRefused


class PickyTimelogs(WorkroomTimelogs):
    """Refuses every entry whose id it was told; `by_name` tells which, otherwise it just fails."""

    def __init__(self) -> None:
        self.refused: set[int] = set()
        self.by_name = True

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """All or none."""
        bad = {log.entry_id for log in timelogs} & self.refused
        if bad and self.by_name:
            raise TimelogsRefused(dict.fromkeys(bad, "The month is closed."))
        if bad:
            raise ValueError("The month is closed.")
        return super().add_many(studio_id, timelogs)


def choose(app: Flask, timelogs: Timelogs) -> None:
    """Let the plugin use those of another host."""
    rewire(app, timelogs=timelogs)
