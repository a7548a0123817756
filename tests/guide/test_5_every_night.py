"""Step 5 of the guide: Automated sync, every night."""

import re
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import event, update

from demo.workroom import models
from demo.workroom.models import db
from tests.guide.night import runs, tick
from tests.support.studio import Studio, text_of
from workroom_harvest.current import use_cases
from workroom_harvest.domain import schedule
from workroom_harvest.domain.use_cases.scheduling.dispatch_due import Dispatched


def test_the_toggle_is_on_the_connection_card_and_off_at_first(connected: Studio) -> None:
    """The Connection card has the switch of Automated sync, which is off at first."""
    page = text_of(connected.page())
    assert "Automated sync" in page
    assert "Every night at 2am UTC: the last 24 hours of Harvest entries" in page
    assert 'aria-checked="false"' in connected.page()
    connected.post("/automated-sync", {"on": "1"})
    assert 'aria-checked="true"' in connected.page()


def test_a_night_imports_and_the_card_shows_its_result(nightly: Studio) -> None:
    """A night imports by itself, and the card shows its result and when the next one begins."""
    (run_id,) = tick(nightly)
    run = nightly.run(run_id)
    assert run["status"] == "finished"
    assert run["kind"] == "nightly"
    html = nightly.page()
    page = text_of(html)
    assert re.search(r"Last auto-sync today at [0-9]{2}:[0-9]{2} ", page)
    assert f"Result Imported {run['imported']} of {run['total']} entries" in page
    # 02:00 UTC, in Stockholm.
    assert re.search(r"Next auto-sync (today|tomorrow) at 0[34]:00 ", page)
    assert f'<time datetime="{schedule.next_slot(datetime.now(UTC)).isoformat()}">' in html


def test_automated_sync_that_is_off_starts_no_night(nightly: Studio, today: date) -> None:
    """With Automated sync off no night starts, and imports by hand still work."""
    nightly.post("/automated-sync", {"on": ""})
    assert tick(nightly) == []
    assert nightly.import_days(today, today)["status"] == "finished"


def test_toggling_off_leaves_a_queued_night_unstarted(nightly: Studio) -> None:
    """A queued night fails without an import where Automated sync was switched off meanwhile."""
    with nightly.app.app_context():
        use_cases().dispatch_due()
    nightly.post("/automated-sync", {"on": ""})
    (row,) = runs(nightly)
    nightly.work(row["id"])
    run = nightly.run(row["id"])
    assert run["status"] == "failed"
    assert "switched off" in run["failure"]
    assert nightly.timelogs() == []


def test_a_doubled_tick_starts_one_run(nightly: Studio) -> None:
    """Two ticks start one run, since each connection has one row per night."""
    tick(nightly)
    assert len(tick(nightly)) == 1


def test_a_tick_with_nothing_due_only_reads(nightly: Studio) -> None:
    """A tick with nothing due writes nothing.

    There is one each minute, SQLite allows one writer at a time, and PostgreSQL keeps every
    overwritten row until it is vacuumed.
    """
    tick(nightly)
    statements: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        statements.append(statement.split()[0])

    with nightly.app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
        assert use_cases().dispatch_due() == Dispatched(started=0, requeued=0)
        event.remove(db.engine, "before_cursor_execute", note)
    assert set(statements) == {"SELECT"}


def test_switched_on_after_two_waits_for_the_next_night(connected: Studio) -> None:
    """Automated sync that is switched on after 02:00 begins the next night, or at once by hand."""
    connected.post("/automated-sync", {"on": "1"})
    assert tick(connected) == []
    with connected.app.app_context():
        assert use_cases().dispatch_due(by_hand=True).started == 1
        assert use_cases().dispatch_due(by_hand=True).started == 0


def test_a_studio_that_left_pro_has_no_nights(nightly: Studio) -> None:
    """A studio that is no longer on Pro gets no night, and none that failed in its history."""
    with nightly.app.app_context():
        db.session.execute(
            update(models.Studio).filter_by(name="Studio Lindqvist").values(plan="free")
        )
        db.session.commit()
    tick(nightly)
    assert list(runs(nightly)) == []
    assert nightly.timelogs() == []
    assert tick(nightly) == []
