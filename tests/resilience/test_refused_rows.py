"""Rows that the host refuses: exactly those are Save failed, by name and cause."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from tests.support.apps import make_app
from tests.support.big_account import big_harvest, big_studio
from tests.support.refusing_host import RefusingTimelogs, use_timelogs
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio

ENTRIES = 2_000


@pytest.fixture
def harvest(today: date) -> Iterator[LocalHarvest]:
    """One page of entries."""
    yield from big_harvest(today, ENTRIES)


@pytest.fixture
def refusing() -> RefusingTimelogs:
    """The host's timelogs."""
    return RefusingTimelogs()


@pytest.fixture
def studio(
    harvest: LocalHarvest, database_url: str, redis_url: str, refusing: RefusingTimelogs
) -> Iterator[Studio]:
    """A studio whose host refuses what it is told to refuse."""
    for app in make_app(database_url, harvest, redis_url):
        use_timelogs(app, refusing)
        yield big_studio(app, harvest)


@pytest.mark.parametrize("by_name", [True, False])
def test_exactly_the_refused_rows_are_save_failed(
    studio: Studio, refusing: RefusingTimelogs, today: date, by_name: bool
) -> None:
    """One, three, fifty: all others land, and the refused ones come in once the host takes them."""
    (entries,) = (found for found in studio.harvest.world.entries.values() if found)
    ids = [entry.id for entry in entries]
    refusing.by_name = by_name
    refusing.refused = {*ids[7:1500:30]}
    assert len(refusing.refused) == 50
    run = window(studio, today)
    assert run["imported"] == ENTRIES - 50
    assert run["skipped"] == {"Save failed": 50}
    assert studio.stamps() == sorted(set(ids) - refusing.refused)
    page = studio.page()
    assert all(f"Harvest entry {stamp}" in page for stamp in refusing.refused)
    assert "The month is closed." in page

    refusing.refused = set()
    again = window(studio, today)
    assert again["imported"] == 50
    assert again["skipped"] == {"Already imported": ENTRIES - 50}


@pytest.mark.parametrize("by_name", [True, False])
def test_a_host_that_refuses_all_imports_nothing_and_says_so(
    studio: Studio, refusing: RefusingTimelogs, today: date, by_name: bool
) -> None:
    """Each of 2,000."""
    (entries,) = (found for found in studio.harvest.world.entries.values() if found)
    refusing.by_name = by_name
    refusing.refused = {entry.id for entry in entries}
    run = window(studio, today)
    assert run["imported"] == 0
    assert run["skipped"] == {"Save failed": ENTRIES}
    assert studio.stamps() == []


def window(studio: Studio, today: date) -> dict[str, Any]:
    """Import everything."""
    return studio.import_days(today - timedelta(days=30), today)
