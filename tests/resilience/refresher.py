"""A process that calls Harvest each time it is told to."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from multiprocessing.connection import Connection
from typing import Any

from flask import Flask

from demo.workroom import create_app
from tests.resilience.wrong_clock import WrongClock
from workroom_harvest.current import State, use_cases
from workroom_harvest.domain.errors import HarvestImportError


def refresh(told: Connection, config: Mapping[str, Any], minutes: float = 0.0) -> None:
    """Says `ready`; then reads a studio's id per round, and answers each with `ok` or the error.

    Its clock is so many `minutes` ahead of the time.
    """
    app = create_app(config)
    _set_ahead(app, WrongClock(timedelta(minutes=minutes)))
    told.send("ready")
    while True:
        account_id = told.recv()
        with app.app_context():
            try:
                use_cases().show_mappings(account_id)
                told.send("ok")
            except HarvestImportError as error:
                told.send(f"{type(error).__name__}: {error}")


def _set_ahead(app: Flask, clock: WrongClock) -> None:
    state: State = app.extensions["workroom_harvest"]
    show = state.use_cases.show_mappings
    cases = replace(
        state.use_cases,
        show_mappings=replace(show, tokens=replace(show.tokens, clock=clock)),
    )
    app.extensions["workroom_harvest"] = replace(state, use_cases=cases)
