"""What is kept of an entry that a run skipped."""

from datetime import date
from decimal import Decimal

from tests.support.factories import entry
from workroom_harvest.domain.entries import UnreadableEntry
from workroom_harvest.domain.messages import Code, Message, quoted
from workroom_harvest.domain.skipped import (
    NOTE_LENGTH,
    PASSING,
    RETRYABLE,
    SkippedEntry,
    SkipReason,
)

CAUSE = quoted("too long")
UNREADABLE = UnreadableEntry(7, Message(Code.ENTRY_UNREADABLE, {"where": "hours"}))


def test_the_reasons_are_stored_by_their_names() -> None:
    """Each reason is stored by its name in lower case, which no later version may change."""
    assert [reason.value for reason in SkipReason] == [reason.name.lower() for reason in SkipReason]


def test_a_skipped_entry_can_be_told_from_others() -> None:
    """A skipped entry keeps its day, hours, names and the start of its notes, and why."""
    one = entry(id=5, hours=Decimal("1.5"), notes="n" * (NOTE_LENGTH + 1))
    assert SkippedEntry.of(one, SkipReason.SAVE_FAILED, CAUSE, is_lasting=True) == SkippedEntry(
        reason=SkipReason.SAVE_FAILED,
        entry_id=5,
        spent_on=date(2026, 6, 1),
        minutes=90,
        project="Villa",
        task="Drawings",
        person="Mira",
        note="n" * 200,
        cause=CAUSE,
        is_lasting=True,
    )


def test_an_entry_without_notes_has_an_empty_note() -> None:
    """An entry without notes is kept with an empty note, and may come in with another try."""
    kept = SkippedEntry.of(entry(notes=None), SkipReason.TIMER_RUNNING)
    assert (kept.note, kept.cause, kept.is_lasting) == ("", None, False)


def test_of_an_unreadable_entry_the_id_is_kept() -> None:
    """Of an entry that cannot be read the id is kept, with what is wrong with it."""
    kept = SkippedEntry.of(UNREADABLE, SkipReason.HARVEST_API_ERROR, CAUSE, is_lasting=True)
    assert kept == SkippedEntry(SkipReason.HARVEST_API_ERROR, 7, cause=CAUSE, is_lasting=True)
    assert (kept.project, kept.task, kept.person, kept.note) == ("", "", "", "")
    assert not SkippedEntry.of(UNREADABLE, SkipReason.HARVEST_API_ERROR).is_lasting
    assert not SkippedEntry(SkipReason.HARVEST_API_ERROR, 7).is_lasting


def test_what_another_try_may_mend_passes_as_timers_and_dates_do() -> None:
    """What another try may bring in passes by itself, and so do a running timer and a later day."""
    assert {*RETRYABLE, SkipReason.TIMER_RUNNING, SkipReason.DATED_LATER} == PASSING
    assert not RETRYABLE & {SkipReason.TIMER_RUNNING, SkipReason.DATED_LATER}
