"""An undo removes what an import wrote, as far as it is still as it was written."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.fakes.crash_points import Crash
from tests.fakes.host import FakeWorkroom
from tests.fakes.plugin import JUNE, STUDIO, FakedPlugin
from tests.use_cases.importing.helpers import result
from tests.use_cases.importing.waiting import states
from tests.use_cases.scheduling.helpers import TONIGHT, tick_at
from workroom_harvest.domain.entries import NewTimelog
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.errors import NotConnected, NotFound, RunClosed
from workroom_harvest.domain.messages import Code, Message, quoted
from workroom_harvest.domain.ports.host import Timelogs
from workroom_harvest.domain.run import ImportRun, RunKind
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.use_cases.reporting.list_entries import Asked

DONE, FAILED = RunStatus.FINISHED, RunStatus.FAILED


def undo(plugin: FakedPlugin, run: ImportRun) -> ImportRun:
    """Click *Undo*, let the workers work, and return the undo as it is then."""
    undoing = plugin.use.request_undo(STUDIO, plugin.elin.id, run.id).run
    plugin.work()
    return plugin.shown(undoing)


def change(plugin: FakedPlugin, stamp: int, **values: object) -> None:
    """Edit a timelog in Workroom."""
    with plugin.store.transaction() as tx:
        log = plugin.timelogs()[stamp]
        plugin.workroom.change_many(STUDIO, [replace(log, **values)])  # type: ignore[arg-type]  # because fields differ in type
        tx.commit()


def lock(plugin: FakedPlugin, stamp: int, sentence: str) -> None:
    """Lock a timelog in Workroom."""
    with plugin.store.transaction() as tx:
        plugin.workroom.lock(STUDIO, stamp, sentence)
        tx.commit()


def delete(plugin: FakedPlugin, stamp: int) -> None:
    """Delete a timelog in Workroom."""
    with plugin.store.transaction() as tx:
        plugin.workroom.remove_many(STUDIO, [stamp])
        tx.commit()


def test_an_undo_removes_what_the_import_wrote(busy: FakedPlugin) -> None:
    """All timelogs of the import go, those of others stay, and the entries are undone."""
    run = busy.import_days()
    later = busy.log()[0]
    other = busy.import_days()
    counts = busy.use.show_undo(STUDIO, run.id)
    assert (counts.would_remove, counts.minutes, counts.would_keep) == (8, 480, {})
    done = undo(busy, run)
    assert result(done) == (DONE, 8, {})
    assert (done.progress.minutes, done.request.kind, done.request.undoes) == (
        480,
        RunKind.UNDO,
        run.id,
    )
    assert busy.timelogs().keys() == {later.id}
    found = states(busy)
    assert found.pop(later.id) is EntryState.IMPORTED
    assert set(found.values()) == {EntryState.UNDONE}
    assert busy.use.show_undo.is_possible(busy.shown(other))
    assert not busy.use.show_undo.is_possible(busy.shown(run))
    assert busy.harvest.calls["entry"] == 0


def test_what_workroom_protects_or_somebody_edited_stays(busy: FakedPlugin) -> None:
    """Locked, edited and deleted timelogs are left as they are, each with its reason."""
    run = busy.import_days()
    locked, edited, deleted, *others = sorted(busy.timelogs())
    lock(busy, locked, "It is invoiced.")
    change(busy, edited, title="My own words")
    delete(busy, deleted)
    kept = {SkipReason.LOCKED: 1, SkipReason.EDITED: 1, SkipReason.DELETED: 1}
    counts = busy.use.show_undo(STUDIO, run.id)
    assert (counts.would_remove, counts.would_keep) == (5, kept)
    done = undo(busy, run)
    assert result(done) == (DONE, 5, kept)
    assert busy.timelogs().keys() == {locked, edited}
    named = {(one.project, one.task) for one in busy.skipped(done)}
    assert named == {("Villa", "Drawings")}
    listed = busy.use.list_entries(done, Asked()).entries
    assert {one.project for one in listed} == {"Villa"}
    assert {one.entry_id: one.cause for one in busy.skipped(done)} == {
        locked: quoted("It is invoiced."),
        edited: None,
        deleted: None,
    }
    assert {one for one, state in states(busy).items() if state is EntryState.UNDONE} == set(others)


def test_what_was_undone_comes_in_by_hand_and_not_by_night(busy: FakedPlugin) -> None:
    """A night leaves out what was undone and keeps it so; an import by hand brings it in."""
    run = busy.import_days()
    undo(busy, run)
    for entry in list(busy.account.entries.values()):
        busy.account.put(replace(entry, notes="Edited in Harvest"))
    busy.use.set_automated_sync(STUDIO, True)
    tick_at(busy, TONIGHT)
    busy.work()
    night = next(one for one in busy.runs() if one.request.night)
    assert result(busy.shown(night)) == (DONE, 0, {SkipReason.UNDONE: 8})
    assert set(states(busy).values()) == {EntryState.UNDONE}
    again = busy.import_days()
    assert result(again) == (DONE, 8, {})
    assert {log.title for log in busy.timelogs().values()} == {"Edited in Harvest"}
    assert result(undo(busy, again)) == (DONE, 8, {})


def test_an_undo_goes_on_page_by_page(connected: FakedPlugin) -> None:
    """An undo of more than a page takes time slices, can be cancelled, and is continued."""
    connected.log(1001)
    run = connected.import_days()
    assert connected.use.show_undo(STUDIO, run.id).would_remove == 1001
    undoing = connected.use.request_undo(STUDIO, connected.elin.id, run.id).run
    connected.use.perform_import(undoing.id, ends=0.0)
    assert len(connected.timelogs()) == 501
    connected.use.cancel_import(STUDIO, undoing.id)
    connected.work()
    assert len(connected.timelogs()) == 501
    connected.use.continue_import(STUDIO, undoing.id)
    connected.work()
    assert result(connected.shown(undoing)) == (DONE, 1001, {})
    assert connected.timelogs() == {}
    assert set(states(connected).values()) == {EntryState.UNDONE}


@pytest.mark.parametrize("moment", ["begin", "commit", "committed"])
@pytest.mark.parametrize("after", range(6))
def test_a_kill_at_any_moment_loses_and_repeats_nothing(
    busy: FakedPlugin, moment: str, after: int
) -> None:
    """Wherever a worker is killed, the next one ends the undo with the same counts."""
    run = busy.import_days()
    locked = min(busy.timelogs())
    lock(busy, locked, "It is locked.")
    undoing = busy.use.request_undo(STUDIO, busy.elin.id, run.id).run
    busy.moments.kill(moment, after=after)
    try:
        busy.work()
    except Crash:
        busy.moments.revive()
        busy.settle()
    assert result(busy.shown(undoing)) == (DONE, 7, {SkipReason.LOCKED: 1})
    assert busy.timelogs().keys() == {locked}


def test_the_same_click_twice_changes_nothing_more(busy: FakedPlugin) -> None:
    """A second click leads to the undo that is on its way, and after its end to a sentence."""
    run = busy.import_days()
    first = busy.use.request_undo(STUDIO, busy.elin.id, run.id)
    second = busy.use.request_undo(STUDIO, busy.elin.id, run.id)
    assert (first.is_new, second.is_new, second.run.id) == (True, False, first.run.id)
    busy.work()
    with pytest.raises(RunClosed, match=Code.NOTHING_TO_UNDO):
        busy.use.request_undo(STUDIO, busy.elin.id, run.id)


def test_what_cannot_be_undone_is_told(busy: FakedPlugin) -> None:
    """A live run, a preview, an undo and an unknown id are refused, and nothing is changed."""
    run = busy.import_days()
    undoing = undo(busy, run)
    again = busy.import_days()
    live = busy.request()
    ask = busy.use.request_undo
    for run_id in (again.id, live.id):
        with pytest.raises(RunClosed, match=Code.UNDO_WHILE_RUNNING):
            ask(STUDIO, busy.elin.id, run_id)
    busy.work()
    for run_id in (undoing.id, busy.preview_days().id):
        with pytest.raises(RunClosed, match=Code.NO_IMPORT_TO_UNDO):
            busy.use.show_undo(STUDIO, run_id)
    for studio_id, run_id in ((STUDIO, "f" * 32), ("other", again.id)):
        with pytest.raises(NotFound):
            busy.use.show_undo(studio_id, run_id)
    assert len(busy.timelogs()) == 8


def test_a_preview_gives_way_to_an_undo(busy: FakedPlugin) -> None:
    """A preview that is under way ends, as it does for an import."""
    run = busy.import_days()
    busy.use.request_preview(STUDIO, busy.elin.id, JUNE)
    assert result(undo(busy, run)) == (DONE, 8, {})


def test_without_a_connection_nothing_is_undone(busy: FakedPlugin) -> None:
    """After Disconnect timelogs stay; connected again to the same account they can be undone."""
    run = busy.import_days()
    busy.use.disconnect(STUDIO)
    with pytest.raises(NotConnected):
        busy.use.show_undo(STUDIO, run.id)
    assert not busy.use.show_undo.is_possible(run)
    busy.connect()
    assert result(undo(busy, run)) == (DONE, 8, {})


class AddingOnly(Timelogs):
    """A host whose timelogs can only be added."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        raise AssertionError("nothing is added by an undo")


def test_a_host_that_cannot_remove_offers_no_undo(busy: FakedPlugin) -> None:
    """Without look-up and removal an undo is refused by name, and a begun one stops."""
    run = busy.import_days()
    poor = busy.rewire(timelogs=AddingOnly())
    assert not poor.show_undo.is_possible(run)
    with pytest.raises(RunClosed, match=Code.CANNOT_UNDO):
        poor.show_undo(STUDIO, run.id)
    with pytest.raises(RunClosed, match=Code.CANNOT_UNDO):
        poor.request_undo(STUDIO, busy.elin.id, run.id)
    undoing = busy.use.request_undo(STUDIO, busy.elin.id, run.id).run
    poor.perform_import(undoing.id)
    assert busy.shown(undoing).failure == Message(Code.CANNOT_UNDO)
    assert len(busy.timelogs()) == 8


def test_a_host_that_refuses_without_a_lock_may_be_asked_again(busy: FakedPlugin) -> None:
    """What the host refuses by an error of its own stays, and a further undo tries it again."""
    run = busy.import_days()

    class Failing(FakeWorkroom):
        def remove_many(self, studio_id: str, entry_ids: object) -> int:
            raise ValueError("the disk is full")

    undoing = busy.use.request_undo(STUDIO, busy.elin.id, run.id).run
    busy.rewire(timelogs=Failing(busy.database)).perform_import(undoing.id)
    assert result(busy.shown(undoing)) == (DONE, 0, {SkipReason.SAVE_FAILED: 8})
    assert result(undo(busy, run)) == (DONE, 8, {})


def test_a_member_who_lost_the_role_undoes_nothing(busy: FakedPlugin) -> None:
    """Like an import, an undo stops where its member may not manage integrations any more."""
    run = busy.import_days()
    undoing = busy.use.request_undo(STUDIO, busy.elin.id, run.id).run
    busy.workroom.studio(STUDIO).managers.clear()
    busy.work()
    assert busy.shown(undoing).status is FAILED
    assert len(busy.timelogs()) == 8
