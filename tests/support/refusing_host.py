"""A host that refuses some rows."""

from collections.abc import Sequence

from flask import Flask

from demo.workroom.harvest_host import WorkroomTimelogs
from tests.support.apps import rewire
from workroom_harvest import NewTimelog, Timelogs, TimelogsRefused


class RefusingTimelogs(WorkroomTimelogs):
    """The demo's timelogs, which refuse the entries whose ids are in `refused`.

    With `by_name` the refusal tells which they are; without it `add_many` just fails.
    """

    def __init__(self) -> None:
        self.refused: set[int] = set()
        self.by_name = True

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Add all of them or none, and return how many."""
        bad = {log.entry_id for log in timelogs} & self.refused
        if bad and self.by_name:
            raise TimelogsRefused(dict.fromkeys(bad, "The month is closed."))
        if bad:
            raise ValueError("The month is closed.")
        return super().add_many(studio_id, timelogs)


def use_timelogs(app: Flask, timelogs: Timelogs) -> None:
    """Let the plugin write its timelogs by this object."""
    rewire(app, timelogs=timelogs)
