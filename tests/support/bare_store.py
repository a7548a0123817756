"""The plugin's store over a database of its own, without Workroom."""

from collections.abc import Iterator

from cryptography.fernet import Fernet
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from demo.workroom.config import database_url
from workroom_harvest.adapters.sql.session import HostSession
from workroom_harvest.adapters.sql.store import SqlStore
from workroom_harvest.adapters.token_cipher import TokenCipher

BareStore = tuple[SqlStore, Flask, SQLAlchemy]
"""A store, the app in whose context it is used, and its database."""


def bare_store(url: str) -> Iterator[BareStore]:
    """Yield a store with empty tables in the database at `url`; close everything in the end."""
    db, app = SQLAlchemy(), Flask(__name__)
    store = SqlStore(HostSession(db), TokenCipher([Fernet.generate_key().decode()]))
    app.config["SQLALCHEMY_DATABASE_URI"] = database_url(url)
    db.init_app(app)
    with app.app_context():
        db.create_all()
    yield store, app, db
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
