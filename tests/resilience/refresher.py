"""A process that calls Harvest each time it is told to."""

from collections.abc import Mapping
from multiprocessing.connection import Connection
from typing import Any

from demo.workroom import create_app
from workroom_harvest.current import use_cases
from workroom_harvest.domain.errors import HarvestImportError


def refresh(told: Connection, config: Mapping[str, Any]) -> None:
    """Says `ready`; then reads a studio's id per round, and answers each with `ok` or the error."""
    app = create_app(config)
    told.send("ready")
    while True:
        account_id = told.recv()
        with app.app_context():
            try:
                use_cases().show_mappings(account_id)
                told.send("ok")
            except HarvestImportError as error:
                told.send(f"{type(error).__name__}: {error}")
