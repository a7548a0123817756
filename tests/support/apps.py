"""Workrooms beside the one that a test has, and their ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from flask import Flask

from demo.workroom import create_app
from demo.workroom.models import db
from workroom_harvest.current import EXTENSION, State
from workroom_harvest.domain.use_cases import bind


@contextmanager
def another(app: Flask, **settings: object) -> Iterator[Flask]:
    """The same Workroom, on the same database, with other settings."""
    made = create_app({**app.config, **settings})
    try:
        yield made
    finally:
        close(made)


def rewire(app: Flask, **ports: Any) -> None:
    """Give the plugin's use cases other ports, by their names in `Ports`."""
    state: State = app.extensions[EXTENSION]
    others = replace(state.ports, **ports)
    app.extensions[EXTENSION] = replace(state, ports=others, use_cases=bind(others))


def close(app: Flask) -> None:
    """Let go of all connections: those to the database are nobody's to collect."""
    app.extensions[EXTENSION].close()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
