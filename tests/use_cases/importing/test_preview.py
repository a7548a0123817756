"""A preview reads and decides as an import does, and changes nothing."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from tests.fakes.crash_points import Crash
from tests.fakes.harvest_faults import transient
from tests.fakes.plugin import CABIN, JUNE, STUDIO, FakedPlugin
from tests.fakes.runs import FakeRuns
from tests.support.factories import finished
from tests.use_cases.importing.helpers import fail
from workroom_harvest.domain.entries import HarvestStatus
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.run import ImportRun, RunKind
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.use_cases.mapping.save_mappings import Choice, MappingChanges
from workroom_harvest.domain.use_cases.operating.forget_old_runs import KEEP_PREVIEWS
from workroom_harvest.domain.use_cases.reporting.list_entries import Asked
from workroom_harvest.domain.window import Days

OWN = {"audit", "runs", "previewed_entries", "skipped_entries", "leases", "hash_keys"}
"""The tables in which a preview has rows.

The lease is that of whoever works for the studio, and the key for hashes is made once, by whichever
run is the first to need it.
"""

BUSY = 8
"""How many entries a busy plugin has."""

LATER = Days(JUNE.first, JUNE.last + timedelta(days=1))


def kept(plugin: FakedPlugin) -> dict[str, dict[Any, Any]]:
    """Return all rows of the database but a preview's own."""
    return {name: rows for name, rows in plugin.database.everything().items() if name not in OWN}


def ask(plugin: FakedPlugin, period: Days = JUNE) -> ImportRun:
    """Click *Preview*, and return the run to look at."""
    return plugin.use.request_preview(STUDIO, "elin", period).run


def test_a_preview_changes_nothing(busy: FakedPlugin) -> None:
    """A preview leaves every table but its own rows as it was: timelogs, ledger, waiting, names."""
    busy.import_days(Days(JUNE.first, JUNE.first))
    busy.log(2, project_id=CABIN)
    busy.log(1, project_id=99)
    busy.log(1, is_running=True)
    before = kept(busy)
    preview = busy.preview_days()
    assert preview.status is RunStatus.FINISHED
    assert preview.progress.imported == 2
    assert preview.progress.skipped == {
        SkipReason.ALREADY_IMPORTED: 8,
        SkipReason.PROJECT_NOT_MAPPED: 1,
        SkipReason.TIMER_RUNNING: 1,
    }
    assert kept(busy) == before


def test_a_preview_shows_what_would_come_in(connected: FakedPlugin) -> None:
    """A preview lists what would come in, and sums it up by project and by owner."""
    connected.log(2)
    connected.log(
        project_id=CABIN,
        project_name="Cabin",
        user_id=3,
        user_name="X",
        status=HarvestStatus(is_billed=True),
    )
    shown = connected.use.show_preview(connected.preview_days())
    assert shown is not None
    assert [one.fell_back for one in shown.entries] == [False, False, True]
    assert (shown.sums.entries, shown.sums.minutes) == (3, 180)
    assert (shown.sums.billed_entries, shown.sums.billed_minutes) == (1, 60)
    projects = [
        (one.project, shown.project_names[one.project_id], one.minutes)
        for one in shown.sums.projects
    ]
    assert projects == [("Villa", "Villa", 120), ("Cabin", "Cabin", 60)]
    owners = [
        (one.person, shown.member_names[one.member_id], one.fell_back) for one in shown.sums.owners
    ]
    assert owners == [("Mira", "Mira", False), ("X", "Elin", True)]


def test_another_run_shows_nothing_as_a_preview(busy: FakedPlugin) -> None:
    """Of an import there is no preview to show."""
    assert busy.use.show_preview(busy.import_days()) is None


def test_a_preview_is_not_the_last_result(busy: FakedPlugin) -> None:
    """The overview shows the last import, never a preview, and no preview is complete."""
    assert busy.preview_days().is_complete is False
    assert busy.use.show_overview(STUDIO).latest_run is None
    run = busy.import_days()
    busy.preview_days()
    assert busy.use.show_overview(STUDIO).latest_run == run


def test_a_second_click_leads_to_the_live_preview(busy: FakedPlugin) -> None:
    """While a preview of these days is live a second click shows it; other days begin anew."""
    first = ask(busy)
    again = busy.use.request_preview(STUDIO, "elin", JUNE)
    assert (again.run, again.is_new) == (first, False)
    other = busy.use.request_preview(STUDIO, "elin", LATER)
    assert (other.run.request.window, other.is_new) == (LATER, True)
    assert busy.shown(first).status is RunStatus.CANCELLED


def test_a_preview_waits_for_no_import(busy: FakedPlugin) -> None:
    """A click on *Preview* while an import is live leads to that import."""
    run = busy.request()
    asked = busy.use.request_preview(STUDIO, "elin", JUNE)
    assert (asked.run, asked.is_new) == (run, False)


def test_an_import_ends_a_live_preview(busy: FakedPlugin) -> None:
    """A click on *Import* ends a preview that is being read, and starts at once."""
    started: list[ImportRun] = []
    busy.moments.at("answered entries", lambda: started.append(busy.request()), nth=2)
    preview = busy.preview_days()
    assert preview.status is RunStatus.CANCELLED
    assert busy.shown(started[0]).status is RunStatus.FINISHED
    assert len(busy.timelogs()) == 8


def test_a_due_night_ends_a_live_preview(busy: FakedPlugin) -> None:
    """A preview keeps no night out: the night that is due ends it."""
    busy.use.set_automated_sync(STUDIO, True)
    preview = ask(busy)
    assert busy.tick(timedelta(days=1)).started == 1
    assert busy.shown(preview).status is RunStatus.CANCELLED
    live = busy.live()
    assert live is not None
    assert live.request.kind is RunKind.NIGHTLY


def test_a_night_that_rested_ends_a_live_preview(busy: FakedPlugin) -> None:
    """A night whose next try is due ends a preview, as it would wait for an import."""
    busy.use.set_automated_sync(STUDIO, True)
    fail(busy, transient(wait=600))
    busy.tick(timedelta(days=1))
    busy.work()
    night = busy.live()
    assert night is not None
    assert night.is_resting
    preview = ask(busy)
    busy.queue.take()
    busy.clock.advance(timedelta(hours=2))
    busy.use.perform_import(night.id)
    assert busy.shown(preview).status is RunStatus.CANCELLED
    assert busy.shown(night).status is RunStatus.FINISHED


class EndingRuns(FakeRuns):
    """Runs of which the live one ends right after it kept another one out."""

    def add(self, run: ImportRun) -> bool:
        live = self.live(run.studio_id)
        if live is not None:
            self.save(finished(live))
            return False
        return super().add(run)


def test_a_preview_that_ended_between_two_clicks_keeps_no_other_out(busy: FakedPlugin) -> None:
    """A click on *Preview* that meets one which ends at that moment begins another."""
    first = ask(busy)
    busy.store.runs = EndingRuns
    asked = busy.use.request_preview(STUDIO, "elin", JUNE)
    assert asked.is_new
    assert asked.run.id != first.id


@pytest.mark.parametrize("moment", ["commit", "committed", "asked entries", "answered entries"])
@pytest.mark.parametrize("after", range(3))
def test_a_killed_preview_goes_on(busy: FakedPlugin, moment: str, after: int) -> None:
    """A preview whose worker was killed goes on, and shows each entry once."""
    before = kept(busy)
    preview = ask(busy)
    busy.moments.kill(moment, after=after)
    with pytest.raises(Crash):
        busy.work()
    busy.moments.revive()
    for _ in range(5):
        busy.tick()
        busy.work()
    done = busy.shown(preview)
    shown = busy.use.show_preview(done)
    assert shown is not None
    assert (done.status, done.progress.imported, len(shown.entries)) == (RunStatus.FINISHED, 8, 8)
    assert kept(busy) == before


def test_a_preview_whose_cursor_is_stale_shows_each_entry_once(busy: FakedPlugin) -> None:
    """A preview that begins again counts and shows no entry twice, and forgets no skipped one."""
    busy.log(2, project_id=99)
    preview = ask(busy)
    busy.moments.kill("asked entries", after=3)
    with pytest.raises(Crash):
        busy.work()
    busy.moments.revive()
    busy.harvest.forget_links()
    busy.settle()
    done = busy.shown(preview)
    shown = busy.use.show_preview(done)
    assert shown is not None
    assert done.progress.restarts == 1
    assert (done.progress.imported, shown.sums.entries) == (8, 8)
    assert len(busy.skipped(done)) == 2


def test_a_preview_that_must_stop_says_why(busy: FakedPlugin) -> None:
    """A preview fails for what an import fails for, and keeps what it has shown until then."""
    busy.moments.at(
        "answered entries", lambda: setattr(busy.workroom.studio(STUDIO), "is_pro", False)
    )
    preview = busy.preview_days()
    assert preview.status is RunStatus.FAILED
    assert preview.failure is not None
    assert preview.failure.code is Code.NOT_PRO
    assert preview.progress.imported == 3


def test_a_preview_is_kept_for_a_week(busy: FakedPlugin) -> None:
    """A preview is deleted a week after its end, with all that it shows, and imports stay."""
    run = busy.import_days()
    busy.log()
    busy.preview_days()
    busy.clock.advance(KEEP_PREVIEWS)
    assert busy.use.forget_old_runs() == 0
    busy.clock.advance(timedelta(seconds=1))
    assert busy.use.forget_old_runs() == 1
    assert busy.runs() == [run]
    assert not busy.database.committed("previewed_entries")


def test_names_of_a_preview_go_at_disconnect(busy: FakedPlugin) -> None:
    """Disconnect deletes names and notes of previews, too, and ends one that is live."""
    preview = busy.preview_days()
    live = ask(busy)
    busy.use.disconnect(STUDIO)
    shown = busy.use.show_preview(preview)
    assert shown is not None
    assert {(one.project, one.task, one.person, one.note) for one in shown.entries} == {
        ("", "", "", "")
    }
    assert busy.shown(live).status is RunStatus.FAILED


def remap(plugin: FakedPlugin) -> None:
    """Let the entries of the villa go to the cabin."""
    plugin.map(MappingChanges((Choice(10, "cabin"),), ()))


def hire(plugin: FakedPlugin) -> None:
    """Let Mira leave, whose entries go to the fallback owner then."""
    plugin.workroom.studio(STUDIO).members.pop("mira")


@pytest.mark.parametrize("change", [remap, hire])
def test_a_preview_shows_what_holds_when_it_is_made(
    busy: FakedPlugin, change: Callable[[FakedPlugin], None]
) -> None:
    """Each preview decides by the mappings and the members of its own time."""
    first = busy.use.show_preview(busy.preview_days())
    change(busy)
    second = busy.use.show_preview(busy.preview_days())
    assert first is not None
    assert second is not None
    assert first.entries != second.entries


def test_the_entries_of_a_preview_are_listed_in_pages(connected: FakedPlugin) -> None:
    """The entries of a preview that would come in are listed like those that came in."""
    logged = connected.log(102)
    preview = connected.preview_days()
    asked = Asked(imported=True)
    page = connected.use.list_entries(preview, asked)
    rest = connected.use.list_entries(preview, asked, page.next)
    assert (page.total, len(page.entries), len(rest.entries), rest.next) == (102, 100, 2, None)
    ids = [one.entry_id for one in (*page.entries, *rest.entries)]
    assert ids == sorted(one.id for one in logged)
    assert {(one.project, one.note, one.reason) for one in page.entries} == {
        ("Villa", "Plans", None)
    }


def test_a_cancelled_preview_shows_what_it_had_read(busy: FakedPlugin) -> None:
    """A preview that is cancelled after a page keeps its counts, of which the ledger has none."""
    run = ask(busy)
    busy.moments.kill("commit", after=4)
    with suppress(Crash):
        busy.work()
    busy.moments.revive()
    read = busy.shown(run).progress
    assert 0 < read.imported < BUSY
    cancelled = busy.use.cancel_import(STUDIO, run.id)
    assert (cancelled.status, cancelled.warnings) == (RunStatus.CANCELLED, ())
    assert cancelled.progress.imported == read.imported
