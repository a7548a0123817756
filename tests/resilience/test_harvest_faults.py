"""Faults of Harvest at the first, a middle and the last page lose nothing."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from redis import Redis

from demo.harvest import Fault
from demo.workroom.models import db
from tests.support.big_account import big_harvest, big_studio
from tests.support.fast_clock import speed_up
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio

PAGES = 3
KINDS = (
    *("429", "500", "502", "503", "reset", "truncated", "empty", "html", "null", "wrong-types"),
    *("no-links", "no-list", "truncated-json", "redirect", "foreign-link", "403", "401"),
)
REFUSED_AT_ONCE = ("403",)


@pytest.fixture
def entries(page_size: int) -> int:
    """Return the number of entries that fill two pages and a half."""
    return page_size * 5 // 2


@pytest.fixture
def harvest(today: date, entries: int, page_size: int) -> Iterator[LocalHarvest]:
    """Yield a local Harvest with an account of three pages."""
    yield from big_harvest(today, entries, projects=3, tasks=2, page=page_size)


@pytest.fixture
def studio(app: Flask, harvest: LocalHarvest) -> Studio:
    """Return a connected studio with everything mapped, and with a fast clock."""
    elin = big_studio(app, harvest)
    speed_up(app)
    return elin


def cells(long: bool, first: int) -> list[tuple[str, int]]:
    """Return the kinds and pages to try.

    The long form tries all of them. The short one tries every other kind from the `first`, each at
    one page.
    """
    if long:
        return [(kind, page) for kind in KINDS for page in range(1, PAGES + 1)]
    return [(kind, 1 + number % PAGES) for number, kind in enumerate(KINDS)][first::2]


def test_a_passing_fault_is_retried_and_nothing_is_lost(
    studio: Studio, request: pytest.FixtureRequest, today: date, entries: int
) -> None:
    """A fault that strikes once is retried, and the import finishes with everything."""
    tried = 0
    for kind, page in cells(request.config.getoption("--long"), first=0):
        if kind in REFUSED_AT_ONCE:
            continue
        delete_imports(studio)
        studio.harvest.state.faults[:] = [Fault("time_entries", page, kind, 1)]
        run = studio.import_days(today - timedelta(days=60), today)
        assert (run["status"], run["imported"]) == ("finished", entries), (kind, page, run)
        assert not studio.harvest.state.faults[0].times, (kind, page)
        assert len(studio.stamps()) == entries
        tried += 1
    print(f"\n{tried} passing faults, 0 lost, 0 duplicated")


def test_a_lasting_fault_stops_with_what_was_imported_and_the_next_run_has_the_rest(
    studio: Studio, request: pytest.FixtureRequest, today: date, entries: int, page_size: int
) -> None:
    """A lasting fault fails the run after earlier pages, and the next run imports the rest."""
    tried = 0
    for kind, page in cells(request.config.getoption("--long"), first=1):
        if kind == "401":
            continue
        delete_imports(studio)
        studio.harvest.state.faults[:] = [Fault("time_entries", page, kind, -1)]
        failed = studio.import_days(today - timedelta(days=60), today)
        before = page_size * (page - 1)
        assert failed["status"] == "failed", (kind, page, failed)
        assert failed["imported"] == before, (kind, page, failed)
        counted = failed["skipped"].get("Harvest API error", 0)
        assert counted == (0 if page == 1 else entries - before), (kind, page, failed)
        studio.harvest.state.faults.clear()
        rest = studio.import_days(today - timedelta(days=60), today)
        assert rest["status"] == "finished"
        assert rest["imported"] == entries - before
        assert rest["skipped"].get("Already imported", 0) == before
        tried += 1
    print(f"\n{tried} lasting faults, 0 lost, 0 duplicated")


@pytest.mark.parametrize("kind", ["endless", "duplicates", "nulls", "one-wrong", "nan", "huge-id"])
def test_strange_pages_end_and_lose_nothing_that_can_be_read(
    studio: Studio, today: date, kind: str, entries: int
) -> None:
    """Endless, repeated or unreadable pages end, and every readable entry is imported once."""
    studio.harvest.state.faults[:] = [Fault("time_entries", 0, kind, -1)]
    run = studio.import_days(today - timedelta(days=60), today)
    assert run["status"] == ("failed" if kind == "endless" else "finished"), run
    unreadable = run["skipped"].get("Harvest API error", 0)
    if kind in ("duplicates", "nulls"):
        assert run["imported"] == entries
    elif kind != "endless":
        assert run["imported"] == entries - PAGES
        assert unreadable == PAGES
    stamps = studio.stamps()
    assert len(stamps) == len(set(stamps))


def delete_imports(studio: Studio) -> None:
    """Delete timelogs, ledger and runs, the reason to reconnect and the counted requests."""
    with Redis.from_url(studio.app.config["HARVEST_REDIS_URL"]) as redis:
        redis.flushdb()
    with studio.app.app_context():
        for name in ("timelog", "workroom_harvest_entries", "workroom_harvest_runs"):
            db.session.execute(db.metadata.tables[name].delete())
        connections = db.metadata.tables["workroom_harvest_connections"]
        db.session.execute(connections.update().values(reconnect_reason=None))
        db.session.commit()
