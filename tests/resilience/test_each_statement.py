"""Whichever statement a process is killed before, its run ends as if nothing had happened.

The database and the host's timelogs in it are real; all else is in memory, so that a process can be
killed at any statement, and a minute passes at once.
"""

import random
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from demo.workroom.config import database_url
from tests.resilience.counted_timelogs import CountedTimelogs
from tests.resilience.killed_scenes import SCENES
from tests.resilience.outcomes import Outcome
from tests.resilience.statement_kills import play
from tests.support.door import Door
from tests.support.servers import fresh_database
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.run_status import RunStatus

EACH_NTH = 37
"""The short form kills before every so many statements, and begins at any of the first of them."""

TOUCHED: Mapping[str, Mapping[str, set[int]]] = {
    "undo": {"removed": {2, 3, 4, 6, 7, 8}},
    "apply": {"changed": {1, 2, 5, 6, 9}, "removed": {7, 8}},
    "bring back": {"added": {1, 2, 4, 5, 6, 7}},
    "full night": {"added": {8, 9}},
}
"""What is done to which timelogs, once each, and to no other."""

STAY = {
    "undo": {1: EntryState.IMPORTED, 5: EntryState.IMPORTED, 9: EntryState.IMPORTED},
    "apply": {3: EntryState.CHANGED, 4: EntryState.CHANGED},
    "bring back": {3: EntryState.DELETED},
    "full night": {2: EntryState.CHANGED, 3: EntryState.ORPHANED, 4: EntryState.DELETED},
}
"""Which entries are left as they are, or were found to be."""


@pytest.fixture(params=["sqlite", "postgresql"])
def door(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Door]:
    """Give a way into a database, on SQLite and on PostgreSQL in turn."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'plugin.sqlite3'}"
    else:
        url = database_url(fresh_database(request.getfixturevalue("postgres_url")))
    door = Door(url)
    yield door
    door.close()


@pytest.fixture
def counted(door: Door) -> CountedTimelogs:
    """Return the host of that database, and make all tables."""
    counted = CountedTimelogs(door)
    door.create_tables()
    return counted


def undisturbed(name: str, door: Door, counted: CountedTimelogs) -> Outcome:
    """Return what comes of a scene in which nobody is killed, which is what should."""
    outcome = play(SCENES[name], door, counted)
    assert outcome is not None
    assert outcome.last.status is RunStatus.FINISHED
    assert outcome.touched == {
        (stamp, verb): 1 for verb, stamps in TOUCHED[name].items() for stamp in stamps
    }
    assert outcome.states.items() >= STAY[name].items()
    assert outcome.in_hand == 0
    return outcome


@pytest.mark.parametrize("name", SCENES)
def test_a_run_killed_before_any_statement_ends_as_if_nothing_had_happened(
    name: str, door: Door, counted: CountedTimelogs, request: pytest.FixtureRequest
) -> None:
    """Timelogs, records, stories, counts and audit are those of an undisturbed run.

    Each timelog is touched once, and neither one that is locked nor one that was edited.
    """
    expected = undisturbed(name, door, counted).lasting()
    step = 1 if request.config.getoption("--long") else EACH_NTH
    kills, nth = 0, random.randrange(step)
    while (outcome := play(SCENES[name], door, counted, nth)) is not None:
        lasting = outcome.lasting()
        assert {one for one in expected if lasting[one] != expected[one]} == set(), nth
        kills, nth = kills + 1, nth + step
    assert nth > 100
    print(f"{name} on {door.engine.dialect.name}: {kills} kills, all as if nothing had happened")
