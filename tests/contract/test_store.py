"""The fake and the real store keep one contract."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from demo.workroom.config import database_url
from tests.contract.store import StoreContract
from tests.contract.stored import Later
from tests.contract.transactions import Borrower
from tests.fakes.database import FakeDatabase, NotUniqueError
from tests.fakes.store import FakeStore
from tests.support.servers import fresh_database
from workroom_harvest.adapters.sql.session import HostSession
from workroom_harvest.adapters.sql.store import SqlStore
from workroom_harvest.adapters.token_cipher import TokenCipher
from workroom_harvest.domain.errors import StoreUnavailable
from workroom_harvest.domain.ports.store import Store


class TestFakeStore(StoreContract):
    """In memory."""

    @pytest.fixture
    def database(self) -> FakeDatabase:
        """An empty one."""
        return FakeDatabase()

    @pytest.fixture
    def store(self, database: FakeDatabase) -> Store:
        """Over that."""
        return FakeStore(database)

    @pytest.fixture
    def borrower(self, database: FakeDatabase) -> Borrower:
        """A host has the database itself."""
        return database

    @pytest.fixture
    def later(self, database: FakeDatabase) -> Later:
        """Moves the database's clock."""
        return lambda seconds: database.clock.advance(timedelta(seconds=seconds))

    @pytest.fixture
    def refusal(self) -> type[Exception]:
        """What a unique key raises."""
        return NotUniqueError

    def test_a_transaction_is_not_nested(self, store: Store) -> None:
        """The fake says so; the real one would undo the outer one."""
        with pytest.raises(AssertionError), store.transaction(), store.transaction():
            pass

    def test_nothing_is_reached_outside_of_a_transaction(self, store: Store) -> None:
        """The fake says so; the real one would begin one that nobody ends."""
        with store.transaction() as tx:
            pass
        with pytest.raises(AssertionError):
            tx.connections.for_studio("studio")

    def test_a_database_that_is_away_is_said(self) -> None:
        """As the real one."""
        database = FakeDatabase()
        database.is_away = True
        with pytest.raises(StoreUnavailable):
            FakeStore(database).ready()


Database = tuple[SqlStore, Flask, SQLAlchemy]
STAMPS = {
    "connections": "refresh_claimed_until",
    "authorization_requests": "expires_at",
    "leases": "expires_at",
    "runs": "enqueued_at",
}


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A file with the plugin's tables."""
    yield from tables(f"sqlite:///{tmp_path_factory.mktemp('store') / 'plugin.sqlite3'}")


@pytest.fixture(scope="module")
def on_postgres(postgres_url: str) -> Iterator[Database]:
    """A PostgreSQL database with the plugin's tables."""
    yield from tables(fresh_database(postgres_url))


@pytest.fixture(scope="module")
def by_psycopg2(postgres_url: str) -> Iterator[Database]:
    """Another, that is spoken to by the older driver."""
    url = database_url(fresh_database(postgres_url))
    yield from tables(url.replace("+psycopg:", "+psycopg2:"))


def tables(url: str) -> Iterator[Database]:
    """A store over a database of its own, within an app; everything is closed in the end."""
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


class SqlStoreContract(StoreContract):
    """Over tables of the plugin's own."""

    @pytest.fixture
    def store(self, database: Database) -> Iterator[Store]:
        """An empty one, within its app."""
        yield from emptied(database)

    @pytest.fixture
    def borrower(self, database: Database) -> Borrower:
        """A host has the session."""
        return database[2].session

    @pytest.fixture
    def later(self, database: Database) -> Later:
        """Moves what was written by the database's clock: the clock itself nobody moves."""
        _, _, db = database
        return lambda seconds: shift(db, timedelta(seconds=-seconds))

    @pytest.fixture
    def refusal(self) -> type[Exception]:
        """What a unique key raises."""
        return IntegrityError


class TestSqliteStore(SqlStoreContract):
    """On SQLite."""

    @pytest.fixture
    def database(self, on_sqlite: Database) -> Database:
        """The file."""
        return on_sqlite


class TestPsycopg2Store(SqlStoreContract):
    """On PostgreSQL, by the older driver."""

    @pytest.fixture
    def database(self, by_psycopg2: Database) -> Database:
        """The server's."""
        return by_psycopg2


class TestPostgresStore(SqlStoreContract):
    """On PostgreSQL."""

    @pytest.fixture
    def database(self, on_postgres: Database) -> Database:
        """The server's."""
        return on_postgres


def shift(db: SQLAlchemy, by: timedelta) -> None:
    """Move each stamp that the database's clock wrote."""
    for name, column in STAMPS.items():
        table = db.metadata.tables[f"workroom_harvest_{name}"]
        stamped = select(table).where(table.c[column].is_not(None))
        for row in db.session.execute(stamped).mappings().all():
            (key,) = list(table.primary_key)
            mine = update(table).where(key == row[key.name])
            db.session.execute(mine.values({column: row[column] + by}))


def emptied(database: Database) -> Iterator[Store]:
    """The store without any row, within its app."""
    store, app, db = database
    with app.app_context():
        for table in db.metadata.sorted_tables:
            db.session.execute(table.delete())
        db.session.commit()
        yield store
        db.session.remove()
