"""Workroom's tables and studios: made once a process, and from then on copied for SQLite."""

from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from demo.workroom.cli import upgrade
from demo.workroom.models import db
from demo.workroom.seed import seed

_sqlite: list[bytes] = []


def furnish(app: Flask) -> None:
    """Fill the app's database, unless it is; nobody is connected to it yet, nor afterwards."""
    address = sa.make_url(app.config["DATABASE_URL"])
    file = Path(address.database or "") if address.get_backend_name() == "sqlite" else None
    is_new = file is not None and not file.exists()
    if file and is_new and _sqlite:
        file.write_bytes(_sqlite[0])
        return
    with app.app_context():
        upgrade()
        seed()
        db.session.remove()
        db.engine.dispose()
    if file and is_new:
        # The last connection took the write-ahead log with it: this is all there is.
        _sqlite.append(file.read_bytes())
