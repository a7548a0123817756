"""A use case as a process that can be put beside another."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.schedules.facts import Facts
from tests.schedules.world import World
from workroom_harvest.domain.errors import (
    ConnectionChanged,
    HarvestUnavailable,
    InvalidMappings,
    NotConnected,
    NothingToConfirm,
    ReconnectNeeded,
)
from workroom_harvest.domain.use_cases import UseCases

Act = Callable[[UseCases], object]
REPLACED = (HarvestUnavailable,)
"""Whoever has just refreshed a pair that was replaced may try again in a few minutes."""

OVERTAKEN = (NothingToConfirm,)
"""Whoever wants to take another account is told that the connection was changed meanwhile."""

ENDED = (
    *REPLACED,
    *OVERTAKEN,
    NotConnected,
    ConnectionChanged,
    ReconnectNeeded,
    InvalidMappings,
)
"""Whoever has read the connection before is told that it is gone, or another."""


def _nothing(_: World) -> None:
    """Arrange nothing."""


def _anything(_: Facts) -> bool:
    """Return that whatever is left is right."""
    return True


@dataclass(frozen=True)
class Process:
    """A use case beside others.

    Both processes `arrange` the world, then both are made `ready`, which returns what the process
    does with use cases of its own. What it `leaves` holds once it ended well, unless the other has
    ended the connection. Where it `stops_runs`, a run may fail; `tells` are the errors that the
    other may meet because of it.
    """

    ready: Callable[[World], Act]
    arrange: Callable[[World], object] = _nothing
    leaves: Callable[[Facts], bool] = _anything
    stops_runs: bool = False
    tells: tuple[type[Exception], ...] = ()

    @property
    def ends_connection(self) -> bool:
        """Whether there is another connection, or none, after it."""
        return NotConnected in self.tells


def work(world: World, use: UseCases) -> None:
    """Let a worker do what is queued."""
    world.plugin.moments("take")
    while (run_id := world.plugin.queue.take()) is not None:
        use.perform_import(run_id)
        world.plugin.moments("take")
