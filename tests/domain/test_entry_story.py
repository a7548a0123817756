"""A timelog is recognised as it was written, and only so."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from workroom_harvest.domain.entries import Duration, FoundTimelog
from workroom_harvest.domain.entry_story import Written
from workroom_harvest.domain.keyed_hash import KeyedHash

HASH = KeyedHash(b"key")
DAY = date(2026, 6, 15)
FOUND = FoundTimelog(
    1, "villa", "drawings", "elin", DAY, Duration(1, 30), "Plans", billable=True, locked=None
)
WRITTEN = Written(
    "run",
    datetime(2026, 6, 16, tzinfo=UTC),
    None,
    "villa",
    "drawings",
    "elin",
    fell_back=False,
    spent_on=DAY,
    minutes=90,
    billable=True,
    title_hash=HASH("Plans"),
)


def test_a_timelog_that_nobody_touched_stands() -> None:
    """A timelog with the values that were written stands, and a lock does not change it."""
    assert WRITTEN.stands(FOUND, HASH)
    assert WRITTEN.stands(replace(FOUND, locked="It is invoiced."), HASH)


@pytest.mark.parametrize(
    "edited",
    [
        replace(FOUND, project_id="cabin"),
        replace(FOUND, activity_type_id="site"),
        replace(FOUND, member_id="bo"),
        replace(FOUND, spent_on=date(2026, 6, 16)),
        replace(FOUND, duration=Duration(1, 31)),
        replace(FOUND, title="Plans."),
        replace(FOUND, billable=False),
    ],
)
def test_a_timelog_that_somebody_edited_does_not_stand(edited: FoundTimelog) -> None:
    """Each value that somebody edited is noticed."""
    assert not WRITTEN.stands(edited, HASH)


def test_a_title_under_a_lost_key_counts_as_edited() -> None:
    """What cannot be compared is not taken for untouched."""
    assert not WRITTEN.stands(FOUND, KeyedHash(b"another key"))
