"""A studio and a store on a database that a test chose."""

from datetime import date, timedelta

from flask import Flask

from demo.workroom.models import db
from tests.conftest import TOKEN_KEY
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio
from workroom_harvest.adapters.sql.session import HostSession
from workroom_harvest.adapters.sql.store import SqlStore
from workroom_harvest.adapters.token_cipher import TokenCipher


def connected(app: Flask, harvest: LocalHarvest) -> Studio:
    """Studio Lindqvist."""
    elin = Studio(app, harvest, "elin@lindqvist.example", "Studio Lindqvist")
    elin.connect()
    elin.map()
    return elin


def imports(studio: Studio, today: date) -> None:
    """All of it, and nothing the second time."""
    days = (today - timedelta(days=60), today)
    run = studio.import_days(*days)
    assert (run["status"], run["failure"]) == ("finished", None)
    assert len(studio.stamps()) == run["imported"] > 1
    assert studio.import_days(*days)["imported"] == 0


def store_of(patience: timedelta | None = None) -> SqlStore:
    """A store over Workroom's database, with that much patience."""
    rows = HostSession(db, patience) if patience else HostSession(db)
    return SqlStore(rows, TokenCipher([TOKEN_KEY]))
