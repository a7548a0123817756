"""Local Harvests, one after the other in the same app: to build its routes takes a while."""

from flask import Flask

from demo.harvest import HarvestConfig, World, create_harvest
from demo.harvest.state import KEY, State

_idle: list[Flask] = []


def lend(config: HarvestConfig, world: World) -> Flask:
    """A local Harvest with nothing in it but this world; give it back."""
    if not _idle:
        return create_harvest(config, world)
    app = _idle.pop()
    # All that one remembers; the app itself has nothing but routes.
    app.extensions[KEY] = State(config, world)
    return app


def give_back(app: Flask) -> None:
    """Let the next test have it."""
    _idle.append(app)
