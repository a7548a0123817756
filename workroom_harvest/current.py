"""The one door from web, command line and jobs to what the plugin can do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from flask import current_app

from workroom_harvest.domain.ports.queue import Workers
from workroom_harvest.domain.use_cases import Ports, UseCases
from workroom_harvest.domain.use_cases.connecting.show_overview import Overview
from workroom_harvest.settings import Settings

EXTENSION = "workroom_harvest"


@dataclass(frozen=True)
class State:
    """What the plugin keeps per app.

    `end_reading` ends what was read in the host's session, before somebody is waited for; `close`
    ends the idle connections to Harvest and Redis.
    """

    settings: Settings
    ports: Ports
    use_cases: UseCases
    end_reading: Callable[[], None]
    close: Callable[[], None]


def use_cases() -> UseCases:
    """The use cases of the current app; raises `RuntimeError` where the plugin is not set up."""
    return _state().use_cases


def menu_overview(studio_id: str) -> Overview:
    """A look at a studio that leaves the host's transaction alone."""
    return _state().use_cases.menu_overview(studio_id)


def end_reading() -> None:
    """End the host's open transaction of reads; what was not committed is undone."""
    _state().end_reading()


def workers() -> Workers:
    """The worker and scheduler processes of the current app."""
    return _state().ports.workers


def settings() -> Settings:
    """The settings of the current app; raises `RuntimeError` where the plugin is not set up."""
    return _state().settings


def _state() -> State:
    try:
        return cast(State, current_app.extensions[EXTENSION])
    except KeyError:
        raise RuntimeError(
            "workroom_harvest is not set up in this app. Call WorkroomHarvest(...).init_app(app)."
        ) from None
