"""An import goes page by page, each in one commit with its counts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.fakes.crash_points import Crash
from tests.fakes.plugin import FakedPlugin
from tests.use_cases.importing.helpers import at, result
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.ports.harvest import EntryPage
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.skipped import SkipReason


def test_each_page_is_committed_with_its_counts(busy: FakedPlugin) -> None:
    """At every commit the timelogs, the ledger and the run's count agree."""
    seen: list[tuple[int, int]] = []

    def look() -> None:
        (run,) = busy.runs()
        ledger = busy.imported_ids()
        assert len(busy.timelogs()) == len(ledger) == run.progress.imported
        seen.append((run.progress.pages, run.progress.imported))

    busy.moments.watchers.append(lambda name: look() if name == "committed" else None)
    busy.import_days()
    assert [(page, count) for page, count in dict.fromkeys(seen) if page] == [
        (1, 3),
        (2, 6),
        (3, 8),
    ]


def test_a_stale_cursor_begins_again_and_counts_nothing_twice(busy: FakedPlugin) -> None:
    """A run whose next address went stale begins again, and counts everything once."""
    timers = busy.log(1, is_running=True, spent_on=date(2026, 6, 30))
    run = busy.request()
    busy.moments.kill("asked entries", after=2)
    with pytest.raises(Crash):
        busy.work()
    busy.moments.revive()
    busy.harvest.forget_links()
    busy.settle()
    assert result(busy.shown(run)) == (RunStatus.FINISHED, 8, {SkipReason.TIMER_RUNNING: 1})
    assert timers[0].id not in busy.timelogs()


def test_links_that_always_go_stale_come_to_an_end(busy: FakedPlugin) -> None:
    """A run whose addresses always go stale fails after three restarts."""

    def one_page_a_turn(name: str) -> None:
        if name == "answered entries":
            busy.clock.advance(timedelta(seconds=16))
            busy.harvest.forget_links()

    busy.moments.watchers.append(one_page_a_turn)
    run = busy.import_days()
    assert (run.status, run.progress.restarts, run.progress.imported) == (RunStatus.FAILED, 3, 3)
    assert run.failure == Message(Code.HARVEST_REQUEST_REJECTED, {"status": 404})
    assert busy.harvest.calls["entries"] < 10


def test_a_page_is_let_go_after_fifteen_seconds(busy: FakedPlugin) -> None:
    """A run leaves its worker to others after fifteen seconds and goes to the queue's end."""
    at(busy, "answered entries", lambda: busy.clock.advance(timedelta(seconds=16)))
    run = busy.request()
    first = busy.queue.take()
    assert first == run.id
    busy.use.perform_import(run.id)
    assert (busy.shown(run).progress.pages, busy.queue.waiting()) == (1, {run.id})
    busy.work()
    assert result(busy.shown(run)) == (RunStatus.FINISHED, 8, {})


def test_entries_twice_are_imported_once(busy: FakedPlugin) -> None:
    """Entries that a page lists twice are imported once."""

    def twice(page: EntryPage) -> EntryPage:
        return replace(page, entries=page.entries + page.entries)

    busy.harvest.twist = twice
    assert result(busy.import_days()) == (RunStatus.FINISHED, 8, {})
    assert len(busy.timelogs()) == 8


def test_an_entry_that_slides_to_the_next_page_is_counted_once(busy: FakedPlugin) -> None:
    """An entry that is listed again on the next page is counted once."""
    last: list[EntryPage] = []

    def slide(page: EntryPage) -> EntryPage:
        slid = last[-1].entries[-1:] if last else ()
        last.append(page)
        return replace(page, entries=slid + page.entries)

    busy.harvest.twist = slide
    busy.log(1, is_running=True, spent_on=date(2026, 6, 2))
    run = busy.import_days()
    assert result(run) == (RunStatus.FINISHED, 8, {SkipReason.TIMER_RUNNING: 1})
