"""Workrooms beside the one that a test has, and their ends."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from demo.workroom import create_app
from demo.workroom.models import db


@contextmanager
def another(app: Flask, **settings: object) -> Iterator[Flask]:
    """The same Workroom, on the same database, with other settings."""
    made = create_app({**app.config, **settings})
    try:
        yield made
    finally:
        close(made)


def close(app: Flask) -> None:
    """Let go of all connections: those to the database are nobody's to collect."""
    app.extensions["workroom_harvest"].close()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
