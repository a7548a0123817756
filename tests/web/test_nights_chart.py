"""The chart of the latest nights above the list of imports, and what an empty to-do list says."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from tests.support.factories import FORTNIGHT, nightly, run
from tests.support.studio import Studio
from workroom_harvest.domain.progress import Progress
from workroom_harvest.domain.run import ImportRun, RunKind
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.web.presenters.nights import HEIGHT, LEAST, MOST_NIGHTS, night_chart
from workroom_harvest.web.presenters.panel import timelogs_address
from workroom_harvest.web.presenters.todo import all_is_well


def night(minutes: int, status: RunStatus = RunStatus.FINISHED, **progress: Any) -> ImportRun:
    """Return a night that is over and brought so many minutes in."""
    done = Progress(imported=int(minutes > 0), minutes=minutes)
    return nightly(status=status, progress=replace(done, **progress))


def test_each_night_has_a_bar_as_high_as_its_hours() -> None:
    """The oldest night stands left, and one without hours has a small bar all the same."""
    chart = night_chart([night(120), run(status=RunStatus.FINISHED), night(0), night(60)])
    assert chart is not None
    assert [(bar.x, bar.height, bar.y) for bar in chart.bars] == [
        (0, HEIGHT // 2, HEIGHT // 2),
        (10, LEAST, HEIGHT - LEAST),
        (20, HEIGHT, 0),
    ]
    assert chart.width == 30
    assert chart.label == "The last 3 nights: 2 entries, 3:00 h, 0 failed."
    assert chart.bars[0].title == "2026-06-15 at 12:00 UTC: 1 entry, 1:00 h"


def test_a_bar_has_the_colour_of_its_night() -> None:
    """A night that failed has a colour of its own, and is counted in the sentence."""
    chart = night_chart(
        [night(9), night(9, RunStatus.FAILED), night(9, skipped={SkipReason.SAVE_FAILED: 1})]
    )
    assert chart is not None
    assert [bar.kind for bar in chart.bars] == ["in", "bad", "in"]
    assert chart.label.endswith("1 failed.")


def test_thirty_nights_are_enough_and_none_is_no_chart() -> None:
    """Of more nights the newest thirty are shown; imports by hand and live nights are none."""
    chart = night_chart([night(60)] * MOST_NIGHTS + [night(600)] * 5)
    assert chart is not None
    assert {bar.height for bar in chart.bars} == {HEIGHT}
    assert len(chart.bars) == MOST_NIGHTS
    assert night_chart([run(status=RunStatus.FINISHED), nightly()]) is None


def test_an_empty_list_says_that_all_is_well() -> None:
    """Where nothing is to be done, what the latest night brought in is told, and else nothing."""
    told = "All is well. Last auto-sync 2026-06-15 at 12:00 UTC: 1 entry, 1:30 h."
    done, failed = run(status=RunStatus.FINISHED), run(status=RunStatus.FAILED)
    assert all_is_well(done, night(90)) == told
    assert all_is_well(done, None) == "All is well."
    for not_so in ((None, None), (failed, night(90)), (done, night(9, RunStatus.FAILED))):
        assert all_is_well(*not_so) == ""


def test_a_result_leads_to_the_hosts_page_of_timelogs() -> None:
    """An import's days stand in the address; where it has none, only a plain one is used."""
    done = run(status=RunStatus.FINISHED, progress=Progress(imported=2))
    days = f"/timelogs?from={FORTNIGHT.first}&to={FORTNIGHT.last}"
    pattern = "/timelogs?from={from}&to={to}"
    assert timelogs_address(pattern, done) == days
    assert timelogs_address("/timelogs", night(90)) == "/timelogs"
    assert timelogs_address(pattern, night(90)) == ""
    assert timelogs_address(None, done) == ""
    for nothing in (
        run(status=RunStatus.FINISHED),
        run(progress=Progress(imported=2)),
        replace(done, request=replace(done.request, kind=RunKind.PREVIEW)),
    ):
        assert timelogs_address(pattern, nothing) == ""


def test_the_panel_leads_there(connected: Studio) -> None:
    """The result of an import leads to Workroom's timelogs, and that of nothing does not."""
    connected.map()
    nothing = connected.import_days("2020-01-01", "2020-01-02")
    assert 'href="/timelogs"' not in connected.run(nothing["id"])["html"]
    some = connected.import_days(date.today() - timedelta(days=30), date.today())
    assert some["imported"]
    assert 'href="/timelogs"' in connected.run(some["id"])["html"]
