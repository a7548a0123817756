"""Steps 1 to 4 of the guide with real processes, on both databases."""

from datetime import date, timedelta
from pathlib import Path

import sqlalchemy as sa

from demo.__main__ import MAPPINGS
from demo.walk import PAGE
from demo.workroom.config import database_url as with_driver
from tests.support.running_system import RunningSystem


def test_connect_map_import_and_again(
    tmp_path: Path, database_url: str, redis_url: str, today: date
) -> None:
    """A second import of the same days adds nothing, and counts each entry as Already imported."""
    window = {"from": str(today - timedelta(days=14)), "to": str(today)}
    with RunningSystem(tmp_path, database_url, redis_url) as system:
        system.worker()
        elin = system.walker()

        page = elin.connect("elin@lindqvist.example", "Studio Lindqvist").text
        assert "Connected" in page
        assert "Studio Lindqvist" in page
        assert str(today) in page

        assert "Mappings saved." in elin.map(MAPPINGS).text

        first = elin.import_days(window)
        assert first["status"] == "finished"
        assert first["imported"] > 0
        assert first["imported"] + sum(first["skipped"].values()) == first["total"]
        assert {"Project not mapped", "Task not mapped", "Timer still running"} <= set(
            first["skipped"]
        )
        rows = timelogs(database_url)
        assert len(rows) == first["imported"] == len(set(rows))

        again = elin.import_days(window)
        assert again["imported"] == 0
        assert again["skipped"]["Already imported"] == first["imported"]
        assert again["total"] == first["total"]
        assert timelogs(database_url) == rows

        shown = elin.browser.get("/timelogs").text
        assert all(str(stamp) in shown for stamp in rows)

        panel = elin.browser.get(PAGE).text
        assert (
            f"Imported 0 of {again['total']} entries ({window['from']} → {window['to']})" in panel
        )


def timelogs(database_url: str) -> list[int]:
    """Return the Harvest ids of all timelogs, read from the database."""
    engine = sa.create_engine(with_driver(database_url))
    with engine.connect() as connection:
        found = connection.execute(
            sa.text("SELECT harvest_entry_id FROM timelog ORDER BY harvest_entry_id")
        )
        stamps = [row[0] for row in found]
    engine.dispose()
    return stamps
