"""A lock is waited for, and not for ever."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from demo.workroom.config import database_url as with_driver
from demo.workroom.models import db
from tests.conftest import make_app
from tests.support.servers import LocalHarvest, fresh_database
from tests.support.studio import Studio
from tests.web.databases import connected, store_of
from workroom_harvest.domain.errors import StoreUnavailable
from workroom_harvest.domain.messages import Code

PATIENCE = sa.text("SELECT current_setting('lock_timeout')")


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
        pytest.raises(StoreUnavailable, match=Code.STORE_BUSY),
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
