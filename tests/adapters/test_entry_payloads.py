"""Each field of a time entry is read from Harvest's JSON."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.adapters.harvest_json import member, only, page
from workroom_harvest.adapters.harvest import payloads
from workroom_harvest.domain.entries import HarvestEntry, HarvestStatus


def test_a_whole_entry_is_read_with_its_hours_as_an_exact_decimal() -> None:
    found = payloads.entry_page(page(member(), total_pages=3, total_entries=4500)).read()
    assert only(found) == HarvestEntry(
        id=2380504951,
        spent_on=date(2026, 5, 4),
        hours=Decimal("1.33"),
        notes="Fabric samples",
        billable=True,
        is_running=False,
        user_id=4000001,
        user_name="Elin Lindqvist",
        project_id=45000001,
        project_name="Villa Sandhamn",
        task_id=24000001,
        task_name="Concept Design",
        status=HarvestStatus(is_locked=False),
        updated_at=datetime(2026, 5, 4, 12, tzinfo=UTC),
    )
    assert (found.next_cursor, found.total_pages, found.total_entries) == (None, 3, 4500)


@pytest.mark.parametrize(
    ("billed", "expected"),
    [(True, True), (False, False), (None, False), ("yes", False), (1, False)],
)
def test_what_harvest_has_invoiced_is_known(billed: object, expected: bool) -> None:
    """An entry is invoiced only where Harvest says so; a value that is no boolean says nothing."""
    assert only(payloads.entry_page(page(member(is_billed=billed))).read()).is_billed is expected


@pytest.mark.parametrize("number", [1, 2**31, 2**32, 2380504951, 2**53 + 1, 2**63 - 1])
def test_ids_are_exact_up_to_63_bits(number: int) -> None:
    entry = member(id=number, project={"id": number, "name": "Villa"})
    found = only(payloads.entry_page(page(entry)).read())
    assert (found.id, found.project_id) == (number, number)


@pytest.mark.parametrize(
    "notes", [None, "", "- linen, sand\n- wool\r\n\tmoss", "📐 Möbel", "x" * 9999]
)
def test_notes_are_kept_whole(notes: str | None) -> None:
    assert only(payloads.entry_page(page(member(notes=notes))).read()).notes == notes


def test_absent_notes_are_none() -> None:
    entry = member()
    del entry["notes"]
    assert only(payloads.entry_page(page(entry)).read()).notes is None


@pytest.mark.parametrize(("length", "kept"), [(255, 255), (256, 255), (1_000_000, 255)])
def test_a_name_is_cut_at_255_characters(length: int, kept: int) -> None:
    """A name is cut, since pages and results repeat it, while notes are kept whole."""
    changed = member(project={"id": 1, "name": "x" * length}, notes="n" * length)
    (entry,) = payloads.entry_page(page(changed)).read().entries
    assert len(entry.project_name) == kept
    assert entry.project_name.endswith("…") == (length > kept)
    assert len(entry.title) == length


@pytest.mark.parametrize("user", [None, {}, {"id": None}])
def test_an_entry_whose_user_is_not_told_is_an_entry(user: Any) -> None:
    """An entry without a user is read, with None as its user's id."""
    assert only(payloads.entry_page(page(member(user=user))).read()).user_id is None


def test_what_has_no_name_is_called_by_its_number() -> None:
    """A task without a name is called by its id, because a timelog needs a title."""
    entry = only(payloads.entry_page(page(member(task={"id": 9, "name": " "}, notes=None))).read())
    assert entry.title == "Harvest task 9"


def test_a_name_is_one_line_without_control_characters() -> None:
    """Line breaks in a name become blanks, and control characters are replaced."""
    assert payloads.name(" Villa\n\x1b[31mred\u202e ") == "Villa \ufffd[31mred\u202e"


@pytest.mark.parametrize(
    ("running", "started", "expected"),
    [
        (None, None, False),
        (None, "2026-05-04T09:00:00Z", True),
        (False, "2026-05-04T09:00:00Z", False),
    ],
)
def test_a_timer_that_started_runs_where_nothing_else_is_said(
    running: bool | None, started: str | None, expected: bool
) -> None:
    one = member(is_running=running, timer_started_at=started)
    assert only(payloads.entry_page(page(one)).read()).is_running is expected


@pytest.mark.parametrize("name", [None, 7, ["x"]])
def test_an_entry_whose_user_has_an_odd_name_is_read_without_it(name: object) -> None:
    assert (
        only(payloads.entry_page(page(member(user={"id": 7, "name": name}))).read()).user_name == ""
    )


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-05-04T09:00:07Z", datetime(2026, 5, 4, 9, 0, 7, tzinfo=UTC)),
        ("2026-05-04T11:00:07+02:00", datetime(2026, 5, 4, 9, 0, 7, tzinfo=UTC)),
        ("2026-05-04T09:00:07", datetime(2026, 5, 4, 9, 0, 7, tzinfo=UTC)),
        ("0001-01-01T00:00:00+14:00", None),
        ("yesterday", None),
        ("", None),
        (None, None),
        (1777885207, None),
        (["2026-05-04T09:00:07Z"], None),
    ],
)
def test_when_an_entry_was_changed_is_read_where_it_is_said(
    text: object, instant: datetime | None
) -> None:
    """An entry has the instant of its last change in UTC, or None for what is no instant."""
    assert only(payloads.entry_page(page(member(updated_at=text))).read()).updated_at == instant
