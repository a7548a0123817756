"""Which of a database's errors on the host's rows are permanent."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from demo.workroom.config import database_url as with_driver
from workroom_harvest.adapters.sql.session import HostSession
from workroom_harvest.adapters.sql.store import SqlStore
from workroom_harvest.adapters.token_cipher import TokenCipher
from workroom_harvest.domain.errors import RowsRefused

TABLE = (
    "CREATE TABLE log (id INTEGER PRIMARY KEY, hours INTEGER CONSTRAINT ck_log CHECK (hours >= 0))"
)
CODED = """
CREATE FUNCTION refuse() RETURNS trigger AS $$ BEGIN
IF NEW.hours = 7 THEN RAISE 'No sevens.' USING ERRCODE = '{}'; END IF;
RETURN NEW; END $$ LANGUAGE plpgsql;
CREATE TRIGGER closed BEFORE INSERT ON log FOR EACH ROW EXECUTE FUNCTION refuse()
"""
ABORTING = """
CREATE TRIGGER closed BEFORE INSERT ON log WHEN NEW.hours = 7
BEGIN SELECT RAISE(ABORT, 'No sevens.'); END
"""

Opened = tuple[SqlStore, SQLAlchemy]


@pytest.fixture
def opened(database_url: str) -> Iterator[Opened]:
    """Give a store and the host's database with a table `log`, inside an app context."""
    db, app = SQLAlchemy(), Flask(__name__)
    store = SqlStore(HostSession(db), TokenCipher(["0" * 43 + "="]))
    app.config["SQLALCHEMY_DATABASE_URI"] = with_driver(database_url)
    db.init_app(app)
    with app.app_context():
        db.session.execute(sa.text(TABLE))
        db.session.commit()
        yield store, db
        db.session.remove()
        db.engine.dispose()


def write(opened: Opened, *statements: str) -> None:
    """Execute statements as a host's `add_many` does."""
    store, db = opened
    with store.transaction() as tx:
        # SQLite begins its transaction with the first statement that writes.
        db.session.execute(sa.text("DELETE FROM log"))
        with tx.savepoint(), tx.host_writes("It", 1):
            for statement in statements:
                db.session.execute(sa.text(statement))


@pytest.mark.parametrize(
    ("hours", "cause"), [("-1", "log"), ("1), (1, 2", "log")], ids=["check", "primary key"]
)
def test_what_a_constraint_refuses_is_refused_for_good(
    opened: Opened, hours: str, cause: str
) -> None:
    """Rows that a constraint refuses raise `RowsRefused`.

    Its cause is the error's first line, which names the constraint and no value.
    """
    with pytest.raises(RowsRefused) as refused:
        write(opened, f"INSERT INTO log VALUES (1, {hours})")  # noqa: S608 because it is ours
    assert cause in refused.value.cause
    assert "\n" not in refused.value.cause


@pytest.mark.parametrize("code", ["P0001", "raise_exception", "WR001", "55000", "22003", "23514"])
def test_what_a_trigger_refuses_is_refused_for_good(opened: Opened, code: str) -> None:
    """Rows that a trigger refuses raise `RowsRefused`, whatever error code the trigger uses.

    On SQLite there is one code for all.
    """
    _, db = opened
    is_postgres = db.engine.dialect.name == "postgresql"
    db.session.execute(sa.text(CODED.format(code) if is_postgres else ABORTING))
    db.session.commit()
    with pytest.raises(RowsRefused) as refused:
        write(opened, "INSERT INTO log VALUES (1, 7)")
    assert refused.value.cause == "No sevens."


@pytest.mark.parametrize(
    "statement", ["INSERT INTO nowhere VALUES (1)", "INSERT INTO log (days) VALUES (1)", "INSERT"]
)
def test_a_faulty_statement_is_no_refusal_of_its_rows(opened: Opened, statement: str) -> None:
    """A faulty statement of the host does not raise `RowsRefused`.

    The host can repair it, and then the rows can be imported.
    """
    with pytest.raises(Exception) as mistake:  # noqa: PT011 because each driver has its own
        write(opened, statement)
    assert not isinstance(mistake.value, RowsRefused)
