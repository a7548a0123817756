"""Workroom's timelogs in the hands of the plugin: what it protects, and what else changes."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text, update
from sqlalchemy.exc import OperationalError

from demo.workroom.harvest_host import WorkroomTimelogs
from demo.workroom.models import ActivityType, Timelog, db
from tests.support.apps import make_app
from tests.support.hosts import workroom_host
from tests.support.servers import LocalHarvest, fresh_database
from workroom_harvest import TimelogsRefused
from workroom_harvest.testing import Host

STAMP = 7
workroom = WorkroomTimelogs()


@pytest.fixture
def host(either_app: Flask) -> Iterator[Host]:
    """Give Studio Lindqvist with one imported timelog, on either database."""
    with either_app.app_context():
        made = workroom_host()
        workroom.add_many(made.studio_id, [made.timelog(STAMP)])
        db.session.commit()
        yield made
        db.session.rollback()


def stored() -> Timelog:
    """Return the imported timelog as it is stored."""
    db.session.expire_all()
    return db.session.scalars(select(Timelog).filter_by(harvest_entry_id=STAMP)).one()


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"is_locked": True}, "It is locked in Workroom."),
        ({"invoice_number": "2026-014"}, "It is on invoice 2026-014."),
        ({"is_locked": True, "invoice_number": "2026-014"}, "It is on invoice 2026-014."),
    ],
)
def test_what_is_locked_or_invoiced_is_found_with_the_reason_and_stays(
    host: Host, columns: dict[str, Any], sentence: str
) -> None:
    """A locked or invoiced timelog says why, and is neither changed nor removed."""
    db.session.execute(update(Timelog).values(columns))
    (found,) = workroom.find_many(host.studio_id, [STAMP], False)
    assert found.locked == sentence
    with pytest.raises(TimelogsRefused) as unchanged:
        workroom.change_many(host.studio_id, [host.timelog(STAMP, title="Changed")])
    with pytest.raises(TimelogsRefused) as unremoved:
        workroom.remove_many(host.studio_id, [STAMP])
    assert unchanged.value.causes == unremoved.value.causes == {STAMP: sentence}
    assert stored().title == "Plans"


def test_the_rate_follows_the_activity_type_alone(host: Host) -> None:
    """A change keeps the hourly rate of the import, unless the activity type is another.

    Then the rate is that type's of now.
    """
    before = stored().hourly_rate
    db.session.execute(update(ActivityType).values(hourly_rate=Decimal("12.50")))
    changed = host.timelog(STAMP, title="Changed")
    workroom.change_many(host.studio_id, [changed])
    assert (stored().title, stored().hourly_rate) == ("Changed", before)
    other = replace(changed, activity_type_id=host.archived_activity_type_id)
    workroom.change_many(host.studio_id, [other])
    assert stored().hourly_rate == Decimal("12.50")


def test_a_text_that_was_cut_to_a_title_is_found_whole(host: Host) -> None:
    """What is edited in Workroom is found as it stands then, whether it fits the title or not."""
    for title in ("Short", "A first line\nand more", "x" * 300, " with blanks "):
        workroom.change_many(host.studio_id, [host.timelog(STAMP, title=title)])
        (found,) = workroom.find_many(host.studio_id, [STAMP], False)
        assert found.title == title


def test_rows_that_are_looked_up_for_a_change_are_held(
    harvest: LocalHarvest, redis_url: str, postgres_url: str
) -> None:
    """On PostgreSQL nobody can lock a timelog between the look-up for a change and the change."""
    lock = text("UPDATE timelog SET is_locked = true")
    for app in make_app(fresh_database(postgres_url), harvest, redis_url):
        with app.app_context(), db.engine.connect() as somebody:
            made = workroom_host()
            workroom.add_many(made.studio_id, [made.timelog(STAMP)])
            db.session.commit()
            somebody.execute(text("SET lock_timeout = 50"))
            somebody.commit()
            workroom.find_many(made.studio_id, [STAMP], False)
            somebody.execute(lock)
            somebody.rollback()
            workroom.find_many(made.studio_id, [STAMP], True)
            with pytest.raises(OperationalError, match="lock timeout"):
                somebody.execute(lock)
            somebody.rollback()
            db.session.rollback()
