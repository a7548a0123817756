"""What becomes of a chosen correction, by what Harvest, Workroom and the mappings say."""

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
    decide_correction,
    not_ready,
)
from workroom_harvest.domain.decisions import MappingSnapshot
from workroom_harvest.domain.entries import (
    HarvestEntry,
    UnreadableEntry,
)
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


@pytest.mark.parametrize(("kind", "said"), [(GONE, None), (OWNER, NOW)])
def test_what_needs_no_values_of_harvest_needs_no_mappings(
    kind: CorrectionKind, said: HarvestEntry | None
) -> None:
    """A removal, and a change of the owner alone, go on where nothing is mapped."""
    unmapped = MappingSnapshot({}, {})
    assert isinstance(decided(kind, said, fell_back=True, mappings=unmapped), Correct)
    assert not_ready(kind, 10, 20, is_running=True, mappings=unmapped) is None


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


def test_what_was_shown_is_told_by_the_values_of_then() -> None:
    """What was shown is told by its fingerprint, and by nothing where it cannot be read."""
    assert differing(CHANGED).shown == PRINT
    unreadable = replace(differing(CHANGED), said=None, fingerprint=None)
    assert unreadable.shown == ""
