"""What Harvest says of an entry's lock, approval, invoice and times of day is read leniently."""

import json
from dataclasses import replace
from datetime import time
from typing import Any

import pytest

from tests.adapters.harvest_json import RECORDED, member, only, page
from workroom_harvest.adapters.harvest import payloads
from workroom_harvest.adapters.harvest.payloads.status import time_of_day
from workroom_harvest.domain.entries import NO_STATUS, HarvestStatus

LOCKED = {
    "is_locked": True,
    "locked_reason": "Item Invoiced and Approved and Locked for this Time Period",
    "is_closed": True,
    "approval_status": "approved",
    "is_billed": True,
    "invoice": {"id": 13150403, "number": "1001"},
    "started_time": "8:00am",
    "ended_time": "12:59pm",
}


def _status(**fields: Any) -> HarvestStatus:
    """Return the status of an entry with those fields, which is read whatever they are."""
    found = payloads.entry_page(page(member(**fields))).read()
    assert not found.unreadable
    return only(found).status


READ = HarvestStatus(
    is_locked=True,
    locked_reason="Item Invoiced and Approved and Locked for this Time Period",
    is_closed=True,
    approval_status="approved",
    is_billed=True,
    invoice_id=13150403,
    invoice_number="1001",
    started_at=time(8),
    ended_at=time(12, 59),
)


def test_all_that_harvest_says_is_read() -> None:
    """Lock, approval, invoice, start and end are read with Harvest's own words."""
    assert _status(**LOCKED) == READ


def test_a_recorded_entry_has_a_status() -> None:
    """What Harvest sent in 2024 says that the entry is open, and on no invoice."""
    recorded = json.loads((RECORDED / "02_time_entry_get_2024.json").read_text())["body"]
    found = only(payloads.entry_page(page(recorded)).read())
    assert (found.status.is_locked, found.status.is_billed) == (False, False)
    assert (found.status.invoice_id, found.status.started_at) == (None, None)


def test_of_an_entry_without_these_fields_nothing_is_known() -> None:
    """An entry without any of the fields has no status."""
    entry = member()
    for field in LOCKED:
        entry.pop(field, None)
    assert only(payloads.entry_page(page(entry)).read()).status == NO_STATUS


@pytest.mark.parametrize("bad", [7, 2**70, [], {}, [[1]], {"id": "x", "number": 1}])
@pytest.mark.parametrize(
    ("field", "missing"),
    [
        ("is_locked", ["is_locked"]),
        ("locked_reason", ["locked_reason"]),
        ("is_closed", ["is_closed"]),
        ("approval_status", ["approval_status"]),
        ("is_billed", ["is_billed"]),
        ("invoice", ["invoice_id", "invoice_number"]),
        ("started_time", ["started_at"]),
        ("ended_time", ["ended_at"]),
    ],
)
def test_what_cannot_be_read_is_none_and_costs_nothing_else(
    field: str, missing: list[str], bad: Any
) -> None:
    """A field of another type is None, and the other fields are read as always."""
    nothing: dict[str, Any] = dict.fromkeys(missing)
    assert _status(**{**LOCKED, field: bad}) == replace(READ, **nothing)


def test_a_bad_status_does_not_hide_the_status_of_others() -> None:
    """Entries of the same page keep their status where one of them has an odd one."""
    body = page(member(id=1, **LOCKED), member(id=2, **{**LOCKED, "is_locked": "yes"}))
    one, other = (entry.status for entry in payloads.entry_page(body).read().entries)
    assert (one.is_locked, other.is_locked) == (True, None)
    assert one.invoice_number == other.invoice_number == "1001"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8:00am", time(8)),
        ("08:05AM", time(8, 5)),
        ("12:00am", time(0)),
        ("12:30 pm", time(12, 30)),
        ("11:59pm", time(23, 59)),
        ("14:59", time(14, 59)),
        ("0:00", time(0)),
        ("24:00", None),
        ("13:00pm", None),
        ("0:30am", None),
        ("9:60", None),
        ("9", None),
        ("9:00 o'clock", None),
        ("٩:00", None),
        ("", None),
        (None, None),
    ],
)
def test_times_of_day_are_read_in_the_forms_of_both_clocks(
    text: str | None, expected: time | None
) -> None:
    """A 12-hour and a 24-hour clock are understood, and anything else is None."""
    assert time_of_day(text) == expected
