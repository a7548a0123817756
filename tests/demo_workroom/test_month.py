"""The month that the demo's walked studio lives before anybody looks."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from demo.harvest import HarvestConfig
from demo.harvest.worlds import quiet_world
from demo.harvest_control import HarvestControl
from demo.month import CHANGED, DAYS, DELETED, LOCKED, MAPPED_LATE, Month
from demo.past import begin_anew, opened
from demo.timesheets import SHOWROOM, VILLA, tracked
from demo.walk import PAGE, Walker
from demo.workroom.seed import LINDQVIST, PASSWORD
from tests.support.apps import TOKEN_KEY, set_up_database
from tests.support.servers import LocalHarvest
from workroom_harvest.domain import schedule

ADDRESS = "http://127.0.0.1:8600"


@pytest.fixture(scope="module")
def elin(redis_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walker]:
    """Yield the Admin of the studio after its month and an import of today."""
    today = datetime.now(UTC).date()
    harvest = LocalHarvest(HarvestConfig(redirect_url=f"{ADDRESS}/"), quiet_world(today))
    settings = {
        **harvest.settings(),
        "HARVEST_REDIS_URL": redis_server,
        "HARVEST_TOKEN_KEYS": TOKEN_KEY,
        "DATABASE_URL": f"sqlite:///{tmp_path_factory.mktemp('month') / 'workroom.sqlite3'}",
        "SECRET_KEY": "a secret of the tests",
    }
    nights: list[None] = []
    with opened(settings, ADDRESS) as past:
        set_up_database(past.app)
        # What a demo before left there does not stand in its way.
        begin_anew(past.app, LINDQVIST)
        with closing(HarvestControl(harvest.url)) as control:
            Month(past, control, today).live(lambda: nights.append(None))
        assert len(nights) == DAYS
        assert harvest.state.ahead == 0
        with closing(past.walker()) as elin:
            elin.sign_in("elin@lindqvist.example", PASSWORD)
            elin.import_days({"from": str(today - timedelta(days=14)), "to": str(today)})
            yield elin
    harvest.close()


def answer(elin: Walker, path: str) -> Any:
    """Return what a page of the plugin's says to a script."""
    reply = elin.browser.get(PAGE + path, headers={"Accept": "application/json"})
    return reply.raise_for_status().json()


def test_a_month_of_nights_ran(elin: Walker) -> None:
    """The history has a finished night for each day, the first import and what was mapped late."""
    runs, page = [], answer(elin, "/imports")
    while True:
        runs += page["runs"]
        if page["next"] is None:
            break
        page = elin.browser.get(page["next"], headers={"Accept": "application/json"}).json()
    kinds = [run["kind"] for run in runs]
    now = datetime.now(UTC)
    since = MAPPED_LATE - (schedule.latest_night(now) < now.date())
    before = DAYS - MAPPED_LATE
    late = [*["nightly"] * since, "waiting", *["nightly"] * before]
    assert kinds == ["on demand", *late, "on demand"]
    assert {run["status"] for run in runs} == {"finished"}
    assert sum(run["imported"] for run in runs) > 200


def test_most_came_in_and_a_bit_of_everything_waits(elin: Walker) -> None:
    """The cabin waits to be mapped, Internal and Admin are left out, and one timer runs."""
    waiting = answer(elin, "/waiting")
    named = {(one["name"], one["reason"]) for one in waiting["groups"]}
    assert named == {("Lakeside Cabin", "Project not mapped"), ("Timer still running",) * 2}
    assert {one["name"] for one in waiting["left_out"]} == {"Internal", "Admin"}
    waits = sum(one["entries"] for one in waiting["groups"])
    latest = answer(elin, "/imports")["runs"][0]
    assert latest["imported"] > 0
    assert 2 <= waits <= 10


def test_there_is_something_to_correct(elin: Walker) -> None:
    """Two entries were changed in Harvest, one of them locked here, and one timelog was deleted."""
    found = answer(elin, "/corrections")["corrections"]
    assert sorted((one["what"], one["locked"]) for one in found if one["locked"]) == [
        ("changed", "It is locked in Workroom.")
    ]
    assert sorted(one["what"] for one in found if not one["locked"]) == ["changed", "deleted"]


@pytest.mark.parametrize("weekday", range(7))
def test_the_month_is_the_same_on_each_day_of_the_week(weekday: int) -> None:
    """Whatever day today is, there are hours of today, and of each project that the story needs."""
    today = date(2026, 11, 23) + timedelta(days=weekday)
    by_day = {ago: list(tracked(today - timedelta(days=ago), ago)) for ago in range(15)}
    assert by_day[0]
    for ago, project in ((LOCKED, VILLA), (DELETED, "Café Möllan"), (CHANGED, "Kontor Norrmalm")):
        before = [one for day in range(ago + 1, 15) for one in by_day[day]]
        assert any(one.project == project for one in before)
    earlier = (
        tracked(today - timedelta(days=ago), ago) for ago in range(MAPPED_LATE + 1, DAYS + 14)
    )
    assert any(one.project == SHOWROOM for day in earlier for one in day)
    assert any(one.project == "Lakeside Cabin" for day in by_day.values() for one in day)
