"""Locks are waited for, but only for a limited time."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from demo.walk import fields
from demo.workroom.config import database_url as with_driver
from demo.workroom.models import db
from tests.support.apps import make_app
from tests.support.servers import LocalHarvest, fresh_database
from tests.support.studio import Studio
from tests.web.databases import connected, make_store
from workroom_harvest.domain.errors import StoreUnavailable
from workroom_harvest.domain.messages import Code

LOCK_TIMEOUT = sa.text("SELECT current_setting('lock_timeout')")


@contextmanager
def holding(studio: Studio) -> Iterator[None]:
    """Lock the studio's connection row, as a worker does that stopped within a transaction."""
    table = db.metadata.tables["workroom_harvest_connections"]
    mine = table.c.studio_id == studio.studio_id
    with studio.app.app_context(), db.engine.connect() as other:
        other.execute(sa.select(table.c.id).where(mine).with_for_update())
        yield


@pytest.fixture(params=["psycopg", "psycopg2"])
def on_postgres(
    request: pytest.FixtureRequest, harvest: LocalHarvest, redis_url: str, postgres_url: str
) -> Iterator[Studio]:
    """Return Studio Lindqvist on PostgreSQL, connected and mapped, by either driver."""
    url = with_driver(fresh_database(postgres_url)).replace("+psycopg:", f"+{request.param}:")
    for app in make_app(url, harvest, redis_url):
        yield connected(app, harvest)


def test_a_lock_is_waited_for_so_long_and_no_longer(on_postgres: Studio) -> None:
    """A row that stays locked raises `StoreUnavailable`, and can be locked once it is free."""
    store = make_store(timedelta(milliseconds=50))
    with (
        holding(on_postgres),
        pytest.raises(StoreUnavailable, match=Code.STORE_BUSY),
        store.transaction() as tx,
    ):
        tx.connections.locked(on_postgres.studio_id)
    with on_postgres.app.app_context(), store.transaction() as tx:
        assert tx.connections.locked(on_postgres.studio_id)


def test_ten_seconds_are_the_longest_wait_of_all_our_transactions(on_postgres: Studio) -> None:
    """Our transactions wait ten seconds at most; the host's timeout stays, and wins if shorter."""
    with on_postgres.app.app_context():
        with make_store().transaction():
            assert db.session.scalar(LOCK_TIMEOUT) == "10s"
        assert db.session.scalar(LOCK_TIMEOUT) == "0"
        for theirs, ours in (("2s", "2s"), ("5min", "10s")):
            set_lock_timeout(theirs)
            with make_store().transaction():
                assert db.session.scalar(LOCK_TIMEOUT) == ours


def set_lock_timeout(length: str) -> None:
    """Set the lock timeout of the host's whole database."""
    name = db.engine.url.database
    db.session.rollback()
    db.session.execute(sa.text(f"ALTER DATABASE \"{name}\" SET lock_timeout = '{length}'"))
    db.session.commit()
    db.session.remove()
    db.engine.dispose()


def test_a_save_that_waited_in_vain_comes_back_with_its_choices(on_postgres: Studio) -> None:
    """A save that could not get its lock says so, and the page shows what was chosen."""
    page = fields(on_postgres.page())
    field = next(name for name, label in page.labels.items() if label == "Villa Sandhamn")
    chosen = page.options[field]["Lakeside Cabin"]
    with on_postgres.app.app_context():
        set_lock_timeout("50ms")
    with holding(on_postgres):
        answer = on_postgres.post("/mappings", {field: chosen})
    assert answer.status_code == 503
    assert "Nothing was saved" in answer.text
    select = answer.text.partition(f'name="{field}"')[2].partition("</select>")[0]
    assert f'<option value="{chosen}" selected>' in select


def test_a_run_that_waited_in_vain_is_taken_up_again(on_postgres: Studio, today: date) -> None:
    """A run that could not get its lock is not failed, and finishes at the next try."""
    run_id = on_postgres.start_import(today - timedelta(days=60), today)
    leases = db.metadata.tables["workroom_harvest_leases"]
    with on_postgres.app.app_context():
        set_lock_timeout("50ms")
    with on_postgres.app.app_context(), db.engine.connect() as other:
        other.execute(sa.insert(leases).values(studio_id=on_postgres.studio_id, fence=1))
        with pytest.raises(StoreUnavailable):
            on_postgres.work(run_id)
        other.rollback()
    on_postgres.work(run_id)
    run = on_postgres.run(run_id)
    assert run["status"] == "finished"
    assert len(on_postgres.stamps()) == run["imported"] > 1
