"""A connected studio and a store over the database that a test chose."""

from datetime import date, timedelta

from flask import Flask

from demo.workroom.models import db
from tests.support.apps import TOKEN_KEY
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio
from workroom_harvest.adapters.sql.session import HostSession
from workroom_harvest.adapters.sql.store import SqlStore
from workroom_harvest.adapters.token_cipher import TokenCipher


def connected(app: Flask, harvest: LocalHarvest) -> Studio:
    """Return Studio Lindqvist, connected and mapped."""
    elin = Studio(app, harvest, "elin@lindqvist.example", "Studio Lindqvist")
    elin.connect()
    elin.map()
    return elin


def assert_imports(studio: Studio, today: date) -> None:
    """Assert that an import saves every entry, and that another one saves nothing twice."""
    days = (today - timedelta(days=60), today)
    run = studio.import_days(*days)
    assert (run["status"], run["failure"]) == ("finished", None)
    assert len(studio.stamps()) == run["imported"] > 1
    assert studio.import_days(*days)["imported"] == 0


def make_store(lock_timeout: timedelta | None = None) -> SqlStore:
    """Return a store over Workroom's database, whose lock timeout may be given."""
    rows = HostSession(db, lock_timeout) if lock_timeout else HostSession(db)
    return SqlStore(rows, TokenCipher([TOKEN_KEY]))
