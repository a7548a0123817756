"""Histories over the real store hold what they hold over the fake one.

They are the histories of `tests/use_cases/history`, with the same rules and invariants; the
database, the host's timelogs in it and the moments around its commits are real.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from demo.workroom.config import database_url
from tests.fakes.plugin import STUDIO, FakedPlugin
from tests.support.door import Door
from tests.support.servers import fresh_database
from tests.support.stored_plugin import stored_plugin
from tests.use_cases.history.machine import History
from tests.use_cases.history.model import PAGE_SIZE
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.run_status import RunStatus

SHORT, LONG = (12, 20), (300, 40)
"""How many histories are tried on each database, and of how many steps."""


@pytest.fixture(params=["sqlite", "postgresql"])
def door(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Door]:
    """Give a way into a database with empty tables, on SQLite and on PostgreSQL in turn."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'plugin.sqlite3'}"
    else:
        url = database_url(fresh_database(request.getfixturevalue("postgres_url")))
    door = Door(url)
    door.create_tables()
    yield door
    door.close()


def test_any_history_over_a_database_loses_nothing_and_doubles_nothing(
    door: Door, request: pytest.FixtureRequest
) -> None:
    """In any history over a database nothing is lost or doubled, and no hour is silent."""

    class StoredHistory(History):
        def bench(self) -> FakedPlugin:
            return stored_plugin(door, PAGE_SIZE)

    examples, steps = LONG if request.config.getoption("--long") else SHORT
    run_state_machine_as_test(
        StoredHistory,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_an_entry_changed_and_deleted_at_one_instant_is_both(door: Door) -> None:
    """A run may find an entry changed in Harvest and deleted in Workroom while no clock goes on."""
    plugin = stored_plugin(door, PAGE_SIZE)
    plugin.connect()
    plugin.map()
    (one,) = plugin.log()
    plugin.import_days()
    plugin.account.put(replace(one, notes="Changed"))
    plugin.timesheet.remove(STUDIO, one.id)
    run = plugin.import_days()
    told = [event.after.state for event in plugin.use.show_entry(STUDIO, one.id).events]
    assert (run.status, told) == (
        RunStatus.FINISHED,
        [EntryState.CHANGED, EntryState.DELETED],
    )
