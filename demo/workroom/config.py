"""Workroom's settings, all from the environment."""

import os
import secrets
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

SQLITE_PATIENCE = 30
"""Seconds that a writer waits for another's turn."""

THIS_MACHINE = ["localhost", "127.0.0.1"]
"""The names under which Workroom is asked for where TRUSTED_HOSTS gives no others."""


def from_environment(instance_path: str) -> dict[str, Any]:
    """The config: `HARVEST_*` as it stands, `DATABASE_URL`, `SECRET_KEY`, `TRUSTED_HOSTS`."""
    instance = Path(instance_path)
    found: dict[str, Any] = {
        name: value for name, value in os.environ.items() if name.startswith("HARVEST_")
    }
    found["DATABASE_URL"] = os.environ.get("DATABASE_URL") or f"sqlite:///{instance}/workroom.db"
    if found["DATABASE_URL"].startswith(f"sqlite:///{instance}"):
        instance.mkdir(parents=True, exist_ok=True)
    named = os.environ.get("TRUSTED_HOSTS", "")
    hosts = [name.strip() for name in named.split(",") if name.strip()]
    found["TRUSTED_HOSTS"] = hosts or THIS_MACHINE
    found["SECRET_KEY"] = os.environ.get("SECRET_KEY") or _kept_key(instance / "secret_key")
    found["SESSION_COOKIE_HTTPONLY"] = True
    found["SESSION_COOKIE_SAMESITE"] = "Lax"
    found["SESSION_COOKIE_NAME"] = "workroom"
    return found


def _kept_key(path: Path) -> str:
    """A key for the sessions that all our processes share: made once, for the owner's eyes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    return path.read_text()


def database_url(url: str) -> str:
    """The address with the driver that we use, psycopg 3."""
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            return f"postgresql+psycopg://{url.removeprefix(scheme)}"
    return url


def engine_options(url: str) -> dict[str, Any]:
    """What each kind of database needs to serve a web app and workers at once."""
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": SQLITE_PATIENCE}}
    return {"pool_pre_ping": True}


@event.listens_for(Engine, "connect")
def _tune_sqlite(connection: Any, _: Any) -> None:
    """Readers beside a writer, and foreign keys that hold."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
