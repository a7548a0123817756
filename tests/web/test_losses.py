"""What was changed, is gone and was deleted since an import is told to people and to scripts."""

from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from demo.workroom.models import Timelog, db
from tests.guide.work import DAY, Work
from tests.support.studio import Studio, text_of

TOLD = "2 were changed in Harvest, 1 is gone from Harvest, 1 was deleted in Workroom."


def change(work: Work, entry_id: int, **changes: Any) -> None:
    """Edit an entry in Harvest."""
    for entries in work.world.entries.values():
        for entry in list(entries):
            if entry.id == entry_id:
                work.world.edit(entry, datetime.now(UTC), **changes)


def remove(work: Work, entry_id: int) -> None:
    """Delete an entry in Harvest."""
    for account_id in work.world.entries:
        work.world.remove(account_id, entry_id)


def delete_here(studio: Studio, *entry_ids: int) -> None:
    """Delete the timelogs of entries in Workroom."""
    with studio.app.app_context():
        stamp = Timelog.harvest_entry_id
        db.session.execute(sa.delete(Timelog).where(stamp.in_(entry_ids)))
        db.session.commit()


def test_what_was_lost_is_told_beside_what_was_imported(connected: Studio, work: Work) -> None:
    """The panel says it beside *Already imported*, and the JSON has the numbers, each time."""
    ids = [work.add(str(number)) for number in range(1, 7)]
    assert connected.import_days(DAY, DAY)["imported"] == 6
    change(work, ids[0], notes="New")
    change(work, ids[1], spent_on=date(2026, 5, 20))
    remove(work, ids[2])
    delete_here(connected, ids[3])
    for changed in (2, 1):
        run = connected.import_days(DAY, DAY)
        assert run["status"] == "finished"
        numbers = {name: run[name] for name in ("changed", "gone", "deleted_here")}
        assert numbers == {"changed": changed, "gone": 1, "deleted_here": 1}
        assert run["skipped"] == {"Already imported": 4}
        assert run["total"] == 4
    page = text_of(connected.page(f"/imports/{run['id']}"))
    assert TOLD.replace("2 were", "1 was") in page
    assert "Nothing to do: these" not in page
    assert len(connected.stamps()) == 5


def test_doubts_are_told(connected: Studio, work: Work) -> None:
    """Where everything seems deleted, nothing is concluded, and the page asks."""
    ids = [work.add() for _ in range(20)]
    connected.import_days(DAY, DAY)
    delete_here(connected, *ids)
    run = connected.import_days(DAY, DAY)
    assert run["deleted_here"] == 0
    (warning,) = run["warnings"]
    assert warning.startswith("Workroom finds none of the 20 timelogs")
    assert "Were they all deleted?" in text_of(connected.page(f"/imports/{run['id']}"))
