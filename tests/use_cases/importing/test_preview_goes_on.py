"""A preview that was cancelled goes on, and one of many entries stays within its bounds."""

from datetime import timedelta

import pytest

from tests.fakes.plugin import JUNE, STUDIO, FakedPlugin
from tests.use_cases.importing.helpers import at
from workroom_harvest.domain.errors import RunClosed
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.previewed import PreviewedEntry
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.use_cases.operating.forget_old_runs import (
    KEEP_PREVIEWS,
    MOST_AT_ONCE,
)
from workroom_harvest.domain.use_cases.reporting.list_entries import ENTRIES_AT_ONCE, Asked
from workroom_harvest.domain.use_cases.reporting.show_preview import MOST_ENTRIES, MOST_LINES


def ask(plugin: FakedPlugin) -> ImportRun:
    """Click *Preview*, and return the run to look at."""
    return plugin.use.request_preview(STUDIO, plugin.elin.id, JUNE).run


def cancelled(plugin: FakedPlugin) -> ImportRun:
    """Return a preview that was cancelled while its second page was asked for."""
    run = ask(plugin)
    at(plugin, "asked entries", lambda: plugin.use.cancel_import(STUDIO, run.id), nth=2)
    plugin.work()
    shown = plugin.shown(run)
    assert (shown.status, shown.progress.pages) == (RunStatus.CANCELLED, 1)
    return shown


def entries(plugin: FakedPlugin, run: ImportRun) -> list[PreviewedEntry]:
    """Return the first entries that a preview shows."""
    shown = plugin.use.show_preview(run)
    assert shown is not None
    return list(shown.entries)


def test_a_cancelled_preview_goes_on_to_the_same_end(busy: FakedPlugin) -> None:
    """A preview that goes on shows what one shows that was never cancelled, and changes nothing."""
    run = cancelled(busy)
    assert len(entries(busy, run)) == 3
    assert busy.use.continue_import.is_possible(run)
    assert busy.use.continue_import(STUDIO, run.id).is_new
    busy.work()
    done = busy.shown(run)
    assert (done.status, done.progress.imported) == (RunStatus.FINISHED, 8)
    assert (busy.timelogs(), busy.records()) == ({}, {})
    assert entries(busy, done) == entries(busy, busy.preview_days())


def test_a_preview_that_goes_on_keeps_no_import_out(busy: FakedPlugin) -> None:
    """A click on *Import* ends a preview that goes on, and one that was ended leads to no other."""
    run = cancelled(busy)
    busy.use.continue_import(STUDIO, run.id)
    imported = busy.import_days()
    assert busy.shown(run).status is RunStatus.CANCELLED
    assert (imported.status, len(busy.timelogs())) == (RunStatus.FINISHED, 8)
    finished = busy.preview_days()
    with pytest.raises(RunClosed, match=Code.RUN_FINISHED):
        busy.use.continue_import(STUDIO, finished.id)


def test_an_import_that_goes_on_ends_a_live_preview(busy: FakedPlugin) -> None:
    """*Continue* of an import ends a preview that is live, as *Import* does."""
    run = busy.use.cancel_import(STUDIO, busy.request().id)
    preview = ask(busy)
    assert busy.use.continue_import(STUDIO, run.id).is_new
    assert busy.shown(preview).status is RunStatus.CANCELLED
    busy.work()
    assert busy.shown(run).status is RunStatus.FINISHED


def test_a_preview_that_goes_on_leads_to_a_live_one(busy: FakedPlugin) -> None:
    """Beside a live preview *Continue* of another one changes nothing, and leads there."""
    run, live = cancelled(busy), ask(busy)
    asked = busy.use.continue_import(STUDIO, run.id)
    assert (asked.run, asked.is_new) == (live, False)
    assert busy.shown(run) == run


def test_a_preview_of_many_is_shown_and_read_in_parts(connected: FakedPlugin) -> None:
    """Of a preview of more entries than are read at once, no look has more than its part."""
    connected.harvest.page_size = 2000
    for number in range(MOST_LINES + 1):
        connected.log(user_id=1000 + number, user_name=f"Person {number}")
    connected.log(ENTRIES_AT_ONCE - MOST_LINES)
    preview = connected.preview_days()
    shown = connected.use.show_preview(preview)
    assert shown is not None
    assert shown.sums.entries == ENTRIES_AT_ONCE + 1
    assert len(shown.entries) == MOST_ENTRIES
    assert len(shown.sums.owners) <= MOST_LINES
    asked = Asked(imported=True)
    parts = [len(part) for part in connected.use.list_entries.all(preview, asked)]
    assert parts == [ENTRIES_AT_ONCE, 1]


def test_many_old_previews_go_in_several_ticks(connected: FakedPlugin) -> None:
    """No more previews are deleted at once than a tick has time for; the next take the rest."""
    for _ in range(MOST_AT_ONCE + 2):
        connected.preview_days()
    connected.clock.advance(KEEP_PREVIEWS + timedelta(seconds=1))
    deleted = [connected.use.forget_old_runs() for _ in range(3)]
    assert deleted == [MOST_AT_ONCE, 2, 0]
