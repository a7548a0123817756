"""The access of pages, commands and jobs to the plugin's objects of the current app."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import cast

from flask import current_app

from workroom_harvest.domain.ports import Ports
from workroom_harvest.domain.ports.queue import Workers
from workroom_harvest.domain.use_cases import UseCases
from workroom_harvest.domain.use_cases.connecting.show_overview import Overview
from workroom_harvest.settings import Settings

EXTENSION = "workroom_harvest"
"""The key of the plugin's `State` in `app.extensions`."""


@dataclass(frozen=True)
class State:
    """What the plugin keeps for an app.

    `end_reading` ends the transaction of reads in the host's session, before the process waits for
    somebody. `close` closes the idle connections to Harvest and Redis.
    """

    settings: Settings
    ports: Ports
    use_cases: UseCases
    end_reading: Callable[[], None]
    close: Callable[[], None]


def use_cases() -> UseCases:
    """Return the use cases of the current app.

    Raise `RuntimeError` if the plugin is not set up in it.
    """
    return _state().use_cases


def menu_overview(studio_id: str) -> Overview:
    """Return a studio's overview without touching the host's own transaction."""
    return _state().use_cases.menu_overview(studio_id)


def fresh_context() -> AbstractContextManager[object]:
    """Return another context of the current app, with a session of its own.

    What a host keeps in the context for one studio is not there for the next.
    """
    return current_app.app_context()


def end_reading() -> None:
    """End the host's open transaction of reads. What was not committed is undone."""
    _state().end_reading()


def workers() -> Workers:
    """Return the port to the worker and scheduler processes of the current app."""
    return _state().ports.workers


def settings() -> Settings:
    """Return the settings of the current app.

    Raise `RuntimeError` if the plugin is not set up in it.
    """
    return _state().settings


def _state() -> State:
    try:
        return cast(State, current_app.extensions[EXTENSION])
    except KeyError:
        raise RuntimeError(
            "workroom_harvest is not set up in this app. Call WorkroomHarvest(...).init_app(app)."
        ) from None
