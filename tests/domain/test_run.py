"""What a run counts of its entries, and when it is complete or overdue."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.support.factories import (
    FORTNIGHT,
    NIGHT,
    NOON,
    finished,
    full_night,
    nightly,
    run,
    running,
)
from workroom_harvest.domain.completeness import Announced
from workroom_harvest.domain.connection import Sight
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.progress import Progress
from workroom_harvest.domain.retry import RetryState
from workroom_harvest.domain.run import (
    EXPECTED_START,
    MOST_RESTARTS,
    ImportRun,
    Request,
    RunKind,
)
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.skipped import PageResult, SkippedEntry, SkipReason
from workroom_harvest.domain.waiting import GroupKind, WaitingGroup
from workroom_harvest.domain.window import ChosenEntries, Waiting, Window

TROUBLE = Message(Code.HARVEST_SERVER_ERROR, {"status": 503})
WAITS = Waiting(WaitingGroup(GroupKind.PROJECT, 10), FORTNIGHT)
SKIPPED = SkippedEntry(SkipReason.GONE, 7)
LATER = RetryState(3, NOON, NOON + timedelta(minutes=5))


def expecting(pages: int | None, entries: int | None) -> ImportRun:
    """Return a running import whose first page announced so much."""
    return running(progress=Progress().expect(Announced(pages, entries)))


@pytest.mark.parametrize(("kind", "night"), [(RunKind.ON_DEMAND, NIGHT), (RunKind.NIGHTLY, None)])
def test_a_night_has_a_date_and_nothing_else_has_one(kind: RunKind, night: object) -> None:
    """A request is refused if it is a night without a date, or another run with one."""
    with pytest.raises(ValueError, match=r"^a nightly run has a night"):
        Request(kind, FORTNIGHT, night)  # type: ignore[arg-type]  # because only these values matter


@pytest.mark.parametrize("request_", [(RunKind.ON_DEMAND, WAITS), (RunKind.WAITING, FORTNIGHT)])
def test_what_waits_has_a_kind_of_its_own(request_: tuple[RunKind, Window]) -> None:
    """A request is refused if it takes what waits and is of another kind, or the reverse."""
    with pytest.raises(ValueError, match=r"^an import of what waits has a group"):
        Request(*request_)


@pytest.mark.parametrize(
    "request_", [(RunKind.ON_DEMAND, ChosenEntries(None)), (RunKind.CORRECTION, FORTNIGHT)]
)
def test_a_correction_has_chosen_entries(request_: tuple[RunKind, Window]) -> None:
    """A request is refused if it has chosen entries and is no correction, or the reverse."""
    with pytest.raises(ValueError, match=r"^a correction has chosen entries"):
        Request(*request_)


@pytest.mark.parametrize(("kind", "undoes"), [(RunKind.UNDO, None), (RunKind.ON_DEMAND, "a")])
def test_an_undo_has_the_run_that_it_undoes(kind: RunKind, undoes: str | None) -> None:
    """A request is refused if it is an undo of nothing, or another run that undoes something."""
    with pytest.raises(ValueError, match=r"^an undo has the run that it undoes"):
        Request(kind, FORTNIGHT, undoes=undoes)


def test_an_undo_of_what_waited_picks_nothing() -> None:
    """An undo has the window of the run that it undoes, and is neither an import nor complete."""
    undo = running(request=Request(RunKind.UNDO, WAITS, undoes="a" * 32))
    assert (undo.picks, undo.is_import, undo.is_listed) == (False, False, False)
    assert not undo.add(PageResult(1, ()), cursor=None).is_listed
    assert (picking().is_import, picking().corrects) == (True, False)


def test_a_correction_picks_what_was_chosen() -> None:
    """A correction decides only what was chosen, and needs no list where that has no days."""
    one = running(request=Request(RunKind.CORRECTION, ChosenEntries(None)))
    assert (one.corrects, one.picks, one.is_import, one.is_listed) == (True, True, False, True)
    listing = running(request=Request(RunKind.CORRECTION, ChosenEntries(FORTNIGHT)))
    assert (listing.picks, listing.is_listed) == (True, False)


@pytest.mark.parametrize(
    ("kind", "night", "since"),
    [(RunKind.NIGHTLY, NIGHT, None), (RunKind.ON_DEMAND, None, NOON)],
)
def test_a_night_that_reads_its_days_says_what_it_wants(
    kind: RunKind, night: date | None, since: datetime | None
) -> None:
    """A request is refused if a night reads its days for no purpose, or another run has one."""
    with pytest.raises(ValueError, match=r"^a night that reads its days says what it wants"):
        Request(kind, FORTNIGHT, night, wanted_since=since)


def test_a_night_has_a_reach_and_no_other_run() -> None:
    """A night takes entries of its days, whatever it asks for; a run by hand takes all."""
    asks, reads = nightly(), full_night()
    assert asks.request.reach == reads.request.reach
    assert reads.request.reach == reads.request.window
    assert run().request.reach is None
    assert picking().request.reach is None


def picking(pages: int | None = 1, entries: int | None = 5, **changes: Any) -> ImportRun:
    """Return a running import of what waits, whose first page announced so much."""
    progress = Progress().expect(Announced(pages, entries))
    return running(request=Request(RunKind.WAITING, WAITS), progress=progress, **changes)


def test_a_run_that_picks_is_measured_by_what_was_listed() -> None:
    """A run that picks has read what Harvest listed, while its total is what it decided."""
    one = picking().add(PageResult(1, (), listed=4), cursor="next")
    assert (one.picks, one.read, one.progress.total, one.is_listed) == (True, 4, 1, False)
    other = running().add(PageResult(1, (), listed=4), cursor="next")
    assert (other.picks, other.read, other.is_listed) == (False, 1, False)


def test_a_run_that_picks_goes_on_by_id_after_its_list() -> None:
    """Once its list is read, a run that picks is not begun again, and it needs none without days.

    What Harvest announced and did not list is not counted: others may be among it.
    """
    read = picking().add(PageResult(0, (SKIPPED,), listed=3), cursor=None)
    assert read.is_listed
    assert read.start(NOON).progress == read.progress
    assert read.finish(NOON, Announced(1, 5)).progress.total == 1
    assert read.fail_at_harvest(TROUBLE, NOON).progress.total == 1
    dayless = Request(RunKind.WAITING, Waiting(WAITS.group, None))
    assert running(request=dayless).is_listed
    assert not running().is_listed


def test_a_run_that_picks_keeps_what_it_skipped_when_its_cursor_is_stale() -> None:
    """With a stale cursor the list begins again, and entries that were decided stay decided."""
    again = picking().add(PageResult(1, (SKIPPED,), listed=3), cursor="next").restart_stale()
    assert (again.progress.skipped, again.progress.pages) == ({SkipReason.GONE: 1}, 0)
    assert (again.read, again.progress.total, again.progress.restarts) == (0, 2, 1)


def test_a_run_is_sure_of_what_is_gone_once_it_ended_without_doubt() -> None:
    """Entries that were not found are gone if the run finished and no warning says otherwise."""
    one = picking().add(PageResult(0, (SKIPPED,), asked=1), cursor=None)
    assert not one.is_sure_of_gone
    assert one.progress.asked == 1
    doubted = one.warn(Message(Code.GONE_TOO_MANY)).finish(NOON, Announced())
    assert not doubted.is_sure_of_gone
    assert one.warn(TROUBLE).finish(NOON, Announced()).is_sure_of_gone


def test_the_kinds_are_stored_by_these_words() -> None:
    """The kinds of runs are stored by these words, which no later version may change."""
    assert [str(kind) for kind in RunKind] == [
        "on demand",
        "nightly",
        "waiting",
        "preview",
        "undo",
        "correction",
    ]


def test_stopped_by_harvest_counts_what_was_not_handed_over() -> None:
    """A failure at Harvest counts what was announced and not sent, if anything was announced."""
    half = expecting(2, 4000).add(PageResult(2000, ()), cursor="next")
    failed = half.fail_at_harvest(TROUBLE, NOON)
    assert (failed.status, failed.failure) == (RunStatus.FAILED, TROUBLE)
    assert (failed.ended_at, failed.progress.cursor) == (NOON, "next")
    assert failed.progress.skipped == {SkipReason.HARVEST_API_ERROR: 2000}
    silent = running().fail_at_harvest(TROUBLE, NOON)
    assert (silent.progress.skipped, silent.progress.total) == ({}, 0)
    assert silent.failure == TROUBLE
    assert TROUBLE.code.is_of_harvest


def test_entries_that_never_came_are_counted_with_a_warning() -> None:
    """A finished run counts what was announced and never sent, and warns of it."""
    read = expecting(1, 5).add(PageResult(3, ()), cursor=None).warn(TROUBLE)
    done = read.finish(NOON, Announced(1, 6))
    assert done.progress.skipped == {SkipReason.HARVEST_API_ERROR: 2}
    missing = Message(Code.ENTRIES_MISSING, {"announced": 5, "sent": 3})
    assert done.warnings == (TROUBLE, missing)
    whole = read.finish(NOON, Announced(1, 3))
    assert (whole.progress.skipped, whole.warnings, whole.ended_at) == ({}, (TROUBLE,), NOON)


def test_each_warning_is_kept_in_its_order() -> None:
    """A warning is added behind those that a run has."""
    later = Message(Code.HOST_COMMITTED_ALONE)
    assert running().warn(TROUBLE).warn(later).warnings == (TROUBLE, later)


def test_a_run_that_is_taken_up_keeps_its_first_start() -> None:
    """A run taken up again keeps its start, and counts attempts until it comes a page further."""
    first = run().start(NOON)
    again = first.start(NOON + timedelta(hours=1))
    assert (first.attempts, again.started_at, again.attempts) == (1, NOON, 2)
    assert again.add(PageResult(1, ()), cursor="next").attempts == 0


def test_a_run_that_was_read_but_not_finished_reads_all_again() -> None:
    """A run that was interrupted after its last page reads all again, one before it goes on."""
    page = PageResult(1, ())
    assert running().add(page, cursor=None).start(NOON).progress.pages == 0
    assert running().add(page, cursor="next").start(NOON).progress.cursor == "next"


def test_a_page_ends_the_wait_and_its_warnings() -> None:
    """A page that was written ends the failed tries and what was said about them."""
    waiting = running().rest(LATER, TROUBLE)
    assert (waiting.retry_state, waiting.warnings) == (LATER, (TROUBLE,))
    on = waiting.add(PageResult(1, ()), cursor=None)
    assert (on.retry_state, on.warnings) == (None, ())


def test_a_wait_in_order_is_no_attempt() -> None:
    """A run that waits does not count the time slice as an attempt, and may keep no warning."""
    assert running().rest(LATER).attempts == 0
    assert run(status=RunStatus.RUNNING, attempts=3).rest(LATER).attempts == 2
    assert run(status=RunStatus.RUNNING).rest(LATER).attempts == 0
    assert running(warnings=(TROUBLE,)).rest(LATER).warnings == ()


def test_a_run_that_waits_with_its_worker_knows_its_next_try() -> None:
    """A run that keeps its worker while it waits holds the state of its failed tries."""
    assert running().wait(LATER).retry_state == LATER


def test_only_a_night_rests() -> None:
    """A night leaves the studio free while it waits, and an import by hand does not."""
    assert nightly().start(NOON).rest(LATER).status is RunStatus.RESTING
    assert running().rest(LATER).status is RunStatus.RUNNING
    assert nightly().start(NOON).rest(LATER).is_resting
    assert not running().is_resting


def test_a_cursor_may_be_stale_three_times() -> None:
    """A run begins again at most three times, and only if it has a cursor."""
    assert not running().may_restart
    found = running()
    for number in range(MOST_RESTARTS):
        found = found.add(PageResult(1, ()), cursor="next")
        assert found.may_restart
        found = found.restart_stale()
        assert (found.progress.pages, found.progress.restarts) == (0, number + 1)
    assert not found.add(PageResult(1, ()), cursor="next").may_restart


def test_a_run_that_nobody_began_with_in_time_is_overdue() -> None:
    """A free worker begins at once, so half a minute in the queue is remarkable."""
    queued = run()
    assert not queued.is_overdue(NOON + EXPECTED_START)
    assert queued.is_overdue(NOON + EXPECTED_START + timedelta(seconds=1))
    assert not queued.start(NOON).is_overdue(NOON + timedelta(hours=1))


@pytest.mark.parametrize(
    ("reason", "is_lasting", "is_complete"),
    [
        (SkipReason.PROJECT_NOT_MAPPED, False, True),
        (SkipReason.SAVE_FAILED, False, False),
        (SkipReason.SAVE_FAILED, True, True),
        (SkipReason.HARVEST_API_ERROR, False, False),
        (SkipReason.HARVEST_API_ERROR, True, True),
    ],
)
def test_a_run_is_complete_unless_another_try_may_bring_in_more(
    reason: SkipReason, is_lasting: bool, is_complete: bool
) -> None:
    """A run is complete if it finished and nothing is left that another try may bring in."""
    skipped = SkippedEntry(reason, 1, is_lasting=is_lasting)
    read = running().add(PageResult(1, (skipped,)), cursor=None)
    assert finished(read).is_complete is is_complete
    assert not read.is_complete


def test_a_run_that_saw_less_is_not_complete() -> None:
    """A run whose grant hid what it showed before is not complete."""
    less = running(progress=Progress(sees=Sight.SELF, saw=Sight.EVERYONE))
    assert not finished(less).is_complete


def test_a_cancelled_run_keeps_what_it_imported() -> None:
    """A cancelled run is over, and keeps its counts and its next page, where it may go on."""
    half = running().add(PageResult(5, ()), cursor="next")
    cancelled = half.cancel(NOON)
    assert (cancelled.status, cancelled.ended_at, cancelled.is_over) == (
        RunStatus.CANCELLED,
        NOON,
        True,
    )
    assert (cancelled.progress.imported, cancelled.progress.cursor) == (5, "next")
