"""Whatever isolation, driver and locks a host has: an import works, or a sentence says why not."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from demo.workroom import create_app
from demo.workroom.config import database_url as with_driver
from demo.workroom.models import db
from tests.conftest import TOKEN_KEY, make_app
from tests.support.refusing_host import PickyTimelogs, choose
from tests.support.servers import LocalHarvest, fresh_database
from tests.support.studio import Studio, text_of
from workroom_harvest import SettingsError
from workroom_harvest.adapters.sql.session import HostSession
from workroom_harvest.adapters.sql.store import SqlStore
from workroom_harvest.adapters.token_cipher import TokenCipher
from workroom_harvest.domain.errors import StoreUnavailable

SERIALIZABLE = "?options=-c%20default_transaction_isolation%3Dserializable"
LEVEL = sa.text("SELECT current_setting('transaction_isolation')")
PATIENCE = sa.text("SELECT current_setting('lock_timeout')")


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


# Isolation.


@pytest.mark.parametrize(
    "options",
    [
        {"isolation_level": "REPEATABLE READ"},
        {"isolation_level": "SERIALIZABLE"},
        {"execution_options": {"isolation_level": "SERIALIZABLE"}},
        {"connect_args": {"options": "-c default_transaction_isolation=serializable"}},
    ],
    ids=["repeatable read", "serializable", "of the engine", "of the server"],
)
def test_whatever_the_hosts_level_is_ours_is_read_committed(
    harvest: LocalHarvest, redis_url: str, postgres_url: str, today: date, options: dict[str, Any]
) -> None:
    """In our transactions; the host finds its own in its own, on the same connection."""
    url = fresh_database(postgres_url)
    options = {"pool_size": 1, "max_overflow": 0, **options}
    for app in make_app(url, harvest, redis_url, SQLALCHEMY_ENGINE_OPTIONS=options):
        with app.app_context():
            theirs = db.session.scalar(LEVEL)
            assert theirs in ("repeatable read", "serializable")
            with store_of().transaction():
                assert db.session.scalar(LEVEL) == "read committed"
            assert db.session.scalar(LEVEL) == theirs
            db.session.remove()
        imports(connected(app, harvest), today)


@pytest.mark.parametrize(
    "options",
    [{"isolation_level": "AUTOCOMMIT"}, {"execution_options": {"isolation_level": "AUTOCOMMIT"}}],
    ids=["of the engine", "of its options"],
)
def test_autocommit_is_refused_at_start(
    database_url: str, redis_url: str, harvest: LocalHarvest, options: dict[str, Any]
) -> None:
    """Where the engine says so: nobody has connected yet."""
    settings = {
        **harvest.settings(),
        "HARVEST_REDIS_URL": redis_url,
        "HARVEST_TOKEN_KEYS": TOKEN_KEY,
        "DATABASE_URL": database_url,
        "SECRET_KEY": "a secret of the tests",
        "SQLALCHEMY_ENGINE_OPTIONS": options,
    }
    with pytest.raises(SettingsError, match="SQLALCHEMY_ENGINE_OPTIONS: AUTOCOMMIT saves each"):
        create_app(settings)


def test_autocommit_that_only_the_driver_knows_is_said_at_the_first_page(
    harvest: LocalHarvest, redis_url: str, database_url: str
) -> None:
    """Nothing is written by halves."""
    for app in make_app(database_url, harvest, redis_url):
        elin = Studio(app, harvest, "elin@lindqvist.example", "Studio Lindqvist")
        with app.app_context():
            sa.event.listen(db.engine, "connect", _commit_each_statement)
            db.engine.dispose()
        answer = elin.browser.get("/settings/integrations/harvest")
        assert answer.status_code == 503
        assert "AUTOCOMMIT saves each statement by itself" in text_of(answer.text)
        assert elin.post("/connect").status_code == 503
        doctor = app.test_cli_runner().invoke(args=["harvest", "doctor"])
        assert "FAIL  Database: AUTOCOMMIT saves each statement by itself" in doctor.output


def _commit_each_statement(driver: Any, _: object) -> None:
    if isinstance(driver, sqlite3.Connection):
        driver.isolation_level = None
    else:
        driver.autocommit = True


@pytest.mark.parametrize("begin", ["BEGIN", "BEGIN IMMEDIATE"])
def test_a_host_that_begins_sqlites_transactions_itself_is_no_autocommit(
    harvest: LocalHarvest, redis_url: str, tmp_path: Any, today: date, begin: str
) -> None:
    """As SQLAlchemy's documentation shows it."""
    for app in make_app(f"sqlite:///{tmp_path / 'w.sqlite3'}", harvest, redis_url):
        with app.app_context():
            sa.event.listen(db.engine, "connect", _commit_each_statement)
            sa.event.listen(db.engine, "begin", lambda one: one.exec_driver_sql(begin))
            db.engine.dispose()
        imports(connected(app, harvest), today)


# Kinds of database, and drivers.


def test_another_kind_of_database_is_refused_at_start(
    redis_url: str, harvest: LocalHarvest
) -> None:
    """By name, before anybody connects."""
    settings = {
        **harvest.settings(),
        "HARVEST_REDIS_URL": redis_url,
        "HARVEST_TOKEN_KEYS": TOKEN_KEY,
        "DATABASE_URL": "mysql+pymysql://nobody@127.0.0.1/workroom",
        "SECRET_KEY": "a secret of the tests",
        # Whatever module: it is not asked for anything.
        "SQLALCHEMY_ENGINE_OPTIONS": {"module": sqlite3},
    }
    with pytest.raises(SettingsError, match=r"SQLALCHEMY_DATABASE_URI: .* this is mysql"):
        create_app(settings)


@pytest.fixture
def on_psycopg2(harvest: LocalHarvest, redis_url: str, postgres_url: str) -> Iterator[Studio]:
    """Studio Lindqvist on PostgreSQL, by the older driver."""
    url = with_driver(fresh_database(postgres_url)).replace("+psycopg:", "+psycopg2:")
    for app in make_app(url, harvest, redis_url):
        with app.app_context():
            assert db.engine.driver == "psycopg2"
        yield connected(app, harvest)


def test_an_import_works_with_psycopg2(on_psycopg2: Studio, today: date) -> None:
    """As with its successor."""
    imports(on_psycopg2, today)


def test_psycopg2s_missing_table_is_a_sentence(on_psycopg2: Studio) -> None:
    """And no raw error."""
    with on_psycopg2.app.app_context():
        db.metadata.tables["workroom_harvest_runs"].drop(db.engine)
    answer = on_psycopg2.browser.get("/settings/integrations/harvest")
    assert answer.status_code == 503
    assert "Ask whoever runs Workroom to run the migrations" in text_of(answer.text)


def test_what_psycopg2s_triggers_refuse_costs_no_other_row(
    on_psycopg2: Studio, today: date
) -> None:
    """It calls their codes operational, too."""
    days = (today - timedelta(days=14), today)
    wanted = on_psycopg2.import_days(*days)["imported"]
    refused = on_psycopg2.stamps()[0]
    with on_psycopg2.app.app_context():
        for table in ("timelog", "workroom_harvest_ledger"):
            db.session.execute(sa.text(f"DELETE FROM {table}"))  # noqa: S608 because we name them
        db.session.execute(sa.text(REFUSE.format(refused)))
        db.session.commit()
    run = on_psycopg2.import_days(*days)
    assert (run["status"], run["imported"]) == ("finished", wanted - 1)
    assert run["skipped"]["Save failed"] == 1


REFUSE = """
CREATE FUNCTION refuse() RETURNS trigger AS $$ BEGIN
IF NEW.harvest_entry_id = {} THEN
RAISE 'The month is closed.' USING ERRCODE = 'object_not_in_prerequisite_state';
END IF;
RETURN NEW; END $$ LANGUAGE plpgsql;
CREATE TRIGGER closed BEFORE INSERT ON timelog FOR EACH ROW EXECUTE FUNCTION refuse()
"""


def test_a_host_that_refuses_by_name_is_understood_with_psycopg2(
    on_psycopg2: Studio, today: date
) -> None:
    """Savepoints and all."""
    picky = PickyTimelogs()
    picky.by_name = False
    choose(on_psycopg2.app, picky)
    days = (today - timedelta(days=14), today)
    on_psycopg2.import_days(*days)
    picky.refused = {stamp or 0 for stamp in on_psycopg2.stamps()[:2]}
    with on_psycopg2.app.app_context():
        for table in ("timelog", "workroom_harvest_ledger"):
            db.session.execute(sa.text(f"DELETE FROM {table}"))  # noqa: S608 because we name them
        db.session.commit()
    assert on_psycopg2.import_days(*days)["skipped"]["Save failed"] == 2


# Locks.


@contextmanager
def holding(studio: Studio) -> Iterator[None]:
    """Somebody has the connection's row: a worker that was stopped inside of its transaction."""
    table = db.metadata.tables["workroom_harvest_connections"]
    mine = table.c.studio_id == studio.studio_id
    with studio.app.app_context(), db.engine.connect() as other:
        other.execute(sa.select(table.c.id).where(mine).with_for_update())
        yield


@pytest.fixture(params=["psycopg", "psycopg2"])
def on_postgres(
    request: pytest.FixtureRequest, harvest: LocalHarvest, redis_url: str, postgres_url: str
) -> Iterator[Studio]:
    """Studio Lindqvist on PostgreSQL, by either driver."""
    url = with_driver(fresh_database(postgres_url)).replace("+psycopg:", f"+{request.param}:")
    for app in make_app(url, harvest, redis_url):
        yield connected(app, harvest)


def test_a_lock_is_waited_for_so_long_and_no_longer(on_postgres: Studio) -> None:
    """The sentence says what is going on; once it is free all is well."""
    impatient = store_of(timedelta(milliseconds=50))
    with (
        holding(on_postgres),
        pytest.raises(StoreUnavailable, match="Somebody else is still changing"),
        impatient.transaction() as tx,
    ):
        tx.connections.locked(on_postgres.studio_id)
    with on_postgres.app.app_context(), impatient.transaction() as tx:
        assert tx.connections.locked(on_postgres.studio_id)


def test_ten_seconds_are_the_longest_wait_of_all_our_transactions(on_postgres: Studio) -> None:
    """For the transaction alone: the host has its own, and keeps it where it is shorter."""
    with on_postgres.app.app_context():
        with store_of().transaction():
            assert db.session.scalar(PATIENCE) == "10s"
        assert db.session.scalar(PATIENCE) == "0"
        for theirs, ours in (("2s", "2s"), ("5min", "10s")):
            have_patience(theirs)
            with store_of().transaction():
                assert db.session.scalar(PATIENCE) == ours


def have_patience(length: str) -> None:
    """Let the host's whole database wait for locks so long."""
    name = db.engine.url.database
    db.session.rollback()
    db.session.execute(sa.text(f"ALTER DATABASE \"{name}\" SET lock_timeout = '{length}'"))
    db.session.commit()
    db.session.remove()
    db.engine.dispose()


def test_a_run_that_waited_in_vain_is_taken_up_again(on_postgres: Studio, today: date) -> None:
    """It is the store's trouble, which passes: nothing is lost, and no run is failed for it."""
    run_id = on_postgres.start_import(today - timedelta(days=60), today)
    leases = db.metadata.tables["workroom_harvest_leases"]
    with on_postgres.app.app_context():
        have_patience("50ms")
    with on_postgres.app.app_context(), db.engine.connect() as other:
        other.execute(sa.insert(leases).values(studio_id=on_postgres.studio_id, fence=1))
        with pytest.raises(StoreUnavailable):
            on_postgres.work(run_id)
        other.rollback()
    on_postgres.work(run_id)
    run = on_postgres.run(run_id)
    assert run["status"] == "finished"
    assert len(on_postgres.stamps()) == run["imported"] > 1
