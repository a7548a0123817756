"""Which days a run read in full, and which days never were."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.factories import FORTNIGHT, NOON, finished, full_night, nightly, preview, run
from workroom_harvest.domain.completeness import Announced
from workroom_harvest.domain.connection import Sight
from workroom_harvest.domain.read_days import (
    ReadDays,
    counts_days,
    has_read_all,
    lacking,
    listed_in_full,
    read_in_full,
    replaced,
    unread,
    within,
)
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.window import Days

FIRST = date(2026, 6, 1)
Reading = tuple[int, int]


def seeing(one: ImportRun, sees: Sight | None = Sight.EVERYONE, **progress: Any) -> ImportRun:
    """Return the run with what its grant sees."""
    return replace(one, progress=replace(one.progress, sees=sees, **progress))


def test_an_import_by_hand_reads_its_days_as_of_its_start() -> None:
    """A finished import by hand that saw everyone has read its days, as of when it began."""
    one = finished(seeing(run().start(NOON)), NOON + timedelta(hours=1))
    assert read_in_full(one) == ReadDays(FORTNIGHT, NOON)


@pytest.mark.parametrize("reason", [SkipReason.SAVE_FAILED, SkipReason.PROJECT_NOT_MAPPED])
def test_what_could_not_be_saved_was_read(reason: SkipReason) -> None:
    """Entries that were listed and did not come in were read all the same."""
    one = seeing(run(), skipped={reason: 1})
    assert read_in_full(finished(one)) == ReadDays(FORTNIGHT, NOON)


def test_an_entry_that_can_never_be_read_does_not_count_against_its_days() -> None:
    """An unreadable entry with an id is known, unlike one that Harvest did not send."""
    error = SkipReason.HARVEST_API_ERROR
    known = seeing(run(), skipped={error: 1}, lasting={error: 1})
    assert read_in_full(finished(known)) is not None
    assert read_in_full(finished(seeing(run(), skipped={error: 1}))) is None


@pytest.mark.parametrize(
    "one",
    [
        seeing(run()).start(NOON),
        finished(seeing(run(), Sight.TEAM)),
        finished(seeing(run(), None)),
        finished(seeing(nightly())),
        finished(seeing(preview())),
        seeing(run()).start(NOON).cancel(NOON),
        replace(finished(seeing(run())), started_at=None),
    ],
    ids=["live", "a team", "unknown", "a night", "a preview", "cancelled", "never begun"],
)
def test_other_runs_read_no_days_in_full(one: ImportRun) -> None:
    """What is live, broken off, a preview or did not see everyone has read no day in full."""
    assert read_in_full(one) is None


def test_a_night_that_reads_its_days_reads_them_in_full() -> None:
    """A night that reads its days has read them, as of when it began, if it saw everyone."""
    night = finished(seeing(full_night().start(NOON)), NOON + timedelta(hours=1))
    assert night.request.reach is not None
    assert read_in_full(night) == ReadDays(night.request.reach, NOON)
    assert read_in_full(seeing(night, Sight.TEAM)) is None
    assert has_read_all(seeing(night, Sight.TEAM))
    assert not has_read_all(seeing(night, skipped={SkipReason.HARVEST_API_ERROR: 1}))


def test_days_are_listed_in_full_where_nothing_is_missing() -> None:
    """All of a window is listed where Harvest sent what it announced, now and on the last page."""
    whole = seeing(run(), announced=Announced(1, 8), skipped={SkipReason.SAVE_FAILED: 7})
    assert listed_in_full(whole, Announced(1, 9)) is None
    assert listed_in_full(whole, Announced(1, 7)) == FORTNIGHT
    unread_one = seeing(run(), skipped={SkipReason.HARVEST_API_ERROR: 1})
    assert listed_in_full(unread_one, Announced()) is None


@pytest.mark.parametrize(
    "one",
    [
        seeing(run(), Sight.TEAM),
        seeing(run(), None),
        seeing(nightly()),
        seeing(preview()),
    ],
    ids=["a team", "unknown", "a quick night", "a preview"],
)
def test_other_runs_do_not_count_days(one: ImportRun) -> None:
    """What a run does not see, or is not to change, it does not find gone."""
    assert not counts_days(one)
    assert listed_in_full(one, Announced()) is None


def test_a_night_over_days_counts_them() -> None:
    """A night that reads all entries of its days can find out what is gone from them."""
    night = full_night()
    assert listed_in_full(seeing(night), Announced()) == night.request.window


counts = st.dictionaries(st.dates(FIRST, FIRST + timedelta(days=5)), st.integers(1, 9))


@given(known=counts, listed=counts)
def test_a_list_lacks_what_is_known_and_not_listed(
    known: dict[date, int], listed: dict[date, int]
) -> None:
    """Each day with fewer listed entries than known ones lacks the difference, the latest first."""
    found = lacking(known, listed)
    assert list(found) == sorted(found, reverse=True)
    assert found == {
        day: entries - listed.get(day, 0)
        for day, entries in known.items()
        if entries > listed.get(day, 0)
    }


@given(
    readings=st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=8),
    asked=st.tuples(st.integers(0, 20), st.integers(0, 20)),
)
def test_each_day_has_its_last_reading_or_is_unread(
    readings: list[Reading], asked: Reading
) -> None:
    """Over any readings each day has the instant of the last one, and no two ranges overlap."""
    held: list[ReadDays] = []
    last: dict[date, ReadDays] = {}
    for number, reading in enumerate(readings):
        new = ReadDays(_days(reading), NOON + timedelta(hours=number))
        held = list(replaced(held, new))
        last.update(dict.fromkeys(_each(new.days), new))
    days = _days(asked)
    found = {day: part.at for part in within(held, days) for day in _each(part.days)}
    assert found == {day: last[day].at for day in _each(days) if day in last}
    assert sum(len(_each(part.days)) for part in held) == len(last)
    gaps = [day for gap in unread(held, days) for day in _each(gap)]
    assert gaps == [day for day in _each(days) if day not in last]


def _days(ends: Reading) -> Days:
    first, last = sorted(ends)
    return Days(FIRST + timedelta(days=first), FIRST + timedelta(days=last))


def _each(days: Days) -> list[date]:
    return [days.first + timedelta(days=one) for one in range((days.last - days.first).days + 1)]
