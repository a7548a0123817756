"""A process that calls Harvest each time it receives a studio's id."""

from collections.abc import Mapping
from datetime import timedelta
from multiprocessing.connection import Connection
from typing import Any

from demo.workroom import create_app
from tests.resilience.wrong_clock import WrongClock
from tests.support.apps import rewire
from workroom_harvest.current import use_cases
from workroom_harvest.domain.errors import HarvestImportError, NotConnected


def refresh(connection: Connection, config: Mapping[str, Any], minutes: float = 0.0) -> None:
    """Send `ready`, then read Harvest's lists for each studio whose id is received.

    It answers `ok` or the error. The process's clock is so many `minutes` ahead of the time, or
    behind it where they are negative.
    """
    app = create_app(config)
    rewire(app, clock=WrongClock(timedelta(minutes=minutes)))
    connection.send("ready")
    while True:
        studio_id = connection.recv()
        with app.app_context():
            try:
                held = use_cases().show_overview(studio_id).connection
                if held is None:
                    raise NotConnected
                use_cases().refresh_lists.read(held, timedelta())
                connection.send("ok")
            except HarvestImportError as error:
                connection.send(f"{type(error).__name__}: {error}")
