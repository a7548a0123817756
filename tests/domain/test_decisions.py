"""How an entry becomes a timelog, or a reason why it does not."""

import pytest

from tests.support.factories import entry
from workroom_harvest.domain.decisions import (
    MappingSnapshot,
    Owners,
    reason_to_skip,
    timelog,
    wanted_and_skipped,
)
from workroom_harvest.domain.entries import Duration, NewTimelog
from workroom_harvest.domain.skipped import SkippedEntry, SkipReason

PLAN = MappingSnapshot({10: "villa"}, {20: "drawings"})
OWNERS = Owners({1: "Mira@Studio.example"}, {"mira@studio.example": "mira"}, "elin")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, None),
        ({"id": 7}, SkipReason.ALREADY_IMPORTED),
        ({"id": 7, "is_running": True, "project_id": 0}, SkipReason.ALREADY_IMPORTED),
        ({"is_running": True, "project_id": 0}, SkipReason.TIMER_RUNNING),
        ({"project_id": 0, "task_id": 0}, SkipReason.PROJECT_NOT_MAPPED),
        ({"task_id": 0}, SkipReason.TASK_NOT_MAPPED),
    ],
)
def test_the_first_reason_that_holds_is_given(
    changes: dict[str, object], reason: SkipReason | None
) -> None:
    """Already imported comes before a running timer, which comes before the mappings."""
    assert reason_to_skip(entry(**changes), PLAN, known={7}) is reason


def test_each_page_keeps_every_entry_once() -> None:
    """Every entry is either wanted or skipped, and never both."""
    entries = [entry(), entry(task_id=0), entry(is_running=True)]
    wanted, skipped = wanted_and_skipped(entries, PLAN, known=set())
    assert [one.id for one in wanted] == [entries[0].id]
    assert {one.entry_id for one in skipped} == {entries[1].id, entries[2].id}


def test_a_wanted_entry_becomes_a_timelog() -> None:
    """A timelog takes each field from its entry, the mappings and the owners."""
    one = entry(notes="Plans", billable=False)
    assert timelog(one, PLAN, OWNERS) == NewTimelog(
        one.id, "villa", "drawings", "mira", one.spent_on, Duration(1, 0), "Plans", billable=False
    )


@pytest.mark.parametrize(
    ("user_id", "fallback", "owner"),
    [(1, "elin", "mira"), (1, None, "mira"), (2, "elin", "elin"), (2, None, None)],
)
def test_the_owner_is_found_by_email_else_the_fallback(
    user_id: int, fallback: str | None, owner: str | None
) -> None:
    """The owner is the member of that address in any case, else the fallback."""
    owners = Owners(OWNERS.emails, OWNERS.members, fallback)
    assert owners.of(entry(user_id=user_id)) == owner


def test_a_blank_address_matches_nobody() -> None:
    """A blank address, on either side, belongs to nobody."""
    owners = Owners({1: " ", 3: ""}, {"": "ghost"}, "elin")
    assert {owners.of(entry(user_id=number)) for number in (1, 2, 3)} == {"elin"}


def test_without_any_owner_the_entry_is_skipped_by_name() -> None:
    """An entry without an owner or a fallback is skipped for that reason."""
    made = timelog(entry(user_id=2), PLAN, Owners({}, {}, None))
    assert isinstance(made, SkippedEntry)
    assert made.reason is SkipReason.NO_FALLBACK_OWNER
