"""Real parts for all tests: Redis, SQLite and PostgreSQL, a local Harvest over HTTP."""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from flask import Flask
from redis import Redis

from demo.harvest.worlds import demo_world
from demo.processes import start_redis
from demo.workroom import create_app
from tests.support.apps import close
from tests.support.seeded import furnish
from tests.support.servers import LocalHarvest, fresh_database, postgres_server
from tests.support.studio import Studio
from tests.support.templates import CompiledTemplates

TEMPLATES = CompiledTemplates()
TOKEN_KEY = Fernet.generate_key().decode()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--long` runs the long form of tests/resilience."""
    parser.addoption("--long", action="store_true", help="the long form of tests/resilience")


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Redis-compatible server: the configured one, else a child of ours."""
    configured = os.environ.get("HARVEST_REDIS_URL")
    if configured:
        yield configured
        return
    child, url = start_redis(tmp_path_factory.mktemp("redis") / "redis.log")
    yield url
    child.stop()


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """The address of an empty Redis."""
    with Redis.from_url(redis_server) as redis:
        redis.flushdb()
    return redis_server


@pytest.fixture(scope="session")
def postgres_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A PostgreSQL server: the configured one, else a child of ours."""
    configured = os.environ.get("TEST_DATABASE_URL")
    if configured:
        yield configured
        return
    with postgres_server(in_memory=not request.config.getoption("--long")) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database, of either kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'workroom.sqlite3'}"
    return fresh_database(request.getfixturevalue("postgres_url"))


@pytest.fixture
def today() -> date:
    """Today in UTC."""
    return datetime.now(UTC).date()


@pytest.fixture
def harvest(today: date) -> Iterator[LocalHarvest]:
    """A local Harvest with the demo's two studios."""
    server = LocalHarvest(world=demo_world(today))
    yield server
    server.close()


@pytest.fixture
def app(harvest: LocalHarvest, redis_url: str, tmp_path: Path) -> Iterator[Flask]:
    """Workroom on SQLite with its three studios, wired to the local Harvest."""
    yield from make_app(f"sqlite:///{tmp_path / 'workroom.sqlite3'}", harvest, redis_url)


@pytest.fixture
def either_app(harvest: LocalHarvest, redis_url: str, database_url: str) -> Iterator[Flask]:
    """The same, on either database in turn."""
    yield from make_app(database_url, harvest, redis_url)


def make_app(
    database_url: str, harvest: LocalHarvest, redis_url: str, **settings: Any
) -> Iterator[Flask]:
    """Workroom with its studios; its connections are closed in the end."""
    app = create_app(
        {
            **harvest.settings(),
            "HARVEST_REDIS_URL": redis_url,
            "HARVEST_TOKEN_KEYS": TOKEN_KEY,
            "DATABASE_URL": database_url,
            "SECRET_KEY": "a secret of the tests",
            "TESTING": True,
            **settings,
        }
    )
    app.jinja_env.bytecode_cache = TEMPLATES
    furnish(app)
    yield app
    close(app)


@pytest.fixture
def elin(app: Flask, harvest: LocalHarvest) -> Studio:
    """The Admin of Studio Lindqvist, signed in, not connected yet."""
    return Studio(app, harvest, "elin@lindqvist.example", "Studio Lindqvist")


@pytest.fixture
def connected(elin: Studio) -> Studio:
    """Studio Lindqvist, connected and with the demo's mappings."""
    elin.connect()
    elin.map()
    return elin
