"""Workroom's settings, which all come from the environment."""

import os
import secrets
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

DEFAULT_URL = "http://127.0.0.1:8600"
"""Where Workroom is found, for the links in mails, unless WORKROOM_URL says so."""

SQLITE_TIMEOUT = 30
"""Seconds that a writer waits for the lock of another."""

LANGUAGES = ["en", "de"]
"""The languages of its readers; the first is for who prefers none of them."""

DEFAULT_TRUSTED_HOSTS = ["localhost", "127.0.0.1"]
"""The names under which Workroom answers unless TRUSTED_HOSTS gives others."""


def from_environment(instance_path: str) -> dict[str, Any]:
    """Return the config: `HARVEST_*` as it is, and the names below, or their defaults.

    Results lead to Workroom's own page of timelogs.

    Without `DATABASE_URL` it is a SQLite file in the instance folder, without `SECRET_KEY` a key
    that is stored there.
    """
    instance = Path(instance_path)
    found: dict[str, Any] = {
        name: value for name, value in os.environ.items() if name.startswith("HARVEST_")
    }
    found["DATABASE_URL"] = os.environ.get("DATABASE_URL") or f"sqlite:///{instance}/workroom.db"
    if found["DATABASE_URL"].startswith(f"sqlite:///{instance}"):
        instance.mkdir(parents=True, exist_ok=True)
    found["WORKROOM_URL"] = os.environ.get("WORKROOM_URL") or DEFAULT_URL
    named = os.environ.get("TRUSTED_HOSTS", "")
    hosts = [name.strip() for name in named.split(",") if name.strip()]
    found["TRUSTED_HOSTS"] = hosts or DEFAULT_TRUSTED_HOSTS
    found["SECRET_KEY"] = os.environ.get("SECRET_KEY") or _stored_key(instance / "secret_key")
    found.setdefault("HARVEST_TIMELOGS_URL", "/timelogs")
    found["LANGUAGES"] = LANGUAGES
    found["SESSION_COOKIE_HTTPONLY"] = True
    found["SESSION_COOKIE_SAMESITE"] = "Lax"
    found["SESSION_COOKIE_NAME"] = "workroom"
    return found


def _stored_key(path: Path) -> str:
    """Return the session key that all processes share.

    It is made once, in a file that only its owner may read.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    return path.read_text()


def database_url(url: str) -> str:
    """Return the database URL with the driver psycopg 3 for PostgreSQL."""
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            return f"postgresql+psycopg://{url.removeprefix(scheme)}"
    return url


def engine_options(url: str) -> dict[str, Any]:
    """Return the engine options that let a web app and workers share the database."""
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": SQLITE_TIMEOUT}}
    return {"pool_pre_ping": True}


@event.listens_for(Engine, "connect")
def _tune_sqlite(connection: Any, _: Any) -> None:
    """Let SQLite read beside a writer, and enforce foreign keys."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
