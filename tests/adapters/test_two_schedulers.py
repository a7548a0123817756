"""Ticks that dispatch at once, and beside others who hold a studio, on PostgreSQL."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
import sqlalchemy as sa

from tests.fakes.clock import FakeClock
from tests.fakes.queue import FakeQueue
from tests.support.bare_store import BareStore, bare_store
from tests.support.factories import NOON, connection, run
from tests.support.servers import fresh_database
from workroom_harvest.adapters.clock import RandomIds
from workroom_harvest.domain.use_cases.scheduling.dispatch_due import DispatchDue, Dispatched

STUDIOS = 1_200
TONIGHT = datetime(2026, 6, 16, 2, tzinfo=UTC)
CONNECTIONS, RUNS = "workroom_harvest_connections", "workroom_harvest_runs"


@pytest.fixture
def database(postgres_url: str) -> Iterator[BareStore]:
    """Yield a store with many studios, whose nights are due."""
    for store, app, db in bare_store(fresh_database(postgres_url)):
        with app.app_context(), store.transaction() as tx:
            for number in range(STUDIOS):
                tx.connections.put(
                    connection(
                        id=f"{number:032x}", studio_id=f"studio {number}", automated_since=NOON
                    )
                )
            tx.commit()
        yield store, app, db


def tick(database: BareStore, queue: FakeQueue) -> Dispatched:
    """Run a tick at two o'clock, as a worker of its own does."""
    store, app, _ = database
    with app.app_context():
        return DispatchDue(store, queue, FakeClock(TONIGHT), RandomIds(), 60)()


def test_two_ticks_at_once_start_each_night_once(database: BareStore) -> None:
    """Of ticks at the same moment each starts some of the nights, and none is started twice."""
    _, app, db = database
    queues, start = [FakeQueue() for _ in range(4)], Barrier(4)

    def one(queue: FakeQueue) -> Dispatched:
        start.wait()
        return tick(database, queue)

    with ThreadPoolExecutor(len(queues)) as threads:
        done = list(threads.map(one, queues))
    assert sum(ticked.started for ticked in done) == STUDIOS
    enqueued = [run_id for queue in queues for run_id in queue.waiting()]
    with app.app_context():
        stored = db.session.scalars(sa.select(db.metadata.tables[RUNS].c.id)).all()
    assert sorted(enqueued) == sorted(stored)
    assert len(stored) == STUDIOS


@pytest.mark.parametrize("held", [1, STUDIOS])
def test_who_holds_a_studio_is_not_waited_for(database: BareStore, held: int) -> None:
    """Studios that somebody has locked get their night later, and the others get theirs now."""
    _, app, db = database
    table = db.metadata.tables[CONNECTIONS]
    with app.app_context(), db.engine.connect() as other:
        mine = table.c.studio_id.in_(sa.select(table.c.studio_id).limit(held))
        other.execute(sa.update(table).where(mine).values(studio_id=table.c.studio_id))
        assert tick(database, FakeQueue()).started == STUDIOS - held
    assert tick(database, FakeQueue()).started == held


def test_a_run_that_a_worker_holds_is_not_waited_for(database: BareStore) -> None:
    """A run whose row a worker has locked is left out where many are marked as enqueued."""
    store, app, db = database
    held, free = run(studio_id="a"), run(studio_id="b")
    table = db.metadata.tables[RUNS]
    with app.app_context():
        with store.transaction() as tx:
            tx.runs.add_many([held, free])
            tx.commit()
        with db.engine.connect() as other:
            other.execute(sa.update(table).where(table.c.id == held.id).values(pages=1))
            with store.transaction() as tx:
                tx.runs.mark_enqueued([held.id, free.id])
                tx.commit()
        marked = sa.select(table.c.id).where(table.c.enqueued_at.is_not(None))
        assert db.session.scalars(marked).all() == [free.id]


def test_a_tick_takes_as_many_statements_whatever_the_number_of_studios(
    database: BareStore,
) -> None:
    """A tick with nothing due asks as much of many studios as of one, and so does each batch."""
    three_batches, none, one_batch, none_again, one_studio = (
        statements_of_a_tick(database, studios) for studios in (STUDIOS, 0, 400, 0, 1)
    )
    assert none == none_again
    assert one_batch == one_studio
    assert three_batches <= 3 * one_batch


def statements_of_a_tick(database: BareStore, studios: int) -> int:
    """Return how many statements a tick takes to start the nights of so many studios."""
    _, app, db = database
    asked: list[object] = []
    connections, runs = db.metadata.tables[CONNECTIONS], db.metadata.tables[RUNS]
    few = sa.select(connections.c.studio_id).limit(studios)
    due = sa.update(connections).where(connections.c.studio_id.in_(few)).values(last_night=None)
    with app.app_context():
        with db.engine.begin() as other:
            other.execute(sa.delete(runs))
            other.execute(due)

        def note(*_: object) -> None:
            asked.append(None)

        sa.event.listen(db.engine, "before_cursor_execute", note)
        assert tick(database, FakeQueue()).started == studios
        sa.event.remove(db.engine, "before_cursor_execute", note)
    return len(asked)
