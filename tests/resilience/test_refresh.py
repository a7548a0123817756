"""Eight processes need a refresh at once, against a Harvest whose old refresh token dies."""

from contextlib import ExitStack
from multiprocessing.connection import Connection

import pytest
from flask import Flask
from redis import Redis
from sqlalchemy import update

from demo.workroom.models import db
from tests.conftest import TOKEN_KEY, make_app
from tests.resilience.refresher import refresh
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio
from tests.support.warm import forks

PROCESSES = 8


def test_one_call_to_the_token_endpoint_and_no_reconnect(
    database_url: str,
    redis_url: str,
    harvest: LocalHarvest,
    request: pytest.FixtureRequest,
) -> None:
    """Each round: every token is due, eight ask at once, one refreshes, all are served."""
    rounds = 200 if request.config.getoption("--long") else 6
    for app in make_app(database_url, harvest, redis_url):
        elin = Studio(app, harvest, "elin@lindqvist.example", "Studio Lindqvist")
        elin.connect()
        with ExitStack() as cleanup:
            crowd = [started(cleanup, app) for _ in range(PROCESSES)]
            assert [one.recv() for one in crowd] == ["ready"] * PROCESSES
            for number in range(rounds):
                make_due(app)
                # Rounds follow each other faster than Harvest's limit of requests allows.
                with Redis.from_url(redis_url) as redis:
                    redis.flushdb()
                harvest.state.requests.clear()
                for one in crowd:
                    one.send(elin.account_id)
                assert [one.recv() for one in crowd] == ["ok"] * PROCESSES, number
                assert harvest.state.requests["token"] == 1, number
        assert "Reconnect" not in elin.page()
    kind = database_url.partition(":")[0]
    print(f"\n{kind}: {rounds} rounds of {PROCESSES} refreshes at once, 1 call each, 0 Reconnect")


def started(cleanup: ExitStack, app: Flask) -> Connection:
    """The line to a refresher with the app's own settings."""
    names = ("DATABASE_URL", "SECRET_KEY", "TESTING")
    config = {
        name: value
        for name, value in app.config.items()
        if name in names or name.startswith("HARVEST_")
    }
    assert config["HARVEST_TOKEN_KEYS"] == TOKEN_KEY
    ours, theirs = forks.Pipe()
    process = forks.Process(target=refresh, args=(theirs, config), daemon=True)
    process.start()
    cleanup.callback(process.join)
    cleanup.callback(process.kill)
    cleanup.enter_context(ours)
    theirs.close()
    return ours


def make_due(app: Flask) -> None:
    """Let the tokens have come of age."""
    with app.app_context():
        table = db.metadata.tables["workroom_harvest_connections"]
        db.session.execute(update(table).values(refresh_at=table.c.connected_at))
        db.session.commit()
