"""An entry that cannot be read does not keep the page's other entries from being read."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.adapters.harvest_json import anything, member, page
from workroom_harvest.adapters.harvest import payloads
from workroom_harvest.domain.errors import MalformedResponse
from workroom_harvest.domain.messages import Code

BAD: list[tuple[str, Any, int | None]] = [
    ("hours in words", member(id=7, hours="many"), 7),
    ("hours not a number", member(id=7, hours=float("nan")), 7),
    ("hours infinite", member(id=7, hours=float("inf")), 7),
    ("hours negative", member(id=7, hours=-1), 7),
    ("hours beyond belief", member(id=7, hours=1e300), 7),
    ("hours null", member(id=7, hours=None), 7),
    ("id as text", member(id="12"), None),
    ("id past 63 bits", member(id=2**63), None),
    ("id past 64 bits", member(id=2**70), None),
    ("id zero", member(id=0), None),
    ("id true", member(id=True), None),
    ("null", None, None),
    ("text", "entry", None),
    ("a list", [1], None),
    ("no project", member(id=7, project=None), 7),
    ("no such day", member(id=7, spent_date="2026-02-30"), 7),
    ("billable in words", member(id=7, billable="yes"), 7),
]


@pytest.mark.parametrize(("bad", "number"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_one_bad_entry_is_unreadable_and_the_others_are_read(bad: Any, number: int | None) -> None:
    found = payloads.entry_page(page(member(id=1), bad, member(id=2))).read()
    assert [entry.id for entry in found.entries] == [1, 2]
    (unreadable,) = found.unreadable
    assert unreadable.id == number
    assert unreadable.problem.code is Code.ENTRY_UNREADABLE
    assert 0 < len(str(unreadable.problem.data["problem"])) <= 200
    assert found.total_entries == 3


@pytest.mark.parametrize("bad", [row[1] for row in BAD], ids=[row[0] for row in BAD])
def test_a_page_of_nothing_but_bad_entries_is_malformed(bad: Any) -> None:
    with pytest.raises(MalformedResponse):
        payloads.entry_page(page(bad, bad)).read()


@pytest.mark.parametrize(
    "hours", ["1e99999999999999999999", "1e-99999999999999999999", "9" * 5000, "NaN", "-Infinity"]
)
def test_a_number_that_cannot_be_held_makes_only_its_own_entry_unreadable(hours: str) -> None:
    body = page(member(id=1, hours="HERE"), member(id=2)).replace(b'"HERE"', hours.encode())
    found = payloads.entry_page(body).read()
    assert ([one.id for one in found.entries], [one.id for one in found.unreadable]) == ([2], [1])


def test_a_note_may_talk_of_nan_beside_hours_that_are_nan() -> None:
    """`NaN` in a note is text, while `NaN` as the hours makes an entry unreadable."""
    note = 'NaN, -Infinity: "NaN" \\'
    found = payloads.entry_page(
        page(member(id=1, hours=float("nan")), member(id=2, notes=note))
    ).read()
    assert [one.notes for one in found.entries] == [note]
    assert [one.id for one in found.unreadable] == [1]


@pytest.mark.parametrize(
    ("hours", "read"),
    [
        ("1." + "0" * 5000, Decimal(1)),
        ("1." + "3" * 100, Decimal("1." + "3" * 27)),
        ("1e-999999999", None),
        ("0e-999999999", None),
        ("0e999999999", None),
    ],
)
def test_hours_are_a_number_that_can_be_written_out(hours: str, read: Decimal | None) -> None:
    """Hours with many digits are rounded, and hours with an exponent out of range are unreadable.

    Such a number would become a gigabyte of zeros wherever it is shown or stored.
    """
    body = page(member(id=1, hours="HERE"), member(id=2)).replace(b'"HERE"', hours.encode())
    found = payloads.entry_page(body).read()
    expected = [Decimal("1.33")] if read is None else [read, Decimal("1.33")]
    assert [one.hours for one in found.entries] == expected


@given(name=st.sampled_from(sorted(member())), value=anything)
def test_whatever_one_member_holds_the_entry_is_read_or_unreadable(name: str, value: Any) -> None:
    found = payloads.entry_page(page(member(id=1), member() | {name: value})).read()
    assert found.entries[0].id == 1
    assert len(found.entries) + len(found.unreadable) == 2
    for entry in found.entries:
        entry.title.encode()
        assert 0 < entry.id < 2**63
