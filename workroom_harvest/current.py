"""The one door from web, command line and jobs to what the plugin can do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from flask import current_app

from workroom_harvest.domain.ports.queue import Workers
from workroom_harvest.domain.use_cases import UseCases
from workroom_harvest.domain.use_cases.overview import ShowOverview
from workroom_harvest.settings import Settings

EXTENSION = "workroom_harvest"


@dataclass(frozen=True)
class State:
    """What the plugin keeps per app.

    `entry` looks at a studio for the parts in a host's own pages, beside the host's transaction;
    `end_reading` ends what was read in the host's session, before somebody is waited for; `close`
    ends the idle connections to Harvest and Redis.
    """

    settings: Settings
    use_cases: UseCases
    workers: Workers
    entry: ShowOverview
    end_reading: Callable[[], None]
    close: Callable[[], None]


def use_cases() -> UseCases:
    """The use cases of the current app; raises `RuntimeError` where the plugin is not set up."""
    return _state().use_cases


def entry() -> ShowOverview:
    """A look at a studio that leaves the host's transaction alone."""
    return _state().entry


def end_reading() -> None:
    """End the host's open transaction of reads; what was not committed is undone."""
    _state().end_reading()


def workers() -> Workers:
    """The worker and scheduler processes of the current app."""
    return _state().workers


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
