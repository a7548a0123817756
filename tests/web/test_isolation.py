"""An import works under whatever transaction isolation the host has, or is refused."""

import sqlite3
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from demo.workroom import create_app
from demo.workroom.models import db
from tests.support.apps import TOKEN_KEY, make_app
from tests.support.servers import LocalHarvest, fresh_database
from tests.support.studio import Studio, text_of
from tests.web.databases import assert_imports, connected, make_store
from workroom_harvest import SettingsError

LEVEL = sa.text("SELECT current_setting('transaction_isolation')")
LONGEST_WAIT = sa.text("SELECT current_setting('lock_timeout')")


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
    """Our transactions are READ COMMITTED and wait ten seconds; the host keeps its own level."""
    url = fresh_database(postgres_url)
    options = {"pool_size": 1, "max_overflow": 0, **options}
    for app in make_app(url, harvest, redis_url, SQLALCHEMY_ENGINE_OPTIONS=options):
        with app.app_context():
            theirs = db.session.scalar(LEVEL)
            assert theirs in ("repeatable read", "serializable")
            with make_store().transaction():
                assert db.session.scalar(LEVEL) == "read committed"
                assert db.session.scalar(LONGEST_WAIT) == "10s"
            assert db.session.scalar(LEVEL) == theirs
            db.session.remove()
        assert_imports(connected(app, harvest), today)


@pytest.mark.parametrize(
    "options",
    [{"isolation_level": "AUTOCOMMIT"}, {"execution_options": {"isolation_level": "AUTOCOMMIT"}}],
    ids=["of the engine", "of its options"],
)
def test_autocommit_is_refused_at_start(
    database_url: str, redis_url: str, harvest: LocalHarvest, options: dict[str, Any]
) -> None:
    """A setting of AUTOCOMMIT is refused when the app is made."""
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
    """AUTOCOMMIT that the driver alone knows is refused at the first page, before any write."""
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
        assert (
            "FAIL  Database: SQLALCHEMY_ENGINE_OPTIONS: AUTOCOMMIT saves each statement by itself"
            in doctor.output
        )


def _commit_each_statement(driver: Any, _: object) -> None:
    if isinstance(driver, sqlite3.Connection):
        driver.isolation_level = None
    else:
        driver.autocommit = True


@pytest.mark.parametrize("begin", ["BEGIN", "BEGIN IMMEDIATE"])
def test_a_host_that_begins_sqlites_transactions_itself_is_no_autocommit(
    harvest: LocalHarvest, redis_url: str, tmp_path: Any, today: date, begin: str
) -> None:
    """A host that sends BEGIN itself, as SQLAlchemy documents for SQLite, can import."""
    for app in make_app(f"sqlite:///{tmp_path / 'w.sqlite3'}", harvest, redis_url):
        with app.app_context():
            sa.event.listen(db.engine, "connect", _commit_each_statement)
            sa.event.listen(db.engine, "begin", lambda one: one.exec_driver_sql(begin))
            db.engine.dispose()
        assert_imports(connected(app, harvest), today)


def test_another_kind_of_database_is_refused_at_start(
    redis_url: str, harvest: LocalHarvest
) -> None:
    """A database of another kind is refused by name when the app is made."""
    settings = {
        **harvest.settings(),
        "HARVEST_REDIS_URL": redis_url,
        "HARVEST_TOKEN_KEYS": TOKEN_KEY,
        "DATABASE_URL": "mysql+pymysql://nobody@127.0.0.1/workroom",
        "SECRET_KEY": "a secret of the tests",
        # The engine needs a driver module, but never connects.
        "SQLALCHEMY_ENGINE_OPTIONS": {"module": sqlite3},
    }
    with pytest.raises(SettingsError, match=r"SQLALCHEMY_DATABASE_URI: .* this is mysql"):
        create_app(settings)
