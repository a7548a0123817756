"""PostgreSQL compares what a preview has row by row, not each row with each other one."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy

from tests.contract.previewed_entries import PREVIEW, TOO_OLD, skipped, wanted
from tests.contract.stored import HASH, OTHER_RUN, RUN, record
from tests.support.bare_store import BareStore, bare_store
from tests.support.planner_statistics import STATES
from tests.support.servers import fresh_database
from workroom_harvest.adapters.sql.store import SqlStore
from workroom_harvest.domain.difference import Difference, What

STUDIO = "studio"
TABLES = [
    f"workroom_harvest_{name}" for name in ("entries", "previewed_entries", "skipped_entries")
]
MANY = 1_000
"""How many entries came in, how many were shown and stayed out, and how many were skipped."""


@pytest.fixture(scope="module", params=STATES)
def database(postgres_url: str, request: pytest.FixtureRequest) -> Iterator[BareStore]:
    """Yield a store with a preview and an import of which the server makes no statistics."""
    for store, app, db in bare_store(fresh_database(postgres_url)):
        with app.app_context():
            request.param(db, TABLES, partial(_preview_and_import, store))
            _preview_and_import(store, STUDIO)
            yield store, app, db


def _preview_and_import(store: SqlStore, studio_id: str) -> None:
    here, there = (RUN, PREVIEW) if studio_id == STUDIO else (OTHER_RUN, "e" * 32)
    came_in, stayed_out, out = (range(MANY * one, MANY * (one + 1)) for one in range(3))
    with store.transaction() as tx:
        shown = [wanted(one) for one in (*came_in, *stayed_out)]
        tx.previewed_entries.add_many(studio_id, there, shown, HASH)
        record(tx, *(wanted(one) for one in came_in), run_id=here, studio_id=studio_id)
        for run_id in (here, there):
            not_taken = [skipped(one, TOO_OLD) for one in out]
            tx.skipped_entries.add_many(studio_id, run_id, not_taken, {})
        tx.commit()


def test_no_row_is_compared_with_each_other(database: BareStore) -> None:
    """However few rows the statistics promise, each step sees each row a few times at most.

    What the host does in the same transaction is planned as ever.
    """
    store, _, db = database
    with store.transaction() as tx:
        with explained(db) as plans:
            found = tx.previewed_entries.differences(STUDIO, PREVIEW, RUN)
        assert db.session.execute(sa.text("SHOW enable_nestloop")).scalar_one() == "on"
    assert list(found) == [Difference(What.STAYED_OUT, MANY, 60 * MANY)]
    demand_few(plans)


def test_what_was_shown_is_looked_up_by_its_ids(database: BareStore) -> None:
    """A page of a preview finds its entries among those before it by the key.

    No row is compared with each of the page's ids.
    """
    store, _, db = database
    with store.transaction() as tx, explained(db) as plans:
        found = tx.previewed_entries.known(STUDIO, PREVIEW, range(MANY, 3 * MANY))
    assert sorted(found) == list(range(MANY, 2 * MANY))
    demand_few(plans)
    assert "= ANY" not in json.dumps(plans)


@contextmanager
def explained(db: SQLAlchemy) -> Iterator[list[dict[str, Any]]]:
    """Yield a list to which the plan of each statement within is added, with what it saw."""
    plans: list[dict[str, Any]] = []

    def explain(
        connection: sa.Connection, _: Any, statement: str, parameters: Any, *__: Any
    ) -> None:
        if "workroom_harvest_" in statement and not statement.startswith("EXPLAIN"):
            asked = f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}"
            ((plan,),) = connection.exec_driver_sql(asked, parameters).scalars()
            plans.append(plan["Plan"])

    sa.event.listen(db.engine, "before_cursor_execute", explain)
    yield plans
    sa.event.remove(db.engine, "before_cursor_execute", explain)


def demand_few(plans: list[dict[str, Any]]) -> None:
    """Raise `AssertionError` if there is no plan, or a step of one saw rows again and again."""
    assert plans
    for plan in plans:
        assert most_seen(plan) < 5 * MANY, json.dumps(plan, indent=1)


def most_seen(node: dict[str, Any]) -> float:
    """Return how many rows the busiest node of a plan has seen in all its turns."""
    removed = sum(number for what, number in node.items() if what.startswith("Rows Removed"))
    seen = float((node["Actual Rows"] + removed) * node["Actual Loops"])
    return max([seen, *map(most_seen, node.get("Plans", ()))])
