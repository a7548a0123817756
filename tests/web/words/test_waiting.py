"""What waits, as a person reads it in any language, and as a program does in English."""

from datetime import date

import pytest

from tests.web.words.german import german
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.use_cases.following_up.show_waiting import NamedGroup
from workroom_harvest.domain.waiting import GroupKind, GroupTally, Tally, WaitingGroup
from workroom_harvest.web.csv_rows import in_english
from workroom_harvest.web.presenters.waiting_list import day_of_year, group_json, waits_in_all
from workroom_harvest.web.presenters.waiting_rows import group_row
from workroom_harvest.web.words import reading

TODAY = date(2026, 7, 1)


@pytest.mark.parametrize(
    ("year", "told"), [(2026, "15 June"), (2025, "15 June 2025"), (2027, "15 June 2027")]
)
def test_a_day_is_told_with_its_year_unless_that_is_this_one(year: int, told: str) -> None:
    """A day of this year has its month alone, and one of another year has that, too."""
    assert day_of_year(date(year, 6, 15), TODAY) == told


def test_a_file_is_written_in_english_for_programs() -> None:
    """A file is in English whatever its reader's language is, and the page goes on in theirs."""
    reader = german({"Nothing waits.": "Nichts wartet."})
    with reading(reader):
        parts = list(in_english(waits_in_all(Tally(), TODAY) for _ in range(2)))
        assert parts == ["Nothing waits."] * 2
        assert waits_in_all(Tally(), TODAY) == "Nichts wartet."


def test_reasons_are_read_in_the_readers_language_and_sent_in_english() -> None:
    """The page says why a group waits in the reader's language, and scripts have the guide's."""
    told = {
        "Timer still running": "Timer läuft noch",
        "Older than {days:# day|# days}": "Älter als {days:# Tag|# Tage}",
    }
    with reading(german(told)):
        for reason, said, sent in (
            (SkipReason.TIMER_RUNNING, "Timer läuft noch", "Timer still running"),
            (SkipReason.TOO_OLD, "Älter als 60 Tage", "Older than 60 days"),
        ):
            group = WaitingGroup(GroupKind.REASON, reason=reason)
            one = NamedGroup("", GroupTally(group, Tally(2, 90)))
            row, sent_row = group_row(one, 60), group_json(one, 60)
            assert (row.name, row.field) == (said, {"reason": sent})
            assert (sent_row["name"], sent_row["reason"]) == (sent, sent)
