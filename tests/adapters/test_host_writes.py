"""The rows that a host changes or removes are counted like those that it adds."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from demo.workroom.config import database_url as with_driver
from workroom_harvest.adapters.sql.session import HostSession
from workroom_harvest.adapters.sql.store import SqlStore
from workroom_harvest.adapters.token_cipher import TokenCipher
from workroom_harvest.domain.errors import HostMisbehaved

Opened = tuple[SqlStore, SQLAlchemy]
CALLS = {
    "add_many": "INSERT INTO log VALUES (3, 30)",
    "change_many": "UPDATE log SET hours = hours + 1 WHERE id = 1",
    "remove_many": "DELETE FROM log WHERE id = 2",
}


@pytest.fixture
def opened(database_url: str) -> Iterator[Opened]:
    """Give a store and the host's database with a table `log` of two rows, in an app context."""
    db, app = SQLAlchemy(), Flask(__name__)
    store = SqlStore(HostSession(db), TokenCipher(["0" * 43 + "="]))
    app.config["SQLALCHEMY_DATABASE_URI"] = with_driver(database_url)
    db.init_app(app)
    with app.app_context():
        db.session.execute(sa.text("CREATE TABLE log (id INTEGER PRIMARY KEY, hours INTEGER)"))
        db.session.execute(sa.text("INSERT INTO log VALUES (1, 10), (2, 20)"))
        db.session.commit()
        yield store, db
        db.session.remove()
        db.engine.dispose()


def write(opened: Opened, calls: dict[str, str], said: int = 1) -> None:
    """Commit what the host's methods do, each of which says that it wrote `said` rows."""
    store, db = opened
    with store.transaction() as tx:
        # SQLite begins its transaction with the first statement that writes.
        db.session.execute(sa.text("UPDATE log SET hours = hours WHERE id = 0"))
        with tx.savepoint(), tx.host_writes("find_many", 0):
            db.session.execute(sa.text("SELECT * FROM log"))
        for method, statement in calls.items():
            with tx.savepoint(), tx.host_writes(method, said):
                db.session.execute(sa.text(statement))
        tx.commit()


def test_rows_that_are_added_changed_and_removed_all_count(opened: Opened) -> None:
    """A host that adds, changes and removes as many rows as it says is committed."""
    write(opened, CALLS)
    _, db = opened
    assert db.session.execute(sa.text("SELECT * FROM log ORDER BY id")).all() == [(1, 11), (3, 30)]


@pytest.mark.parametrize("method", CALLS)
def test_fewer_rows_than_the_host_says_stop_the_commit(opened: Opened, method: str) -> None:
    """A method that wrote fewer rows than it says is named, and not one that only reads."""
    with pytest.raises(HostMisbehaved) as stopped:
        write(opened, {method: CALLS[method]}, said=2)
    assert stopped.value.detail.data == {"method": method}
    _, db = opened
    assert db.session.execute(sa.text("SELECT * FROM log ORDER BY id")).all() == [(1, 10), (2, 20)]
