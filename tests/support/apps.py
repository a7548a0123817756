"""Workroom apps for tests: made, given other settings or other ports, and closed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from cryptography.fernet import Fernet
from flask import Flask

from demo.workroom import create_app
from demo.workroom.cli import upgrade
from demo.workroom.models import db
from demo.workroom.seed import seed
from tests.support.servers import LocalHarvest
from workroom_harvest.current import EXTENSION, State
from workroom_harvest.domain.use_cases import bind

TOKEN_KEY = Fernet.generate_key().decode()


def make_app(
    database_url: str, harvest: LocalHarvest, redis_url: str, **settings: Any
) -> Iterator[Flask]:
    """Yield Workroom with its tables and three studios, and close its connections afterwards."""
    app = create_app(
        {
            **harvest.settings(),
            "HARVEST_REDIS_URL": redis_url,
            "HARVEST_TOKEN_KEYS": TOKEN_KEY,
            "DATABASE_URL": database_url,
            "SECRET_KEY": "a secret of the tests",
            "TESTING": True,
            **settings,
        }
    )
    set_up_database(app)
    yield app
    close(app)


def set_up_database(app: Flask) -> None:
    """Create the tables and studios that are missing, and leave no connection open."""
    with app.app_context():
        upgrade()
        seed()
        db.session.remove()
        db.engine.dispose()


@contextmanager
def another(app: Flask, **settings: object) -> Iterator[Flask]:
    """Return the same Workroom, on the same database, with other settings."""
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
    """Close all connections of the app, as no garbage collector closes those to the database."""
    app.extensions[EXTENSION].close()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
