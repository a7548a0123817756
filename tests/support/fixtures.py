"""Fixtures that need Workroom or a server: Redis, SQLite and PostgreSQL, a local Harvest over HTTP.

A folder of tests registers them in its conftest. They are not in the conftest of all tests, so that
those of the domain and of the use cases load neither Flask nor SQLAlchemy.
"""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from flask import Flask
from redis import Redis

from demo.harvest.worlds import demo_world
from demo.processes import start_redis
from tests.support.apps import make_app
from tests.support.servers import LocalHarvest, fresh_database, postgres_server
from tests.support.studio import Studio


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a Redis-compatible server: the configured one, else one of our own."""
    configured = os.environ.get("HARVEST_REDIS_URL")
    if configured:
        yield configured
        return
    child, url = start_redis(tmp_path_factory.mktemp("redis") / "redis.log")
    yield url
    child.stop()


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """Return the address of an empty Redis."""
    with Redis.from_url(redis_server) as redis:
        redis.flushdb()
    return redis_server


@pytest.fixture(scope="session")
def postgres_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Return the address of a PostgreSQL server: the configured one, else one of our own."""
    configured = os.environ.get("TEST_DATABASE_URL")
    if configured:
        yield configured
        return
    with postgres_server(fsync=request.config.getoption("--long")) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an empty database, on SQLite and on PostgreSQL in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'workroom.sqlite3'}"
    return fresh_database(request.getfixturevalue("postgres_url"))


@pytest.fixture
def today() -> date:
    """Return today in UTC."""
    return datetime.now(UTC).date()


@pytest.fixture
def harvest(today: date) -> Iterator[LocalHarvest]:
    """Return a local Harvest with the demo's two studios."""
    server = LocalHarvest(world=demo_world(today))
    yield server
    server.close()


@pytest.fixture
def app(harvest: LocalHarvest, redis_url: str, tmp_path: Path) -> Iterator[Flask]:
    """Return Workroom on SQLite with its three studios, wired to the local Harvest."""
    yield from make_app(f"sqlite:///{tmp_path / 'workroom.sqlite3'}", harvest, redis_url)


@pytest.fixture
def either_app(harvest: LocalHarvest, redis_url: str, database_url: str) -> Iterator[Flask]:
    """Return the same as `app`, on SQLite and on PostgreSQL in turn."""
    yield from make_app(database_url, harvest, redis_url)


@pytest.fixture
def elin(app: Flask, harvest: LocalHarvest) -> Studio:
    """Return the Admin of Studio Lindqvist, signed in, not connected yet."""
    return Studio(app, harvest, "elin@lindqvist.example", "Studio Lindqvist")


@pytest.fixture
def connected(elin: Studio) -> Studio:
    """Return Studio Lindqvist's Admin after she connected and saved the demo's mappings."""
    elin.connect()
    elin.map()
    return elin


@pytest.fixture
def host_settings(harvest: LocalHarvest, redis_url: str, tmp_path: Path) -> dict[str, str]:
    """Return what another host than the demo is configured with."""
    return {
        **harvest.settings(),
        "HARVEST_REDIS_URL": redis_url,
        "HARVEST_TOKEN_KEYS": Fernet.generate_key().decode(),
        "SQLALCHEMY_DATABASE_URI": f"sqlite:///{tmp_path / 'host.sqlite3'}",
    }
