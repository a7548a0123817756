"""A run over a real database whose process is killed before a statement, and is taken up again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from tests.fakes.crash_points import Crash
from tests.fakes.plugin import FakedPlugin
from tests.resilience.counted_timelogs import CountedTimelogs
from tests.resilience.outcomes import Outcome, outcome_of
from tests.support.door import Door
from tests.support.stored_plugin import stored_plugin
from tests.support.undo_pages import with_undo_pages

STATEMENT = "statement"
"""The moment before each statement and before each commit."""

LISTED, REMOVED = 2, 3
"""How many entries a page of Harvest's has, and how many timelogs one of an undo."""

LONGER_THAN_A_LEASE = timedelta(minutes=2)


@dataclass(frozen=True)
class Workplace:
    """A plugin over an emptied database, connected and mapped, whose pages are small.

    The host counts what is done to each timelog.
    """

    door: Door
    plugin: FakedPlugin
    counted: CountedTimelogs

    @classmethod
    def open(cls, door: Door, counted: CountedTimelogs) -> "Workplace":
        """Return it as it is at the beginning of a scene."""
        plugin = stored_plugin(door, page_size=2000)
        plugin.ports = replace(plugin.ports, timelogs=counted)
        plugin.use = with_undo_pages(plugin.use, REMOVED)
        plugin.connect()
        plugin.map()
        return cls(door, plugin, counted)

    def edit(self, *stamps: int, **values: Any) -> None:
        """Edit or lock timelogs in Workroom."""
        self._execute(self._these(self.door.timelogs.table.update(), stamps).values(**values))

    def delete(self, *stamps: int) -> None:
        """Delete timelogs in Workroom."""
        self._execute(self._these(self.door.timelogs.table.delete(), stamps))

    def _these(self, change: Any, stamps: tuple[int, ...]) -> Any:
        return change.where(self.door.timelogs.table.c.entry_id.in_(stamps))

    def _execute(self, change: Any) -> None:
        with self.door.engine.begin() as connection:
            connection.execute(change)


@dataclass(frozen=True)
class Scene:
    """What there is before, and how the run begins that is interrupted."""

    arrange: Callable[[Workplace], object]
    begin: Callable[[FakedPlugin], object]


def play(
    scene: Scene, door: Door, counted: CountedTimelogs, nth: int | None = None
) -> Outcome | None:
    """Return what came of a scene whose process is killed before its nth statement, from 0.

    The process is the one that begins the run, and then the one that works at it. Where nothing
    came of the beginning it is done again; ticks do the rest. Without a number nobody is killed.
    Return None where there are fewer statements.
    """
    workplace = Workplace.open(door, counted)
    plugin = workplace.plugin
    scene.arrange(workplace)
    plugin.harvest.page_size = LISTED
    plugin.clock.advance(timedelta(minutes=1))
    counted.forget()
    before = len(plugin.runs())
    with _statements(door, plugin):
        if nth is not None:
            plugin.moments.kill(STATEMENT, after=nth)
        try:
            scene.begin(plugin)
            plugin.work()
        except Crash:
            plugin.moments.revive()
        else:
            if nth is not None:
                return None
    if len(plugin.runs()) == before:
        scene.begin(plugin)
    plugin.settle()
    plugin.tick(LONGER_THAN_A_LEASE)
    plugin.settle()
    return outcome_of(plugin, door, counted)


@contextmanager
def _statements(door: Door, plugin: FakedPlugin) -> Iterator[None]:
    """Let each statement and each commit be a moment of the plugin's."""

    def reach(*_: object) -> None:
        plugin.moments(STATEMENT)

    hooks = ("before_cursor_execute", "commit")
    for hook in hooks:
        sa.event.listen(door.engine, hook, reach)
    try:
        yield
    finally:
        for hook in hooks:
            sa.event.remove(door.engine, hook, reach)
