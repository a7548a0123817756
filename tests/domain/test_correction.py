"""What becomes of a chosen correction, by what Harvest, Workroom and the mappings say."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.support.factories import NOON, entry
from workroom_harvest.domain.correction import (
    Chosen,
    Correct,
    CorrectionKind,
    Differing,
    Leave,
    as_written,
    corrected,
    decide_correction,
    protected,
)
from workroom_harvest.domain.decisions import MappingSnapshot
from workroom_harvest.domain.entries import Duration, FoundTimelog, HarvestEntry, UnreadableEntry
from workroom_harvest.domain.entry_record import fingerprint
from workroom_harvest.domain.entry_story import Said, Written
from workroom_harvest.domain.keyed_hash import KeyedHash
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.owners import Owners
from workroom_harvest.domain.skipped import SkipReason

HASH = KeyedHash(b"a key")
DAY = date(2026, 6, 3)
CHANGED, GONE = CorrectionKind.CHANGED, CorrectionKind.GONE
DELETED, OWNER = CorrectionKind.DELETED, CorrectionKind.OWNER
NOW = entry(id=7, project_id=10, task_id=20, user_id=3, hours=Decimal(2), notes="New")
PRINT = fingerprint(NOW, HASH)
WRITTEN = Written(
    "run", NOON, "elin", "villa", "drawings", "elin", False, DAY, 60, True, HASH("Old")
)
FOUND = FoundTimelog(7, "villa", "drawings", "elin", DAY, Duration(1, 0), "Old", True, None)
MAPPED = MappingSnapshot({10: "cabin"}, {20: "plans"})
KNOWN = Owners({3: "Mira@studio.example"}, {"mira@studio.example": "mira"}, "elin")
NOBODY = Owners({}, {}, "elin")


def differing(kind: CorrectionKind, *, fell_back: bool = False) -> Differing:
    """Return what differs of the entry."""
    said = Said(DAY, 200, 120, 10, 20, 3)
    written = replace(WRITTEN, fell_back=fell_back)
    return Differing(7, kind, said, True, False, PRINT, written, "before")


def decided(
    kind: CorrectionKind,
    now: HarvestEntry | UnreadableEntry | None = NOW,
    *,
    owners: Owners = KNOWN,
    fell_back: bool = False,
    mappings: MappingSnapshot = MAPPED,
) -> Correct | Leave:
    """Return what becomes of a correction of that kind, shown as Harvest has it."""
    said_now = fingerprint(now, HASH) if isinstance(now, HarvestEntry) else None
    one = differing(kind, fell_back=fell_back)
    return decide_correction(Chosen(7, kind, PRINT), one, now, said_now, mappings, lambda: owners)


@pytest.mark.parametrize("kind", CorrectionKind)
def test_what_no_longer_differs_is_left(kind: CorrectionKind) -> None:
    """Without a difference, or with one of another kind, nothing is done."""
    other = DELETED if kind is CHANGED else CHANGED
    for now in (None, differing(other)):
        outcome = decide_correction(Chosen(7, kind, PRINT), now, NOW, PRINT, MAPPED, _never)
        assert outcome == Leave(SkipReason.SHOWN_OTHERWISE)


def _never() -> Owners:
    raise AssertionError("nobody is asked")


@pytest.mark.parametrize("kind", [CHANGED, DELETED])
def test_harvests_values_are_applied_where_nothing_changed(kind: CorrectionKind) -> None:
    """Where Harvest says what was shown, its values are applied, and the member stays."""
    assert decided(kind) == Correct(NOW, "elin", fell_back=False)


@pytest.mark.parametrize("kind", [CHANGED, DELETED])
def test_what_fell_back_goes_to_whom_it_is_known_to_be_of(kind: CorrectionKind) -> None:
    """A fallback gives way to the person once they are known, and else stays one."""
    assert decided(kind, fell_back=True) == Correct(NOW, "mira", fell_back=False)
    assert decided(kind, fell_back=True, owners=NOBODY) == Correct(NOW, "elin", fell_back=True)


def test_an_owner_changes_from_the_fallback_to_the_person_only() -> None:
    """An owner is never changed to another fallback, nor where nobody fell back."""
    assert decided(OWNER, fell_back=True) == Correct(NOW, "mira", fell_back=False)
    left = Leave(SkipReason.SHOWN_OTHERWISE, Message(Code.OWNER_NOT_KNOWN))
    assert decided(OWNER, fell_back=True, owners=NOBODY) == left
    assert decided(OWNER) == left


@pytest.mark.parametrize("kind", [CHANGED, DELETED, OWNER])
@pytest.mark.parametrize(
    ("now", "left"),
    [
        (None, Leave(SkipReason.GONE)),
        (
            UnreadableEntry(7, Message(Code.ENTRY_UNREADABLE)),
            Leave(SkipReason.HARVEST_API_ERROR, Message(Code.ENTRY_UNREADABLE)),
        ),
        (
            replace(NOW, hours=Decimal(3)),
            Leave(SkipReason.SHOWN_OTHERWISE, Message(Code.CHANGED_AGAIN)),
        ),
    ],
)
def test_what_harvest_says_otherwise_by_now_is_left(
    kind: CorrectionKind, now: HarvestEntry | UnreadableEntry | None, left: Leave
) -> None:
    """What is gone, cannot be read, or has other values than were shown, is left."""
    assert decided(kind, now, fell_back=True) == left


def test_what_is_gone_is_removed_only_where_harvest_has_none() -> None:
    """A timelog goes with its entry, and stays if Harvest has the entry after all."""
    assert decided(GONE, None) == Correct(None, "elin", fell_back=False)
    back = Leave(SkipReason.SHOWN_OTHERWISE, Message(Code.IN_HARVEST_AGAIN))
    assert decided(GONE) == back


@pytest.mark.parametrize("kind", [CHANGED, DELETED])
def test_what_cannot_be_a_timelog_is_left(kind: CorrectionKind) -> None:
    """Without a mapping, or while the timer runs, Harvest's values are not applied."""
    nothing: dict[int, str] = {}
    unmapped = MappingSnapshot(nothing, {20: "plans"})
    assert decided(kind, mappings=unmapped) == Leave(SkipReason.PROJECT_NOT_MAPPED)
    unmapped = MappingSnapshot({10: "cabin"}, nothing)
    assert decided(kind, mappings=unmapped) == Leave(SkipReason.TASK_NOT_MAPPED)
    runs = replace(NOW, is_running=True)
    said_now = fingerprint(runs, HASH)
    chosen = Chosen(7, kind, said_now)
    assert decide_correction(chosen, differing(kind), runs, said_now, MAPPED, _never) == Leave(
        SkipReason.TIMER_RUNNING
    )


@pytest.mark.parametrize("kind", [CHANGED, GONE, OWNER])
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda _: None, SkipReason.DELETED),
        (lambda found: replace(found, locked="Invoiced."), SkipReason.LOCKED),
        (lambda found: replace(found, title="By hand"), SkipReason.EDITED),
        (lambda found: replace(found, duration=Duration(1, 1)), SkipReason.EDITED),
        (lambda found: replace(found, member_id="mira"), SkipReason.EDITED),
    ],
)
def test_workroom_protects_what_is_not_as_it_was_written(
    kind: CorrectionKind,
    change: Callable[[FoundTimelog], FoundTimelog | None],
    reason: SkipReason,
) -> None:
    """What is locked, edited or not there is left; a lock is quoted."""
    why = protected(differing(kind), change(FOUND), HASH)
    assert why is not None
    assert why.reason is reason
    assert (why.cause is not None) is (reason is SkipReason.LOCKED)


def test_what_is_as_it_was_written_may_change() -> None:
    """A timelog that is as it was written may be changed, and one that is not there come back."""
    assert protected(differing(CHANGED), FOUND, HASH) is None
    assert protected(differing(DELETED), None, HASH) is None
    again = protected(differing(DELETED), FOUND, HASH)
    assert again == Leave(SkipReason.SHOWN_OTHERWISE, Message(Code.TIMELOG_THERE))


def test_a_corrected_timelog_has_harvests_values() -> None:
    """All values are Harvest's and the mappings', but for the member."""
    log = corrected(CHANGED, Correct(NOW, "mira", fell_back=False), FOUND, MAPPED)
    assert (log.project_id, log.activity_type_id, log.member_id) == ("cabin", "plans", "mira")
    assert (log.spent_on, log.duration, log.title) == (NOW.spent_on, Duration(2, 0), "New")
    assert (log.billable, log.status) == (NOW.billable, NOW.status)


def test_a_new_owner_leaves_all_else_as_it_is() -> None:
    """A change of the owner alone takes all other values from what stands there."""
    log = corrected(OWNER, Correct(NOW, "mira", fell_back=False), FOUND, MAPPED)
    assert log == replace(as_written(FOUND), member_id="mira", status=NOW.status)


def test_all_leaves_out_what_is_chosen_by_name() -> None:
    """Removing and bringing back is done by name only."""
    assert {kind for kind in CorrectionKind if kind.is_chosen_by_name} == {GONE, DELETED}
