"""Step 5 of the guide: once a week a night reads all of its days."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from demo.workroom.models import db
from tests.guide.night import runs, tick
from tests.guide.work import Work
from tests.support.studio import Studio, text_of
from tests.web.asking import ask
from workroom_harvest.domain import schedule

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def weekly(nightly: Studio) -> Studio:
    """Return a studio that is connected for long, and has never had a night that reads all."""
    with nightly.app.app_context():
        table = db.metadata.tables["workroom_harvest_connections"]
        db.session.execute(update(table).values(connected_at=LONG_AGO))
        db.session.commit()
    return nightly


def test_a_night_that_reads_all_brings_in_what_was_changed_and_names_the_rest(
    weekly: Studio, work: Work
) -> None:
    """The night reads all its days; what was changed since the last one comes in.

    What nobody imported waits as *Not imported yet*, and its days count as read.
    """
    night = schedule.latest_night(datetime.now(UTC))
    first = night - timedelta(days=60)
    # An entry was changed at noon of its day, unless it is said otherwise.
    old = work.add("2.0", day=first)
    new = work.add("1.0", day=night)
    (run_id,) = tick(weekly)
    run = ask(weekly, f"/imports/{run_id}")
    assert (run["kind"], run["status"], run["from"]) == ("nightly", "finished", str(first))
    assert (run["imported"], run["skipped"]) == (1, {"Not imported yet": 1})
    assert weekly.stamps() == [new]
    assert f"all of {first}" in text_of(weekly.page("/imports"))
    (group,) = ask(weekly, "/waiting")["groups"]
    assert (group["reason"], group["entries"], group["mapped"]) == ("Not imported yet", 1, True)
    hours = ask(weekly, f"/hours?from={first}&to={night}")
    assert hours["unread"] == []
    weekly.post("/waiting/import", {"reason": "Not imported yet"})
    weekly.work(runs(weekly)[0]["id"])
    assert set(weekly.stamps()) == {old, new}
