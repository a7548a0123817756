"""The fake store and the SQL stores keep the same contract."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from demo.workroom.config import database_url
from tests.contract.store import StoreContract
from tests.contract.stored import Later
from tests.contract.transactions import Borrower
from tests.fakes.database import FakeDatabase, NotUniqueError
from tests.fakes.store import FakeStore
from tests.support.bare_store import BareStore, bare_store
from tests.support.servers import fresh_database
from workroom_harvest.domain.errors import StoreUnavailable
from workroom_harvest.domain.ports.store import Store


class TestFakeStore(StoreContract):
    """The store in memory keeps the contract."""

    @pytest.fixture
    def database(self) -> FakeDatabase:
        """Give an empty database in memory."""
        return FakeDatabase()

    @pytest.fixture
    def store(self, database: FakeDatabase) -> Store:
        """Give the fake store over that database."""
        return FakeStore(database)

    @pytest.fixture
    def borrower(self, database: FakeDatabase) -> Borrower:
        """Give what a host can commit: the database itself."""
        return database

    @pytest.fixture
    def later(self, database: FakeDatabase) -> Later:
        """Give a function that moves the database's clock."""
        return lambda seconds: database.clock.advance(timedelta(seconds=seconds))

    @pytest.fixture
    def refusal(self) -> type[Exception]:
        """Give the exception that the fake's unique keys raise."""
        return NotUniqueError

    def test_a_transaction_is_not_nested(self, store: Store) -> None:
        """The fake refuses a nested transaction; in the SQL store it would undo the outer one."""
        with pytest.raises(AssertionError), store.transaction(), store.transaction():
            pass

    def test_nothing_is_reached_outside_of_a_transaction(self, store: Store) -> None:
        """The fake refuses access after a transaction; the SQL store would begin another.

        Nobody would end that one.
        """
        with store.transaction() as tx:
            pass
        with pytest.raises(AssertionError):
            tx.connections.for_studio("studio")

    def test_a_database_that_is_away_is_unavailable(self) -> None:
        """A database that is away raises `StoreUnavailable`, as with the SQL store."""
        database = FakeDatabase()
        database.is_away = True
        with pytest.raises(StoreUnavailable):
            FakeStore(database).ready()


STAMPS = (
    ("connections", "refresh_claimed_until"),
    ("connections", "lists_asked_at"),
    ("authorization_requests", "expires_at"),
    ("pending_grants", "expires_at"),
    ("leases", "expires_at"),
    ("runs", "enqueued_at"),
    ("audit", "happened_at"),
)


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BareStore]:
    """Give a SQLite file with the plugin's tables."""
    yield from bare_store(f"sqlite:///{tmp_path_factory.mktemp('store') / 'plugin.sqlite3'}")


@pytest.fixture(scope="module")
def on_postgres(postgres_url: str) -> Iterator[BareStore]:
    """Give a PostgreSQL database with the plugin's tables."""
    yield from bare_store(fresh_database(postgres_url))


@pytest.fixture(scope="module")
def by_psycopg2(postgres_url: str) -> Iterator[BareStore]:
    """Give another PostgreSQL database, reached by the older driver."""
    url = database_url(fresh_database(postgres_url))
    yield from bare_store(url.replace("+psycopg:", "+psycopg2:"))


class SqlStoreContract(StoreContract):
    """The contract over the plugin's tables in SQL."""

    @pytest.fixture
    def store(self, database: BareStore) -> Iterator[Store]:
        """Give an empty store inside its app context."""
        yield from emptied(database)

    @pytest.fixture
    def borrower(self, database: BareStore) -> Borrower:
        """Give what a host can commit: the session."""
        return database[2].session

    @pytest.fixture
    def later(self, database: BareStore) -> Later:
        """Give a function that moves all stored times back.

        The database's own clock cannot be moved.
        """
        _, _, db = database
        return lambda seconds: shift(db, timedelta(seconds=-seconds))

    @pytest.fixture
    def refusal(self) -> type[Exception]:
        """Give the exception that unique keys raise in SQL."""
        return IntegrityError


class TestSqliteStore(SqlStoreContract):
    """The store on SQLite keeps the contract."""

    @pytest.fixture
    def database(self, on_sqlite: BareStore) -> BareStore:
        """Give the SQLite file."""
        return on_sqlite


class TestPsycopg2Store(SqlStoreContract):
    """The store on PostgreSQL keeps the contract with the older driver."""

    @pytest.fixture
    def database(self, by_psycopg2: BareStore) -> BareStore:
        """Give the database that is reached by the older driver."""
        return by_psycopg2


class TestPostgresStore(SqlStoreContract):
    """The store on PostgreSQL keeps the contract."""

    @pytest.fixture
    def database(self, on_postgres: BareStore) -> BareStore:
        """Give the PostgreSQL database."""
        return on_postgres


def shift(db: SQLAlchemy, by: timedelta) -> None:
    """Move every time that the database's clock wrote."""
    for name, column in STAMPS:
        table = db.metadata.tables[f"workroom_harvest_{name}"]
        stamped = select(table).where(table.c[column].is_not(None))
        for row in db.session.execute(stamped).mappings().all():
            mine = update(table).where(*(key == row[key.name] for key in table.primary_key))
            db.session.execute(mine.values({column: row[column] + by}))


def emptied(database: BareStore) -> Iterator[Store]:
    """Yield the store without any row, inside its app context."""
    store, app, db = database
    with app.app_context():
        for table in db.metadata.sorted_tables:
            db.session.execute(table.delete())
        db.session.commit()
        yield store
        db.session.remove()
