"""Nothing is said to be gone where that cannot be known; each guard by itself."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.fakes.harvest_faults import Fault
from tests.fakes.plugin import JUNE, STUDIO, FakedPlugin
from tests.use_cases.importing.helpers import FORBIDDEN, result
from tests.use_cases.importing.losing import (
    AddsOnly,
    counted,
    delete_here,
    import_by,
    losses,
)
from tests.use_cases.importing.waiting import codes, states
from workroom_harvest.domain.connection import Sight
from workroom_harvest.domain.entries import HarvestEntry, UnreadableEntry
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.errors import HarvestUnavailable
from workroom_harvest.domain.gone import MOST_ASKED
from workroom_harvest.domain.messages import Code, Message, quoted
from workroom_harvest.domain.ports.harvest import EntryPage
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.skipped import SkipReason

DONE, ALREADY = RunStatus.FINISHED, SkipReason.ALREADY_IMPORTED
IMPORTED, WAITING, CHANGED = EntryState.IMPORTED, EntryState.WAITING, EntryState.CHANGED
GONE, ORPHANED = EntryState.GONE, EntryState.ORPHANED
AUGUST = date(2026, 8, 1)


@pytest.mark.parametrize("sees", [Sight.TEAM, Sight.SELF, None])
def test_a_grant_that_sees_less_finds_nothing_gone(
    connected: FakedPlugin, read: list[HarvestEntry], sees: Sight | None
) -> None:
    """Where not everyone's entries are shown, no entry is asked for, and none is gone."""
    connected.account.remove(read[0].id)
    connected.harvest.role = sees
    run = connected.import_days()
    assert (losses(run), run.progress.asked) == ((0, 0, 0), 0)
    assert counted(connected) == {IMPORTED: 8, WAITING: 1}


def test_a_grant_that_sees_less_at_the_end_finds_nothing_gone(
    connected: FakedPlugin, read: list[HarvestEntry]
) -> None:
    """Where the role changes while the run asks, nothing is concluded, and a warning says so."""
    connected.account.remove(read[0].id)
    connected.clock.advance(timedelta(minutes=9))

    def demote() -> None:
        connected.harvest.role = Sight.SELF

    connected.once("asked entry", demote)
    run = connected.import_days()
    assert (codes(run), losses(run)) == ([Code.GONE_OR_HIDDEN], (0, 0, 0))
    assert counted(connected) == {IMPORTED: 8, WAITING: 1}
    with connected.store.transaction() as tx:
        days = tx.read_days.within(STUDIO, connected.account.id, JUNE)
    assert run.started_at is not None
    assert [one.at for one in days] < [run.started_at]


def test_entries_of_another_account_are_not_gone(
    connected: FakedPlugin, read: list[HarvestEntry]
) -> None:
    """While another Harvest account is connected, it is not asked for the first one's entries."""
    before = states(connected)
    connected.harvest.account(2, "Second")
    connected.connect(2)
    run = connected.import_days()
    assert (result(run)[0], losses(run), run.progress.asked) == (DONE, (0, 0, 0), 0)
    assert states(connected) == before


def test_a_half_read_list_finds_nothing_gone(
    connected: FakedPlugin, read: list[HarvestEntry]
) -> None:
    """Where Harvest does not send all that it announces, nothing is compared."""
    connected.account.remove(read[0].id)

    def cut(page: EntryPage) -> EntryPage:
        return replace(page, entries=page.entries[:1]) if page.next_cursor is None else page

    connected.harvest.twist = cut
    run = connected.import_days()
    assert (losses(run), run.progress.asked) == ((0, 0, 0), 0)
    assert counted(connected) == {IMPORTED: 8, WAITING: 1}


def test_an_entry_that_cannot_be_read_is_not_gone(
    connected: FakedPlugin, read: list[HarvestEntry]
) -> None:
    """An entry that Harvest lists with values that nobody can read is there, and not asked for."""
    connected.account.remove(read[0].id)
    connected.account.unreadable.append(UnreadableEntry(read[0].id, quoted("no hours")))
    run = connected.import_days()
    assert losses(run) == (0, 0, 0)
    assert states(connected)[read[0].id] is IMPORTED


def test_an_empty_list_is_doubted(connected: FakedPlugin) -> None:
    """Where Harvest lists nothing of twenty entries any more, nothing is gone, and it is asked."""
    connected.log(20)
    connected.import_days()
    for one in list(connected.account.entries.values()):
        connected.account.remove(one.id)
    run = connected.import_days()
    assert run.warnings == (Message(Code.GONE_TOO_MANY, {"missing": 20, "wanted": 20}),)
    assert counted(connected) == {IMPORTED: 20}


@pytest.mark.parametrize(("gone", "deleted", "are_doubted"), [(10, 9, False), (10, 10, True)])
def test_losses_on_both_sides_are_added_up(
    connected: FakedPlugin, gone: int, deleted: int, are_doubted: bool
) -> None:
    """Twenty of a window that seem gone or deleted, together more than a fifth, are doubted."""
    entries = connected.log(90)
    connected.import_days()
    for one in entries[:gone]:
        connected.account.remove(one.id)
    delete_here(connected, *entries[50 : 50 + deleted])
    run = connected.import_days()
    assert losses(run) == ((0, 0, 0) if are_doubted else (0, gone, deleted))
    assert codes(run) == ([Code.GONE_TOO_MANY, Code.DELETED_TOO_MANY] if are_doubted else [])


def test_more_than_fifty_are_asked_for_later(connected: FakedPlugin) -> None:
    """A run asks for fifty entries; what it did not ask for is told, and comes with the next."""
    entries = connected.log(300)
    connected.import_days()
    for one in entries[:55]:
        connected.account.remove(one.id)
    first = connected.import_days()
    assert (first.progress.asked, losses(first)) == (MOST_ASKED, (0, MOST_ASKED, 0))
    assert first.warnings == (Message(Code.GONE_NOT_ASKED, {"left": 5, "most": MOST_ASKED}),)
    second = connected.import_days()
    assert (second.progress.asked, losses(second), second.warnings) == (5, (0, 55, 0), ())


def test_what_harvest_rejects_is_not_gone(connected: FakedPlugin, read: list[HarvestEntry]) -> None:
    """An entry for which Harvest refuses an answer stays what it is."""
    connected.account.remove(read[0].id)
    connected.harvest.faults.append(Fault("entry", FORBIDDEN))
    run = connected.import_days()
    assert (result(run)[0], losses(run), run.progress.asked) == (DONE, (0, 0, 0), 1)
    assert counted(connected) == {IMPORTED: 8, WAITING: 1}


def test_an_import_ends_well_though_harvest_fails_at_the_end(
    connected: FakedPlugin, read: list[HarvestEntry]
) -> None:
    """If Harvest answers no question about what is missing, the import finishes and says so."""
    connected.account.remove(read[0].id)
    away = HarvestUnavailable(Code.HARVEST_SERVER_ERROR)
    connected.harvest.faults.append(Fault("entry", away, times=99))
    run = connected.request()
    connected.settle()
    done = connected.shown(run)
    skipped = {ALREADY: 7, SkipReason.TIMER_RUNNING: 1}
    assert (result(done), losses(done)) == ((DONE, 0, skipped), (0, 0, 0))
    assert done.warnings == (Message(Code.GONE_NOT_ASKED, {"left": 1, "most": MOST_ASKED}),)
    assert counted(connected) == {IMPORTED: 8, WAITING: 1}


def test_a_host_without_a_look_up_finds_nothing_gone(
    connected: FakedPlugin, read: list[HarvestEntry]
) -> None:
    """Where timelogs cannot be looked up, Harvest is not asked for what it does not list."""
    connected.account.remove(read[0].id)
    run = import_by(connected, AddsOnly(connected.workroom))
    assert (losses(run), run.progress.asked) == ((0, 0, 0), 0)
    assert counted(connected) == {IMPORTED: 8, WAITING: 1}


def test_a_question_about_the_role_that_fails_leaves_a_doubt(
    connected: FakedPlugin, read: list[HarvestEntry]
) -> None:
    """If Harvest does not say at the end what the grant sees, nothing is concluded."""
    connected.account.remove(read[0].id)
    away = HarvestUnavailable(Code.HARVEST_SERVER_ERROR)

    def fall() -> None:
        connected.harvest.faults.append(Fault("sight", away, times=99))

    connected.once("asked entry", fall)
    run = connected.request()
    connected.settle()
    done = connected.shown(run)
    assert (done.status, codes(done), losses(done)) == (DONE, [Code.GONE_OR_HIDDEN], (0, 0, 0))
    assert counted(connected) == {IMPORTED: 8, WAITING: 1}
