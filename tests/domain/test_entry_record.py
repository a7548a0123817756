"""The fingerprint of an entry, and the keyed hashes that it is made with."""

from datetime import date
from decimal import Decimal

import pytest

from tests.support.factories import entry
from workroom_harvest.domain.entries import HarvestStatus
from workroom_harvest.domain.entry_record import EntryRecord, EntryState, fingerprint
from workroom_harvest.domain.keyed_hash import KeyedHash, differ

HASH = KeyedHash(b"a key")
ONE = entry(id=1)
LOCKED = HarvestStatus(is_locked=True, invoice_number="1001")


@pytest.mark.parametrize(
    "changes",
    [
        {"spent_on": date(2026, 6, 2)},
        {"hours": Decimal("1.01")},
        {"project_id": 11},
        {"task_id": 21},
        {"billable": False},
        {"is_running": True},
        {"notes": "Other plans"},
        {"notes": None},
    ],
)
def test_each_value_that_a_timelog_depends_on_changes_the_fingerprint(
    changes: dict[str, object],
) -> None:
    """Each value of an entry that its timelog depends on changes its fingerprint."""
    assert differ(fingerprint(ONE, HASH), fingerprint(entry(id=1, **changes), HASH))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"hours": Decimal("1.00")},
        {"user_name": "M."},
        {"project_name": "House"},
        {"id": 2},
        {"status": LOCKED},
    ],
)
def test_other_values_do_not_change_it(changes: dict[str, object]) -> None:
    """Names, status, and other ways to write the same hours, leave the fingerprint as it is."""
    assert fingerprint(entry(**{"id": 1, **changes}), HASH) == fingerprint(ONE, HASH)


def test_no_notes_and_empty_notes_are_the_same() -> None:
    """An entry without notes has the fingerprint of one with empty notes."""
    assert fingerprint(entry(notes=None), HASH) == fingerprint(entry(notes=""), HASH)


@pytest.mark.parametrize(
    ("notes", "stored"), [("Plans", "4a0f1e41828f280d6ec6"), (None, "4a0f3d7f2c5224dd37cd")]
)
def test_a_fingerprint_is_the_same_in_each_version(notes: str | None, stored: str) -> None:
    """Fingerprints are stored, so a version that made others would find each entry changed."""
    assert fingerprint(entry(notes=notes), HASH) == stored


def test_a_hash_tells_nothing_without_its_key() -> None:
    """The hash of a text depends on the key, and has always the same length."""
    other = KeyedHash(b"another key")
    assert HASH("Plans") != other("Plans")
    assert HASH("Plans")[4:] != other("Plans")[4:]
    assert {len(HASH(text)) for text in ("", "Plans", "P" * 9999, "\ud800")} == {20}
    assert HASH("Plans") == KeyedHash(b"a key")("Plans")


def test_hashes_of_different_keys_do_not_differ() -> None:
    """Two hashes differ if they are of one key and of different texts."""
    assert differ(HASH("a"), HASH("b"))
    assert not differ(HASH("a"), HASH("a"))
    assert not differ(HASH("a"), KeyedHash(b"another key")("b"))


def test_a_record_without_a_timelog_never_differs() -> None:
    """Only what was written from some values can differ from others."""
    assert not EntryRecord(EntryState.WAITING, said=HASH("a")).differs(HASH("b"))
    written = EntryRecord(EntryState.IMPORTED, "r", HASH("a"), HASH("a"))
    assert written.differs(HASH("b"))
    assert not written.differs(HASH("a"))


def test_the_states_are_stored_by_these_words() -> None:
    """The states are stored by these words, and say where the entry and its timelog are."""
    with_timelog = {state for state in EntryState if state.has_timelog}
    in_harvest = {state for state in EntryState if state.is_in_harvest}
    assert {str(state) for state in with_timelog & in_harvest} == {"imported", "changed"}
    assert {str(state) for state in in_harvest - with_timelog} == {"waiting", "deleted", "undone"}
    assert {str(state) for state in with_timelog - in_harvest} == {"orphaned"}
    assert {str(state) for state in EntryState} - with_timelog - in_harvest == {"gone"}


def test_an_account_is_another_one_where_it_is_known_to_be() -> None:
    """A record is of another account only if it tells its own."""
    record = EntryRecord(EntryState.WAITING, harvest_account_id=1)
    assert record.is_of_other_than(2)
    assert not record.is_of_other_than(1)
    assert not EntryRecord(EntryState.WAITING).is_of_other_than(2)
