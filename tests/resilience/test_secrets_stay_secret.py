"""Secrets are found nowhere in logs, Redis, the database, pages and tracebacks."""

import logging
import traceback
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from redis import Redis
from sqlalchemy import select

from demo.harvest import Fault
from demo.workroom.models import db
from tests.support.apps import TOKEN_KEY
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio, text_of
from workroom_harvest.adapters.rq.jobs import HarvestQueue
from workroom_harvest.adapters.rq.worker import HarvestWorker
from workroom_harvest.current import settings, use_cases


@pytest.fixture
def everything_logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Yield the log of all loggers at DEBUG, those of the libraries too."""
    with caplog.at_level(logging.DEBUG):
        for name in ("httpx", "httpcore", "rq.worker", "sqlalchemy", "authlib", "workroom_harvest"):
            logging.getLogger(name).setLevel(logging.DEBUG)
        yield caplog
    for name in ("httpx", "httpcore", "rq.worker", "sqlalchemy", "authlib", "workroom_harvest"):
        logging.getLogger(name).setLevel(logging.NOTSET)


def test_no_secret_in_logs_redis_database_or_pages(
    app: Flask,
    harvest: LocalHarvest,
    elin: Studio,
    today: date,
    everything_logged: pytest.LogCaptureFixture,
    redis_url: str,
) -> None:
    """No secret is written anywhere, from connecting through failures to disconnecting."""
    pages = [elin.connect().text, elin.map().text]
    secrets = seen_secrets(harvest)
    elin.import_days("2026-01-01", today)
    harvest.state.by_access.clear()
    elin.import_days(today, today)
    secrets |= seen_secrets(harvest)
    for kind in ("500", "html", "401"):
        harvest.state.faults[:] = [Fault("time_entries", 0, kind, 1)]
        elin.import_days(today, today)
    run_id = elin.start_import(today, today)
    with Redis.from_url(redis_url) as redis:
        worker = HarvestWorker(HarvestQueue("workroom-harvest", redis), lambda: None)
        assert worker.queues
        stored = b"".join(redis.dump(key) or b"" for key in redis.keys("*")).decode("latin1")
    elin.work(run_id)
    secrets |= seen_secrets(harvest)
    pages.append(elin.page())
    dump = dump_database(app)
    elin.post("/disconnect")
    assert "at." not in dump_database(app)

    assert len(secrets) >= 5
    for secret in secrets:
        assert secret not in everything_logged.text
        assert secret not in stored
        assert secret not in dump
        assert not any(secret in page for page in pages)
    with app.app_context():
        assert not any(secret in repr(settings()) for secret in secrets)


@pytest.mark.parametrize("answer", ["/connect/back", "/disconnect", "/connect/confirm", "expiry"])
def test_a_grant_that_waits_to_be_confirmed_stays_secret(
    app: Flask,
    harvest: LocalHarvest,
    elin: Studio,
    today: date,
    everything_logged: pytest.LogCaptureFixture,
    answer: str,
) -> None:
    """The tokens of another account wait sealed for ten minutes, and however that ends, are gone.

    Until then no log, page or run has them, and only their sealed form is in the database.
    """
    elin.connect()
    known = seen_secrets(harvest)
    pages = [elin.connect_account("Atelier Moreau"), elin.page()]
    assert "Atelier Moreau instead of Studio Lindqvist" in text_of(pages[-1])
    pending = seen_secrets(harvest) - known
    assert len(pending) == 2
    elin.import_days(today, today)
    pages.append(elin.page())
    dumps = [dump_database(app)]
    with app.app_context():
        table = db.metadata.tables["workroom_harvest_pending_grants"]
        (row,) = db.session.execute(select(table)).mappings().all()
        sealed = [row[name] for name in row if name.startswith("sealed_")]
        if answer == "expiry":
            db.session.execute(
                table.update().values(expires_at=row["expires_at"] - timedelta(hours=1))
            )
            db.session.commit()
            use_cases().drop_expired_grants()
        account = str(row["harvest_account_id"])
    if answer != "expiry":
        pages.append(elin.post(answer, {"account": account}).text)
    pages.append(elin.page())
    dumps.append(dump_database(app))
    assert len(sealed) == 2
    assert all(one in dumps[0] for one in sealed)
    assert not any(one in dumps[1] for one in sealed)
    for secret in pending | known:
        assert secret not in everything_logged.text
        assert not any(secret in text for text in (*pages, *dumps))


def seen_secrets(harvest: LocalHarvest) -> set[str]:
    """Return all tokens that are valid now, the client's secret and the token key."""
    state = harvest.state
    return {*state.by_access, *state.by_refresh, state.config.client_secret, TOKEN_KEY}


def dump_database(app: Flask) -> str:
    """Return every row of every table as text."""
    with app.app_context():
        tables = db.metadata.sorted_tables
        return "\n".join(str(db.session.execute(select(table)).all()) for table in tables)


def test_an_error_that_nobody_expected_shows_no_secret(
    app: Flask, harvest: LocalHarvest, elin: Studio
) -> None:
    """The traceback of an unexpected error has no secret."""
    elin.connect()
    secrets = seen_secrets(harvest)
    with app.app_context():
        table = db.metadata.tables["workroom_harvest_connections"]
        db.session.execute(table.update().values(sealed_access="broken"))
        db.session.commit()
    elin.let_lists_age()
    page = elin.page()
    assert "cannot be opened" in page
    elin.let_lists_age()
    assert not any(secret in page for secret in secrets)
    try:
        with app.app_context():
            app.extensions["workroom_harvest"].use_cases.refresh_lists("1")
    except Exception:
        text = traceback.format_exc()
        assert not any(secret in text for secret in secrets)
    else:
        raise AssertionError("broken tokens were opened")


def test_a_row_moved_to_another_studio_does_not_open(app: Flask, elin: Studio) -> None:
    """Sealed tokens cannot be opened for another studio."""
    elin.connect()
    with app.app_context():
        table = db.metadata.tables["workroom_harvest_connections"]
        db.session.execute(table.update().values(studio_id="2"))
        db.session.commit()
    claire = Studio(app, elin.harvest, "claire@moreau.example", "Atelier Moreau")
    claire.let_lists_age()
    page = claire.page()
    assert "cannot be opened" in page
    assert "Disconnect" in page
