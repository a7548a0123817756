"""Step 4 of the guide: the first import and its result panel."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import update

from demo.workroom.models import db
from tests.guide.work import DAY, Work
from tests.support.studio import Studio, text_of


def test_the_form_proposes_the_last_14_days(elin: Studio) -> None:
    """The form proposes the last 14 days, both included, by the date in the studio's time zone."""
    page = elin.connect().text
    today = datetime.now(ZoneInfo("Europe/Stockholm")).date()
    assert f'name="from" type="date" required value="{today - timedelta(days=14)}"' in page
    assert f'name="to" type="date" required value="{today}"' in page


def test_a_runs_own_page_holds_its_dates(connected: Studio) -> None:
    """A run's page has its own dates in the form, for another try; other pages have the default."""
    run_id = connected.start_import("2026-02-03", "2026-02-05")
    for _ in ("queued", "over"):
        page = connected.page(f"/imports/{run_id}")
        assert 'value="2026-02-03"' in page
        assert 'value="2026-02-05"' in page
        connected.work(run_id)
    assert 'value="2026-02-03"' not in connected.page()


def test_an_import_that_waits_for_long_says_so(connected: Studio, today: date) -> None:
    """An import that is not started within 30 seconds says that it is kept and starts by itself."""
    run_id = connected.start_import(today, today)
    late = "This takes longer than usual. The import is kept and starts by itself"
    assert late not in text_of(connected.page(f"/imports/{run_id}"))
    with connected.app.app_context():
        table = db.metadata.tables["workroom_harvest_runs"]
        since = datetime.now(UTC) - timedelta(seconds=31)
        db.session.execute(update(table).values(created_at=since))
        db.session.commit()
    assert late in text_of(connected.page(f"/imports/{run_id}"))
    connected.work(run_id)
    page = text_of(connected.page())
    assert late not in page
    there = since.astimezone(ZoneInfo("Europe/Stockholm"))
    assert re.search(rf"You, (to|yester)day at {there:%H:%M} · import {run_id[:8]}", page)


def test_the_panel_says_how_many_of_how_many_and_why_not_the_rest(
    connected: Studio, work: Work
) -> None:
    """The panel counts imported and skipped entries in the form and the words of the guide."""
    first = work.add()
    connected.import_days(DAY, DAY)
    for _ in range(12):
        work.add(day=DAY + timedelta(days=11))
    work.add(project="Internal")
    run = connected.import_days("2026-06-01", "2026-06-12")
    assert run["imported"] == 12
    assert run["total"] == 14
    page = text_of(connected.page())
    assert "Imported 12 of 14 entries (2026-06-01 → 2026-06-12)" in page
    assert "Skipped:" in page
    assert "Project not mapped: 1" in page
    assert "Already imported: 1" in page
    assert first in [log.harvest_entry_id for log in connected.timelogs()]


def test_an_import_changes_nothing_at_harvest(connected: Studio, work: Work) -> None:
    """An import sends Harvest no request that creates, stops or deletes an entry."""
    work.add()
    connected.import_days(DAY, DAY)
    asked = connected.harvest.state.requests
    assert not {"create", "delete", "stop"} & set(asked)
