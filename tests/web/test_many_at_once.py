"""What can be many is reached and chosen with one click."""

from datetime import UTC, datetime

from sqlalchemy import update

from demo.walk import PAGE
from demo.workroom.models import Timelog, db
from tests.guide.work import DAY, Work
from tests.support.studio import Studio


def test_all_corrections_that_may_be_applied_are_chosen_at_once(connected: Studio) -> None:
    """One link chooses each correction of the page by name, but for what Workroom has locked."""
    work = Work(connected.harvest)
    entries = [work.add("1.0") for _ in range(3)]
    connected.import_days(DAY, DAY)
    for number in entries:
        found = (work.world.find(account, number) for account in work.world.entries)
        work.world.edit(next(filter(None, found)), datetime.now(UTC), hours="2.0")
    connected.import_days(DAY, DAY)
    with connected.app.app_context():
        one = update(Timelog).where(Timelog.harvest_entry_id == entries[0])
        db.session.execute(one.values(is_locked=True))
        db.session.commit()
    page = connected.page("/corrections")
    assert f'<a href="{PAGE}/corrections?choose=all">Choose all that may be applied</a>' in page
    assert "checked" not in page
    page = connected.page("/corrections?choose=all")
    assert page.count(" checked>") == 2
    assert f'value="{entries[0]}" checked>' not in page
    assert f'<a href="{PAGE}/corrections">Choose none</a>' in page


def test_map_leads_to_the_row(connected: Studio) -> None:
    """*Map* leads to the dropdown of what is not mapped, on the list of what waits and to do."""
    Work(connected.harvest).add(project="Internal")
    connected.import_days(DAY, DAY)
    world = connected.harvest.world
    field = next(f"project-{one.id}" for one in world.projects.values() if one.name == "Internal")
    address = f'href="{PAGE}?row={field}#wh-{field}"'
    for path in ("", "/waiting"):
        assert address in connected.page(path)
    assert f'id="wh-{field}"' in connected.page(f"?row={field}")
