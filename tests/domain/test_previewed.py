"""What a preview shows of the entries that would come in, and how an import may differ from it."""

from datetime import date
from decimal import Decimal

import pytest

from tests.support.factories import entry
from workroom_harvest.domain.decisions import Import
from workroom_harvest.domain.difference import What
from workroom_harvest.domain.entries import Duration, HarvestStatus, NewTimelog
from workroom_harvest.domain.fallback import Cause, FellBack
from workroom_harvest.domain.previewed import PreviewedEntry
from workroom_harvest.domain.skipped import NOTE_LENGTH

DAY = date(2026, 6, 3)
SOMEBODY = FellBack(9, "Ana", Cause.NO_MEMBER)


def previewed(notes: str | None, fell_back: FellBack | None = None) -> PreviewedEntry:
    """Return what is shown of an entry with these notes."""
    listed = entry(
        id=7,
        notes=notes,
        project_name="Villa",
        task_name="Plans",
        user_name="Mira",
        status=HarvestStatus(is_billed=True),
    )
    duration = Duration.from_hours(Decimal("1.5"))
    log = NewTimelog(7, "villa", "plans", "mira", DAY, duration, "a title", billable=True)
    return PreviewedEntry.of(Import(listed, log, fell_back))


def test_a_preview_shows_an_entry_and_its_timelog() -> None:
    """Names come from Harvest, the day, minutes and ids from the timelog that it would become."""
    assert previewed("Sketches") == PreviewedEntry(
        entry_id=7,
        spent_on=DAY,
        minutes=90,
        project="Villa",
        task="Plans",
        person="Mira",
        note="Sketches",
        project_id="villa",
        activity_type_id="plans",
        member_id="mira",
        billable=True,
        fell_back=False,
        is_billed=True,
    )


def test_a_preview_shows_the_start_of_the_notes_and_who_falls_back() -> None:
    """A note is short and in one line, none is an empty text, and a fallback is marked."""
    assert previewed("a\nb" + NOTE_LENGTH * "c").note == "a b" + (NOTE_LENGTH - 3) * "c"
    assert previewed(None, SOMEBODY).note == ""
    assert previewed(None, SOMEBODY).fell_back


@pytest.mark.parametrize(
    ("what", "stored"),
    [
        (What.CAME_IN, "came in"),
        (What.STAYED_OUT, "stayed out"),
        (What.HOURS, "hours"),
        (What.DAY, "day"),
        (What.PROJECT, "project"),
        (What.TASK, "task"),
        (What.OWNER, "owner"),
        (What.NOTE, "note"),
        (What.BILLABLE, "billable"),
        (What.SKIPPED_OTHERWISE, "skipped otherwise"),
    ],
)
def test_what_differs_is_stored_as_ever(what: What, stored: str) -> None:
    """The words for differences are stored with runs, and so never change."""
    assert (what, What(stored)) == (stored, what)
