"""A cursor that went stale between two time slices begins again; a lasting refusal ends the run."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from demo.harvest import Fault
from demo.workroom.models import db
from tests.support.big_account import SMALL_PAGE, big_harvest, big_studio
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio

ENTRIES = 3 * SMALL_PAGE


@pytest.fixture
def harvest(today: date) -> Iterator[LocalHarvest]:
    """Yield a local Harvest with an account of three pages."""
    yield from big_harvest(today, ENTRIES, page=SMALL_PAGE)


@pytest.fixture
def studio(app: Flask, harvest: LocalHarvest) -> Studio:
    """Return a connected studio with everything mapped."""
    return big_studio(app, harvest)


def test_a_stale_cursor_begins_again_and_counts_nothing_twice(
    studio: Studio, harvest: LocalHarvest, today: date
) -> None:
    """A run with a stale cursor begins again, and counts what it imported before once."""
    run_id = studio.start_import(today - timedelta(days=30), today)
    harvest.state.faults[:] = [Fault("time_entries", 2, "404", 1)]
    with studio.app.app_context():
        table = db.metadata.tables["workroom_harvest_runs"]
        cursor = f"{harvest.url}/v2/time_entries?page=2&per_page={SMALL_PAGE}"
        db.session.execute(update(table).values(cursor=cursor, pages=1, announced_pages=3))
        db.session.commit()
    studio.work(run_id)
    run = studio.run(run_id)
    assert (run["status"], run["imported"], run["total"]) == ("finished", ENTRIES, ENTRIES)
    assert len(studio.stamps()) == ENTRIES


def test_a_page_that_is_refused_for_good_ends_the_run(
    studio: Studio, harvest: LocalHarvest, today: date
) -> None:
    """A page that Harvest keeps refusing fails the run, and what was imported before stays."""
    harvest.state.faults[:] = [Fault("time_entries", 2, "403", -1)]
    run = studio.import_days(today - timedelta(days=30), today)
    assert (run["status"], run["imported"]) == ("failed", SMALL_PAGE)
