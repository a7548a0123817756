"""A process that calls Harvest each time it is told to."""

from collections.abc import Mapping
from datetime import timedelta
from multiprocessing.connection import Connection
from typing import Any

from demo.workroom import create_app
from tests.resilience.wrong_clock import WrongClock
from tests.support.apps import rewire
from workroom_harvest.current import use_cases
from workroom_harvest.domain.errors import HarvestImportError


def refresh(told: Connection, config: Mapping[str, Any], minutes: float = 0.0) -> None:
    """Says `ready`; then reads a studio's id per round, and answers each with `ok` or the error.

    Its clock is so many `minutes` ahead of the time.
    """
    app = create_app(config)
    rewire(app, clock=WrongClock(timedelta(minutes=minutes)))
    told.send("ready")
    while True:
        studio_id = told.recv()
        with app.app_context():
            try:
                use_cases().show_mappings(studio_id)
                told.send("ok")
            except HarvestImportError as error:
                told.send(f"{type(error).__name__}: {error}")
