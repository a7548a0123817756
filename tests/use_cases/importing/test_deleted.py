"""A timelog that was deleted in Workroom is said to be so, where that can be known."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.fakes.plugin import STUDIO, FakedPlugin
from tests.use_cases.importing.helpers import result
from tests.use_cases.importing.losing import (
    AddsOnly,
    Finder,
    counted,
    delete_here,
    import_by,
    losses,
    nothing_left,
    restore,
)
from tests.use_cases.importing.waiting import codes, states
from workroom_harvest.domain.entries import FoundTimelog
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.errors import StoreUnavailable
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.skipped import SkipReason

DONE, ALREADY = RunStatus.FINISHED, SkipReason.ALREADY_IMPORTED
IMPORTED, CHANGED, DELETED = EntryState.IMPORTED, EntryState.CHANGED, EntryState.DELETED


def test_a_deleted_timelog_is_said_and_stays_deleted(busy: FakedPlugin) -> None:
    """One deleted timelog of few is told by each import, counts as imported, and stays away."""
    busy.import_days()
    lost = next(iter(busy.account.entries.values()))
    delete_here(busy, lost)
    for _ in range(2):
        run = busy.import_days()
        assert result(run) == (DONE, 0, {ALREADY: 8})
        assert (losses(run), run.warnings) == ((0, 0, 1), ())
        assert counted(busy) == {IMPORTED: 7, DELETED: 1}
    assert lost.id not in busy.timelogs()
    assert nothing_left(busy)
    (event,) = story(busy, lost.id)
    assert event == (IMPORTED, DELETED)


def story(plugin: FakedPlugin, entry_id: int) -> list[tuple[EntryState, EntryState]]:
    """Return what an entry was and became, one after the other."""
    with plugin.store.transaction() as tx:
        events = tx.entry_stories.events(STUDIO, entry_id)
    return [(event.before.state, event.after.state) for event in events]


def test_what_is_changed_and_deleted_is_deleted(busy: FakedPlugin) -> None:
    """An entry that was changed in Harvest and deleted here counts as deleted alone."""
    busy.import_days()
    lost = next(iter(busy.account.entries.values()))
    busy.account.put(replace(lost, hours=Decimal(9)))
    delete_here(busy, lost)
    assert losses(busy.import_days()) == (0, 0, 1)


def test_harvests_word_about_a_deleted_one_is_kept_up_to_date(busy: FakedPlugin) -> None:
    """A deleted entry that moves in Harvest is known by its new day, and stays deleted."""
    busy.import_days()
    lost = next(iter(busy.account.entries.values()))
    delete_here(busy, lost)
    busy.import_days()
    busy.account.put(replace(lost, spent_on=date(2026, 6, 9)))
    assert losses(busy.import_days()) == (0, 0, 1)
    with busy.store.transaction() as tx:
        known = tx.entry_stories.entry(STUDIO, lost.id)
    assert known is not None
    assert known.said is not None
    assert (known.said.spent_on, known.standing.state) == (date(2026, 6, 9), DELETED)


def test_a_deleted_timelog_that_is_there_again_is_imported_or_changed(busy: FakedPlugin) -> None:
    """What somebody puts back in Workroom is found, and its entry is compared as before."""
    busy.import_days()
    same, other, *_ = busy.account.entries.values()
    delete_here(busy, same, other)
    assert losses(busy.import_days()) == (0, 0, 2)
    busy.account.put(replace(other, hours=Decimal(9)))
    restore(busy, same, other)
    assert losses(busy.import_days()) == (1, 0, 0)
    assert counted(busy) == {IMPORTED: 7, CHANGED: 1}
    assert story(busy, same.id) == [(IMPORTED, DELETED), (DELETED, IMPORTED)]


@pytest.mark.parametrize("is_restored", [True, False])
def test_a_timelog_that_is_there_again_outlives_its_entry(
    busy: FakedPlugin, is_restored: bool
) -> None:
    """A timelog that was deleted and restored is an orphan once its entry is gone."""
    busy.import_days()
    lost = next(iter(busy.account.entries.values()))
    delete_here(busy, lost)
    busy.import_days()
    busy.account.remove(lost.id)
    if is_restored:
        restore(busy, lost)
    run = busy.import_days()
    assert losses(run) == (0, 1, 0)
    state = EntryState.ORPHANED if is_restored else EntryState.GONE
    assert story(busy, lost.id) == [(IMPORTED, DELETED), (DELETED, state)]
    assert losses(busy.import_days()) == (0, int(is_restored), 0)


def test_a_night_says_what_was_deleted(busy: FakedPlugin) -> None:
    """A night looks up what its window lists, and concludes nothing of other entries."""
    busy.import_days()
    edited, other, *_ = busy.account.entries.values()
    busy.use.set_automated_sync(STUDIO, True)
    for day in (16, 17):
        busy.clock.jump(datetime(2026, 6, day, 1, tzinfo=UTC))
        if day == 17:
            delete_here(busy, edited, other)
            busy.account.put(edited)
        busy.clock.jump(datetime(2026, 6, day, 2, tzinfo=UTC))
        busy.use.dispatch_due()
        busy.settle()
    assert losses(busy.runs()[-1]) == (0, 0, 1)
    assert states(busy)[other.id] is IMPORTED


@pytest.mark.parametrize(
    ("deleted", "of", "why"),
    [
        (19, 19, None),
        (20, 100, None),
        (20, 99, Code.DELETED_TOO_MANY),
        (20, 20, Code.DELETED_ALL),
    ],
)
def test_so_many_at_once_are_doubted(
    connected: FakedPlugin, deleted: int, of: int, why: Code | None
) -> None:
    """Twenty and more than a fifth are not concluded to be deleted, and a warning asks for it."""
    entries = connected.log(of)
    connected.import_days()
    delete_here(connected, *entries[:deleted])
    run = connected.import_days()
    numbers = {"missing": deleted, "looked_up": of}
    assert run.warnings == ((Message(why, numbers),) if why else ())
    assert counted(connected)[DELETED] == (0 if why else deleted)
    assert losses(run) == (0, 0, 0 if why else deleted)
    assert nothing_left(connected)


def test_a_look_up_that_finds_nothing_is_no_deletion(connected: FakedPlugin) -> None:
    """Where the look-up finds none of twenty, nothing is concluded, whatever else there is."""
    connected.log(20)
    connected.import_days()
    connected.log(200, is_running=True)
    run = import_by(connected, Finder(connected.workroom, lambda found: []))
    assert codes(run) == [Code.DELETED_ALL]
    assert counted(connected)[DELETED] == 0


def test_a_loss_between_the_look_ups_counts_as_it_is_at_the_end(busy: FakedPlugin) -> None:
    """A timelog that is back by the end of the run is not deleted: the last look-up counts."""
    busy.import_days()
    answers = iter([True])

    def hides_once(found: Sequence[FoundTimelog]) -> Sequence[FoundTimelog]:
        return [] if next(answers, False) else found

    run = import_by(busy, Finder(busy.workroom, hides_once))
    assert losses(run) == (0, 0, 0)
    assert counted(busy) == {IMPORTED: 8}


@pytest.mark.parametrize(
    "answer",
    [
        lambda found: [replace(one, entry_id=one.entry_id + 10**6) for one in found],
        lambda found: [*found, *found],
        lambda found: [one.entry_id for one in found],
        lambda found: None,
    ],
    ids=["others", "twice", "no timelogs", "nothing"],
)
def test_a_look_up_that_lies_stops_the_run_by_name(
    busy: FakedPlugin, answer: Callable[[Any], Any]
) -> None:
    """A look-up that answers what nobody asked for stops the import, and nothing is concluded."""
    busy.import_days()
    before = states(busy)
    failed = import_by(busy, Finder(busy.workroom, answer))
    assert failed.failure == Message(Code.HOST_FOUND_OTHERS, {"method": "Timelogs.find_many"})
    assert states(busy) == before


def test_a_host_without_a_look_up_imports_as_before(busy: FakedPlugin) -> None:
    """Where timelogs cannot be looked up, nothing is concluded from anything."""
    import_by(busy, AddsOnly(busy.workroom))
    delete_here(busy, *busy.account.entries.values())
    run = import_by(busy, AddsOnly(busy.workroom))
    assert (result(run), losses(run)) == ((DONE, 0, {ALREADY: 8}), (0, 0, 0))
    assert counted(busy) == {IMPORTED: 8}


def test_a_preview_looks_nothing_up(busy: FakedPlugin) -> None:
    """A preview finds nothing deleted that was not known before, and changes nothing."""
    busy.import_days()
    delete_here(busy, *list(busy.account.entries.values())[:2])
    assert losses(busy.preview_days()) == (0, 0, 0)
    assert counted(busy) == {IMPORTED: 8}
    busy.import_days()
    assert losses(busy.preview_days()) == (0, 0, 2)


def test_a_run_that_begins_again_counts_once(busy: FakedPlugin) -> None:
    """A run that is killed before any of its commits concludes the same in the end."""
    busy.import_days()
    lost = next(iter(busy.account.entries.values()))
    delete_here(busy, lost)
    for after in range(7):
        run = busy.request()
        busy.lose("commit", after=after)
        with suppress(StoreUnavailable):
            busy.settle()
        busy.settle()
        assert losses(busy.shown(run)) == (0, 0, 1), after
        assert counted(busy) == {IMPORTED: 7, DELETED: 1}
