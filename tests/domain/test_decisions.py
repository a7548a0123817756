"""What becomes of an entry: a timelog, a reason to skip it, or the finding that it was imported."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.support.factories import NOON, entry
from workroom_harvest.domain.decisions import (
    Changed,
    Decision,
    Import,
    MappingSnapshot,
    Noted,
    Skip,
    Unchanged,
    compared,
    conflict,
    decide,
    decide_elsewhere,
    is_news,
    unreadable,
)
from workroom_harvest.domain.entries import (
    Duration,
    HarvestEntry,
    HarvestStatus,
    NewTimelog,
    UnreadableEntry,
)
from workroom_harvest.domain.entry_record import EntryRecord, EntryState
from workroom_harvest.domain.fallback import Cause, FellBack
from workroom_harvest.domain.keyed_hash import KeyedHash
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.owners import Owners
from workroom_harvest.domain.skipped import PASSING, SkipReason
from workroom_harvest.domain.window import Days

MAPPINGS = MappingSnapshot({10: "villa"}, {20: "drawings"})
OWNERS = Owners({1: "Mira@Studio.example"}, {"mira@studio.example": "mira"}, "elin")
HASH = KeyedHash(b"a key")
NOW, OTHER = HASH("now"), HASH("other")
REACH = Days(date(2026, 5, 1), date(2026, 6, 2))
RUN = "a" * 32
IMPORTED = EntryRecord(EntryState.IMPORTED, RUN, NOW, NOW)
CHANGED = EntryRecord(EntryState.CHANGED, RUN, NOW, OTHER)
GONE = EntryRecord(EntryState.GONE, said=NOW)
WAITS = EntryRecord(EntryState.WAITING, said=NOW, reason=SkipReason.TASK_NOT_MAPPED)
PROBLEM = Message(Code.ENTRY_UNREADABLE, {"where": "hours"})


def nobody() -> Owners:
    """Fail, because the owners must not be asked for."""
    raise AssertionError("the owners were read, and no entry is wanted")


def decided(
    one: HarvestEntry, record: EntryRecord | None = None, reach: Days | None = None
) -> Decision:
    """Return what becomes of an entry, of which Harvest has the values of `NOW`."""
    return decide(one, NOW, MAPPINGS, lambda: OWNERS, record, reach)


@pytest.mark.parametrize(
    ("changes", "reach", "reason"),
    [
        ({"is_running": True, "project_id": 0}, None, SkipReason.TIMER_RUNNING),
        ({"project_id": 0, "task_id": 0}, None, SkipReason.PROJECT_NOT_MAPPED),
        ({"task_id": 0}, None, SkipReason.TASK_NOT_MAPPED),
        ({"spent_on": date(2026, 4, 30), "is_running": True}, REACH, SkipReason.TOO_OLD),
        ({"spent_on": date(2026, 6, 3), "project_id": 0}, REACH, SkipReason.DATED_LATER),
        ({"spent_on": date(2026, 6, 2), "task_id": 0}, REACH, SkipReason.TASK_NOT_MAPPED),
    ],
)
def test_the_first_reason_that_holds_is_given(
    changes: dict[str, object], reach: Days | None, reason: SkipReason
) -> None:
    """A night's reach comes before a running timer, and that before the mappings."""
    one = entry(**changes)
    assert decide(one, NOW, MAPPINGS, nobody, None, reach) == Skip(one, reason)


@pytest.mark.parametrize("day", [date(2026, 5, 1), date(2026, 6, 2)])
def test_both_ends_of_a_nights_reach_count(day: date) -> None:
    """Entries of the first and of the last day of a night's reach are imported."""
    assert isinstance(decided(entry(spent_on=day), reach=REACH), Import)


def test_days_do_not_matter_to_an_import_by_hand() -> None:
    """An import by hand takes entries of any day."""
    assert isinstance(decided(entry(spent_on=date(1999, 1, 1))), Import)


@pytest.mark.parametrize("changes", [{}, {"is_running": True}, {"project_id": 0}])
def test_what_was_imported_is_not_imported_again(changes: dict[str, object]) -> None:
    """An imported entry is unchanged or changed, whatever else holds of it now."""
    one = entry(spent_on=date(1999, 1, 1), **changes)
    assert decide(one, NOW, MAPPINGS, nobody, IMPORTED, REACH) == Unchanged(one)
    assert decide(one, OTHER, MAPPINGS, nobody, IMPORTED, REACH) == Changed(one)
    assert decide(one, NOW, MAPPINGS, nobody, CHANGED, REACH) == Changed(one)
    assert decide(one, OTHER, MAPPINGS, nobody, CHANGED, REACH) == Unchanged(one)


def test_hashes_of_a_lost_key_tell_no_change() -> None:
    """An entry whose record was hashed with another key counts as unchanged."""
    one, other_key = entry(), KeyedHash(b"another key")("other")
    assert decide(one, other_key, MAPPINGS, nobody, IMPORTED) == Unchanged(one)


def test_what_waits_is_decided_like_a_new_entry() -> None:
    """An entry that waits comes in once nothing keeps it out any more."""
    assert isinstance(decided(entry(), WAITS), Import)
    assert isinstance(decided(entry(task_id=0), WAITS), Skip)


def test_a_wanted_entry_becomes_a_timelog() -> None:
    """A timelog takes each field from its entry, the mappings and the owners."""
    status = HarvestStatus(is_billed=True, invoice_number="1001")
    one = entry(notes="Plans", billable=False, hours=Decimal("1.5"), status=status)
    log = NewTimelog(
        one.id,
        "villa",
        "drawings",
        "mira",
        one.spent_on,
        Duration(1, 30),
        "Plans",
        billable=False,
        status=status,
    )
    assert decided(one) == Import(one, log, None)


def test_whose_entry_falls_back_is_told() -> None:
    """An entry whose user is no member goes to the fallback, with the reason why."""
    made = decided(entry(user_id=2, user_name="Ana"))
    assert isinstance(made, Import)
    assert made.timelog.member_id == "elin"
    assert made.fell_back == FellBack(2, "Ana", Cause.UNKNOWN)


def test_without_any_owner_the_entry_is_skipped_by_name() -> None:
    """An entry without an owner or a fallback is skipped for that reason."""
    one = entry(user_id=2)
    made = decide(one, NOW, MAPPINGS, lambda: Owners({}, {}, None), None)
    assert made == Skip(one, SkipReason.NO_FALLBACK_OWNER)


@pytest.mark.parametrize(("number", "is_lasting"), [(7, True), (None, False)])
def test_what_cannot_be_read_lasts_if_it_has_an_id(number: int | None, is_lasting: bool) -> None:
    """An unreadable entry must be corrected in Harvest if it has an id; else it may pass."""
    assert not Skip(entry(), SkipReason.SAVE_FAILED).is_lasting
    bad = UnreadableEntry(number, PROBLEM)
    assert unreadable(bad) == Skip(bad, SkipReason.HARVEST_API_ERROR, PROBLEM, is_lasting)


@pytest.mark.parametrize(
    ("record", "reason", "fingerprint", "expected"),
    [
        (WAITS, SkipReason.TASK_NOT_MAPPED, NOW, False),
        (WAITS, SkipReason.TASK_NOT_MAPPED, OTHER, True),
        (WAITS, SkipReason.TASK_NOT_MAPPED, None, False),
        (WAITS, SkipReason.TIMER_RUNNING, NOW, True),
        # What was gone and is listed again waits again.
        (GONE, SkipReason.TASK_NOT_MAPPED, NOW, True),
        (GONE, SkipReason.HARVEST_API_ERROR, None, True),
        # What was imported and cannot be read now stays imported.
        (IMPORTED, SkipReason.HARVEST_API_ERROR, None, False),
    ],
)
def test_a_skipped_entry_is_news_if_its_reason_or_its_values_are_new(
    record: EntryRecord, reason: SkipReason, fingerprint: str | None, expected: bool
) -> None:
    """A record of a waiting entry is written again only where something differs."""
    assert is_news(Skip(entry(), reason), record, fingerprint) is expected


def test_an_imported_entry_is_news_if_it_was_found_otherwise_before() -> None:
    """A record of an imported entry is written again only where something differs."""
    one = entry()
    assert is_news(decided(one), WAITS, NOW)
    assert not is_news(Unchanged(one), IMPORTED, NOW)
    assert is_news(Unchanged(one), CHANGED, NOW)
    assert is_news(Unchanged(one), IMPORTED, OTHER)
    assert not is_news(Changed(one), CHANGED, NOW)
    assert is_news(Changed(one), CHANGED, OTHER)
    assert is_news(Changed(one), IMPORTED, NOW)


def test_no_night_brings_in_what_was_undone() -> None:
    """What was undone stays so at night, whatever Harvest says of it, and comes in by hand."""
    undone, one = EntryRecord(EntryState.UNDONE, said=NOW), entry()
    assert isinstance(decided(one, undone), Import)
    left = decide(one, NOW, MAPPINGS, nobody, undone, REACH, by_itself=True)
    assert left == Skip(one, SkipReason.UNDONE)
    assert isinstance(decide(one, NOW, MAPPINGS, lambda: OWNERS, WAITS, by_itself=True), Import)
    assert not is_news(left, undone, NOW)
    assert is_news(left, undone, OTHER)


def test_what_was_deleted_in_workroom_is_not_imported_again() -> None:
    """A deleted entry counts as imported before, stays deleted, and is never brought in unasked."""
    deleted = EntryRecord(EntryState.DELETED, RUN, NOW, NOW)
    one = entry()
    assert decided(one, deleted) == Noted(one)
    assert not is_news(Noted(one), deleted, NOW)
    assert is_news(Noted(one), deleted, OTHER)


def test_a_deleted_timelog_that_is_there_again_is_compared_like_others() -> None:
    """What was deleted and is found again is imported or changed, and both are news."""
    deleted = EntryRecord(EntryState.DELETED, RUN, NOW, NOW)
    one = entry()
    assert compared(one, NOW, deleted) == Unchanged(one)
    assert is_news(Unchanged(one), deleted, NOW)
    assert compared(one, OTHER, deleted) == Changed(one)
    assert is_news(Changed(one), deleted, OTHER)


@pytest.mark.parametrize("record", [WAITS, EntryRecord(EntryState.UNDONE, said=NOW)])
def test_what_moved_elsewhere_is_neither_brought_in_nor_given_another_reason(
    record: EntryRecord,
) -> None:
    """Found on days that a run is not about, an entry without a timelog stays what it is."""
    one = entry()
    assert decide_elsewhere(decided(one, record)) == Noted(one)
    assert decide_elsewhere(Skip(one, SkipReason.TIMER_RUNNING)) == Noted(one)


def test_what_moved_elsewhere_and_was_imported_is_changed() -> None:
    """Found on other days, an imported entry is compared as on its own; unreadable ones stay."""
    one = entry()
    assert decide_elsewhere(Changed(one)) == Changed(one)
    lost = unreadable(UnreadableEntry(7, PROBLEM))
    assert decide_elsewhere(lost) == lost


@pytest.mark.parametrize("listed", [entry(id=1), UnreadableEntry(1, PROBLEM)])
@pytest.mark.parametrize("record", [IMPORTED, CHANGED, GONE, WAITS])
def test_what_another_account_has_is_skipped_and_no_news(
    listed: HarvestEntry | UnreadableEntry, record: EntryRecord
) -> None:
    """An entry of an id that another account has is skipped, and its record stays."""
    decision = conflict(listed)
    assert decision == Skip(listed, SkipReason.OTHER_ACCOUNT)
    assert not is_news(decision, record, OTHER)


@pytest.mark.parametrize("reason", SkipReason)
def test_what_is_skipped_waits_unless_it_is_anothers_or_undone(reason: SkipReason) -> None:
    """A skipped entry waits, unless another account has it or it was undone."""
    stays = reason in {SkipReason.OTHER_ACCOUNT, SkipReason.UNDONE}
    assert Skip(entry(), reason).waits is not stays


SECOND = timedelta(seconds=1)


def full_night(record: EntryRecord | None, **changes: object) -> Decision:
    """Return what becomes of an entry in a night that reads all and wants what was changed."""
    one = entry(**{"updated_at": NOON, **changes})
    return decide(one, NOW, MAPPINGS, lambda: OWNERS, record, REACH, NOON)


@pytest.mark.parametrize("record", [None, GONE, WAITS])
def test_a_night_that_reads_all_brings_in_what_was_changed(record: EntryRecord | None) -> None:
    """What was changed after the instant comes in, as with a night that asks for changes alone."""
    assert isinstance(full_night(record, updated_at=NOON + SECOND), Import)
    skipped = full_night(record, updated_at=NOON + SECOND, task_id=0)
    assert isinstance(skipped, Skip)
    assert skipped.reason is SkipReason.TASK_NOT_MAPPED


@pytest.mark.parametrize("changes", [{}, {"project_id": 0}, {"is_running": True}])
@pytest.mark.parametrize("record", [None, GONE])
@pytest.mark.parametrize("updated_at", [NOON, None])
def test_what_nobody_asked_for_waits_as_not_yet_imported(
    changes: dict[str, object], record: EntryRecord | None, updated_at: object
) -> None:
    """What was not changed lately, and never imported, waits quietly, mapped or not."""
    found = full_night(record, updated_at=updated_at, **changes)
    assert isinstance(found, Skip)
    assert found.reason is SkipReason.NOT_YET_IMPORTED


@pytest.mark.parametrize("reason", SkipReason)
def test_a_night_that_reads_all_brings_in_what_passes_by_itself(reason: SkipReason) -> None:
    """What waited for something that passes comes in; what waits for a person goes on waiting."""
    found = full_night(replace(WAITS, reason=reason))
    if reason in PASSING:
        assert isinstance(found, Import)
    else:
        assert isinstance(found, Skip)
        assert found.reason is reason


def test_a_night_that_reads_all_sees_what_was_changed_whenever_that_was() -> None:
    """An imported entry is found changed or as it was, however long ago somebody changed it."""
    one = entry(updated_at=NOON)
    assert decide(one, NOW, MAPPINGS, nobody, IMPORTED, REACH, NOON) == Unchanged(one)
    assert decide(one, OTHER, MAPPINGS, nobody, IMPORTED, REACH, NOON) == Changed(one)
