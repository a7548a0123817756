"""Exactly the rows that the host refuses are skipped as Save failed, by name and cause."""

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
    """Yield a local Harvest with one page of entries."""
    yield from big_harvest(today, ENTRIES)


@pytest.fixture
def timelogs() -> RefusingTimelogs:
    """Return the host's timelogs, which refuse the rows that a test chooses."""
    return RefusingTimelogs()


@pytest.fixture
def studio(
    harvest: LocalHarvest, database_url: str, redis_url: str, timelogs: RefusingTimelogs
) -> Iterator[Studio]:
    """Yield a connected studio whose host refuses rows."""
    for app in make_app(database_url, harvest, redis_url):
        use_timelogs(app, timelogs)
        yield big_studio(app, harvest)


@pytest.mark.parametrize("by_name", [True, False])
def test_exactly_the_refused_rows_are_save_failed(
    studio: Studio, timelogs: RefusingTimelogs, today: date, by_name: bool
) -> None:
    """All other rows are saved, and the refused ones are imported once the host accepts them."""
    (entries,) = (found for found in studio.harvest.world.entries.values() if found)
    ids = [entry.id for entry in entries]
    timelogs.by_name = by_name
    timelogs.refused = {*ids[7:1500:30]}
    assert len(timelogs.refused) == 50
    run = import_all(studio, today)
    assert run["imported"] == ENTRIES - 50
    assert run["skipped"] == {"Save failed": 50}
    assert studio.stamps() == sorted(set(ids) - timelogs.refused)
    page = studio.page()
    assert all(f"Harvest entry {stamp}" in page for stamp in timelogs.refused)
    assert "The month is closed." in page

    timelogs.refused = set()
    again = import_all(studio, today)
    assert again["imported"] == 50
    assert again["skipped"] == {"Already imported": ENTRIES - 50}


@pytest.mark.parametrize("by_name", [True, False])
def test_a_host_that_refuses_all_imports_nothing_and_says_so(
    studio: Studio, timelogs: RefusingTimelogs, today: date, by_name: bool
) -> None:
    """A host that refuses every row gets each of them counted as Save failed."""
    (entries,) = (found for found in studio.harvest.world.entries.values() if found)
    timelogs.by_name = by_name
    timelogs.refused = {entry.id for entry in entries}
    run = import_all(studio, today)
    assert run["imported"] == 0
    assert run["skipped"] == {"Save failed": ENTRIES}
    assert studio.stamps() == []


def import_all(studio: Studio, today: date) -> dict[str, Any]:
    """Import everything, and return the run as its JSON object."""
    return studio.import_days(today - timedelta(days=30), today)
