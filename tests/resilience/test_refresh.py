"""Several processes need a refresh at once, where an old refresh token becomes invalid."""

import multiprocessing
import os
import signal
import time
from contextlib import ExitStack
from multiprocessing.connection import Connection

import pytest
from flask import Flask
from redis import Redis
from sqlalchemy import update

from demo.harvest import Fault
from demo.workroom.models import db
from tests.resilience.refresher import refresh
from tests.support.apps import TOKEN_KEY, make_app
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio

PROCESSES = 8

# Three dozen processes with the same imports: they are forked from one that has them.
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.resilience.refresher"])


def test_one_call_to_the_token_endpoint_and_no_reconnect(
    database_url: str,
    redis_url: str,
    harvest: LocalHarvest,
    request: pytest.FixtureRequest,
) -> None:
    """Of eight processes whose tokens are due at once one refreshes them, and all are served."""
    rounds = 200 if request.config.getoption("--long") else 6
    for app in make_app(database_url, harvest, redis_url):
        elin = Studio(app, harvest, "elin@lindqvist.example", "Studio Lindqvist")
        elin.connect()
        with ExitStack() as cleanup:
            processes = [start_refresher(cleanup, app) for _ in range(PROCESSES)]
            assert [one.recv() for one in processes] == ["ready"] * PROCESSES
            for number in range(rounds):
                make_due(app)
                # Rounds follow each other faster than Harvest's rate limit allows.
                with Redis.from_url(redis_url) as redis:
                    redis.flushdb()
                harvest.state.requests.clear()
                for one in processes:
                    one.send(elin.studio_id)
                assert [one.recv() for one in processes] == ["ok"] * PROCESSES, number
                assert harvest.state.requests["token"] == 1, number
        assert "Reconnect" not in elin.page()
    kind = database_url.partition(":")[0]
    print(f"\n{kind}: {rounds} rounds of {PROCESSES} refreshes at once, 1 call each, 0 Reconnect")


MINUTES = (-10.0, -1.0, 1.0, 10.0)


def test_processes_whose_clocks_differ_refresh_once(
    database_url: str,
    redis_url: str,
    harvest: LocalHarvest,
    request: pytest.FixtureRequest,
) -> None:
    """Processes whose clocks differ wait for the refresh of the first one."""
    rounds = 25 if request.config.getoption("--long") else 1
    harvest.state.config.hang_seconds = 0.3
    for app in make_app(database_url, harvest, redis_url):
        elin = Studio(app, harvest, "elin@lindqvist.example", "Studio Lindqvist")
        elin.connect()
        with ExitStack() as cleanup:
            first, _ = refresher(cleanup, app)
            others = [refresher(cleanup, app, minutes)[0] for minutes in MINUTES]
            assert [one.recv() for one in (first, *others)] == ["ready"] * (1 + len(MINUTES))
            for number in range(rounds):
                slow_down_refresh(app, harvest, redis_url)
                first.send(elin.studio_id)
                wait_for_a_refresh(harvest)
                for one in others:
                    one.send(elin.studio_id)
                assert [one.recv() for one in (first, *others)] == ["ok"] * 5, number
                assert harvest.state.requests["token"] == 1, number
        assert "Reconnect" not in elin.page()
    kind = database_url.partition(":")[0]
    print(f"\n{kind}: {rounds} refreshes beside clocks {MINUTES} minutes off, 1 call each")


def test_a_process_frozen_during_its_refresh_still_saves_the_new_tokens(
    database_url: str,
    redis_url: str,
    harvest: LocalHarvest,
    request: pytest.FixtureRequest,
) -> None:
    """A process that was frozen during its refresh still saves the new tokens.

    Meanwhile its claim expired, and another process was told that the old token is invalid.
    """
    rounds = 25 if request.config.getoption("--long") else 2
    harvest.state.config.hang_seconds = 0.3
    for app in make_app(database_url, harvest, redis_url):
        elin = Studio(app, harvest, "elin@lindqvist.example", "Studio Lindqvist")
        elin.connect()
        with ExitStack() as cleanup:
            frozen, process_id = refresher(cleanup, app)
            other, _ = refresher(cleanup, app, 10.0)
            assert [one.recv() for one in (frozen, other)] == ["ready"] * 2
            for number in range(rounds):
                slow_down_refresh(app, harvest, redis_url)
                frozen.send(elin.studio_id)
                wait_for_a_refresh(harvest)
                os.kill(process_id, signal.SIGSTOP)
                time.sleep(2 * harvest.state.config.hang_seconds)
                expire_claim(app)
                other.send(elin.studio_id)
                assert other.recv().startswith("ReconnectNeeded"), number
                os.kill(process_id, signal.SIGCONT)
                assert frozen.recv() == "ok", number
                assert "Reconnect" not in elin.page(), number
    kind = database_url.partition(":")[0]
    print(f"\n{kind}: {rounds} times frozen with Harvest's answer, 0 Reconnect left")


def slow_down_refresh(app: Flask, harvest: LocalHarvest, redis_url: str) -> None:
    """Make the tokens due, and let Harvest take a moment to issue new ones."""
    make_due(app)
    with Redis.from_url(redis_url) as redis:
        redis.flushdb()
    harvest.state.requests.clear()
    harvest.state.faults[:] = [Fault("token", 0, "hang", 1)]


def wait_for_a_refresh(harvest: LocalHarvest) -> None:
    """Wait until a process has asked for tokens."""
    until = time.monotonic() + 30
    while not harvest.state.requests["token"]:
        assert time.monotonic() < until
        time.sleep(0.005)


def expire_claim(app: Flask) -> None:
    """Expire the claim on the refresh, as 45 seconds would."""
    with app.app_context():
        table = db.metadata.tables["workroom_harvest_connections"]
        db.session.execute(update(table).values(refresh_claimed_until=table.c.connected_at))
        db.session.commit()


def start_refresher(cleanup: ExitStack, app: Flask) -> Connection:
    """Return the connection to a new refresher."""
    return refresher(cleanup, app)[0]


def refresher(cleanup: ExitStack, app: Flask, minutes: float = 0.0) -> tuple[Connection, int]:
    """Start a refresher with the app's settings, and return its connection and its process id.

    Its clock is so many minutes ahead of the time.
    """
    names = ("DATABASE_URL", "SECRET_KEY", "TESTING")
    config = {
        name: value
        for name, value in app.config.items()
        if name in names or name.startswith("HARVEST_")
    }
    assert config["HARVEST_TOKEN_KEYS"] == TOKEN_KEY
    ours, theirs = FORKS.Pipe()
    process = FORKS.Process(target=refresh, args=(theirs, config, minutes), daemon=True)
    process.start()
    cleanup.callback(process.join)
    cleanup.callback(process.kill)
    cleanup.enter_context(ours)
    theirs.close()
    assert process.pid is not None
    return ours, process.pid


def make_due(app: Flask) -> None:
    """Pretend that the tokens are old enough to be renewed."""
    with app.app_context():
        table = db.metadata.tables["workroom_harvest_connections"]
        db.session.execute(update(table).values(refresh_at=table.c.connected_at))
        db.session.commit()
