"""Rows that the host refuses: exactly those are Save failed, by name and cause."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from demo.workroom.harvest_host import WorkroomTimelogs
from tests.conftest import make_app
from tests.support.big import big_harvest, big_studio
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio
from workroom_harvest import NewTimelog, TimelogsRefused
from workroom_harvest.current import State
from workroom_harvest.domain.use_cases.write_page import WritePage

ENTRIES = 2_000


class PickyTimelogs(WorkroomTimelogs):
    """Refuses every entry whose id it was told; `by_name` tells which, otherwise it just fails."""

    def __init__(self) -> None:
        self.refused: set[int] = set()
        self.by_name = True

    def add_many(self, account_id: str, timelogs: Sequence[NewTimelog]) -> None:
        """All or none."""
        bad = {log.entry_id for log in timelogs} & self.refused
        if bad and self.by_name:
            raise TimelogsRefused(dict.fromkeys(bad, "The month is closed."))
        if bad:
            raise ValueError("The month is closed.")
        super().add_many(account_id, timelogs)


@pytest.fixture
def harvest(today: date) -> Iterator[LocalHarvest]:
    """One page of entries."""
    yield from big_harvest(today, ENTRIES)


@pytest.fixture
def picky() -> PickyTimelogs:
    """The host's timelogs."""
    return PickyTimelogs()


@pytest.fixture
def studio(
    harvest: LocalHarvest, database_url: str, redis_url: str, picky: PickyTimelogs
) -> Iterator[Studio]:
    """A studio whose host is picky."""
    for app in make_app(database_url, harvest, redis_url):
        choose(app, picky)
        yield big_studio(app, harvest)


def choose(app: Flask, picky: PickyTimelogs) -> None:
    """Let the plugin use the picky host."""
    state: State = app.extensions["workroom_harvest"]
    perform = state.use_cases.perform_import
    perform = replace(perform, write=WritePage(perform.store, picky))
    app.extensions["workroom_harvest"] = replace(
        state, use_cases=replace(state.use_cases, perform_import=perform)
    )


@pytest.mark.parametrize("by_name", [True, False])
def test_exactly_the_refused_rows_are_save_failed(
    studio: Studio, picky: PickyTimelogs, today: date, by_name: bool
) -> None:
    """One, three, fifty: all others land, and the refused ones come in once the host takes them."""
    (entries,) = (found for found in studio.harvest.world.entries.values() if found)
    ids = [entry.id for entry in entries]
    picky.by_name = by_name
    picky.refused = {*ids[7:1500:30]}
    assert len(picky.refused) == 50
    run = window(studio, today)
    assert run["imported"] == ENTRIES - 50
    assert run["skipped"] == {"Save failed": 50}
    assert {log.harvest_entry_id for log in studio.timelogs()} == set(ids) - picky.refused
    page = studio.page()
    assert all(f"Harvest entry {stamp}" in page for stamp in picky.refused)
    assert "The month is closed." in page

    picky.refused = set()
    again = window(studio, today)
    assert again["imported"] == 50
    assert again["skipped"] == {"Already imported": ENTRIES - 50}


@pytest.mark.parametrize("by_name", [True, False])
def test_a_host_that_refuses_all_imports_nothing_and_says_so(
    studio: Studio, picky: PickyTimelogs, today: date, by_name: bool
) -> None:
    """Each of 2,000."""
    (entries,) = (found for found in studio.harvest.world.entries.values() if found)
    picky.by_name = by_name
    picky.refused = {entry.id for entry in entries}
    run = window(studio, today)
    assert run["imported"] == 0
    assert run["skipped"] == {"Save failed": ENTRIES}
    assert studio.timelogs() == []


def window(studio: Studio, today: date) -> dict[str, Any]:
    """Import everything."""
    return studio.import_days(today - timedelta(days=30), today)
