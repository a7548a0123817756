"""Corrections that a person chose are applied by a run, and only to what is as it was shown."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.fakes.plugin import CABIN, STUDIO, VILLA, FakedPlugin
from tests.use_cases.importing.corrections import apply, change, delete, edit, imported, lock, lose
from tests.use_cases.importing.helpers import result
from tests.use_cases.importing.waiting import states
from workroom_harvest.domain.correction import CorrectionKind
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.errors import NotFound
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.todo import EntriesDiffer
from workroom_harvest.domain.use_cases.correcting.unknown_owners import UnknownOwner
from workroom_harvest.domain.use_cases.mapping.save_mappings import Choice, MappingChanges

DONE = RunStatus.FINISHED


def test_a_changed_entry_is_applied(connected: FakedPlugin) -> None:
    """All that Harvest changed of an entry is changed in its timelog, and then nothing differs."""
    (one,) = imported(connected)
    changed = change(
        connected,
        one,
        hours=Decimal(3),
        spent_on=date(2026, 6, 20),
        notes="New notes",
        project_id=CABIN,
        billable=not one.billable,
    )
    run = apply(connected, one)
    assert result(run) == (DONE, 1, {})
    assert run.progress.minutes == 180
    log = connected.timelogs()[one.id]
    assert (log.duration.hours, log.spent_on, log.title) == (3, changed.spent_on, "New notes")
    assert (log.project_id, log.billable) == ("cabin", changed.billable)
    assert states(connected) == {one.id: EntryState.IMPORTED}
    assert connected.use.list_corrections(STUDIO, 10).total == 0
    connected.import_days()
    assert states(connected) == {one.id: EntryState.IMPORTED}


def test_what_changes_again_is_left_and_shown_anew(connected: FakedPlugin) -> None:
    """A change after the click is not applied; the list then shows what Harvest says now."""
    (one,) = imported(connected)
    change(connected, one, hours=Decimal(3))
    run = connected.use.request_corrections(STUDIO, connected.elin.id, [one.id]).run
    connected.account.put(replace(one, hours=Decimal(4)))
    connected.work()
    assert result(connected.shown(run)) == (DONE, 0, {SkipReason.SHOWN_OTHERWISE: 1})
    assert connected.timelogs()[one.id].duration.hours == 1
    (shown,) = connected.use.list_corrections(STUDIO, 10).corrections
    assert shown.after is not None
    assert shown.after.minutes == 240
    assert result(apply(connected, one)) == (DONE, 1, {})
    assert connected.timelogs()[one.id].duration.hours == 4


def test_what_was_shown_otherwise_is_not_applied(connected: FakedPlugin) -> None:
    """A click on a list that is older than Harvest's last word leaves the timelog as it is."""
    (one,) = imported(connected)
    change(connected, one, hours=Decimal(3))
    (shown,) = connected.use.list_corrections(STUDIO, 10).corrections
    change(connected, one, hours=Decimal(4))
    seen = {one.id: shown.differing.shown}
    run = connected.use.request_corrections(STUDIO, connected.elin.id, [one.id], seen).run
    connected.work()
    assert result(connected.shown(run)) == (DONE, 0, {SkipReason.SHOWN_OTHERWISE: 1})


def test_what_is_locked_stays(connected: FakedPlugin) -> None:
    """A locked timelog stays as it is, and the run quotes the host's reason."""
    (one,) = imported(connected)
    change(connected, one, hours=Decimal(3))
    lock(connected, one, "Invoiced with 2026-17.")
    (shown,) = connected.use.list_corrections(STUDIO, 10).corrections
    assert shown.locked is not None
    assert shown.locked.reason is SkipReason.LOCKED
    run = apply(connected, one)
    assert result(run) == (DONE, 0, {SkipReason.LOCKED: 1})
    (left,) = connected.skipped(run)
    assert left.cause is not None
    assert left.cause.data == {"said": "Invoiced with 2026-17."}
    assert connected.timelogs()[one.id].duration.hours == 1


@pytest.mark.parametrize("during", [False, True])
def test_what_was_edited_in_workroom_stays(connected: FakedPlugin, during: bool) -> None:
    """What somebody edited in Workroom is never written over, even if they do so meanwhile."""
    (one,) = imported(connected)
    change(connected, one, hours=Decimal(3))
    edited = replace(connected.timelogs()[one.id], title="By hand")
    if during:
        run = connected.use.request_corrections(STUDIO, connected.elin.id, [one.id]).run
        edit(connected, edited)
        connected.work()
        run = connected.shown(run)
    else:
        edit(connected, edited)
        run = apply(connected, one)
    assert result(run) == (DONE, 0, {SkipReason.EDITED: 1})
    assert connected.timelogs()[one.id] == edited
    (shown,) = connected.use.list_corrections(STUDIO, 10).corrections
    assert shown.locked is not None
    assert shown.locked.reason is SkipReason.EDITED


def test_what_is_gone_is_removed_by_name_only(connected: FakedPlugin) -> None:
    """The timelog of an entry that is gone goes when it is named, and not with all."""
    one, other = imported(connected, 2)
    lose(connected, one)
    with pytest.raises(NotFound) as refused:
        connected.use.request_corrections(STUDIO, connected.elin.id, None)
    assert refused.value.detail.code is Code.NOTHING_TO_CORRECT
    assert result(apply(connected, one)) == (DONE, 1, {})
    assert connected.timelogs().keys() == {other.id}
    assert states(connected) == {one.id: EntryState.GONE, other.id: EntryState.IMPORTED}


def test_what_came_back_to_harvest_is_not_removed(connected: FakedPlugin) -> None:
    """An entry that Harvest has after all keeps its timelog, and is as it was."""
    (one,) = imported(connected)
    lose(connected, one)
    connected.account.put(one)
    assert result(apply(connected, one)) == (DONE, 0, {SkipReason.SHOWN_OTHERWISE: 1})
    assert connected.timelogs().keys() == {one.id}
    assert states(connected) == {one.id: EntryState.IMPORTED}


def test_what_was_deleted_comes_back_once(connected: FakedPlugin) -> None:
    """A deleted timelog is brought back with Harvest's values, and never twice."""
    (one,) = imported(connected)
    delete(connected, one)
    run = apply(connected, one)
    assert result(run) == (DONE, 1, {})
    assert connected.timelogs().keys() == {one.id}
    assert states(connected) == {one.id: EntryState.IMPORTED}
    with pytest.raises(NotFound):
        connected.use.request_corrections(STUDIO, connected.elin.id, [one.id])


def test_what_stands_again_is_not_brought_back(connected: FakedPlugin) -> None:
    """Where Workroom has a timelog of the entry again, none is added."""
    (one,) = imported(connected)
    log = connected.timelogs()[one.id]
    delete(connected, one)
    edit(connected, log)
    assert result(apply(connected, one)) == (DONE, 0, {SkipReason.SHOWN_OTHERWISE: 1})
    assert connected.timelogs() == {one.id: log}


def test_what_stands_again_outlives_its_entry(connected: FakedPlugin) -> None:
    """Where Harvest has lost what is to come back, and Workroom has it again, it is an orphan."""
    (one,) = imported(connected)
    log = connected.timelogs()[one.id]
    delete(connected, one)
    edit(connected, log)
    connected.account.remove(one.id)
    assert result(apply(connected, one)) == (DONE, 0, {SkipReason.GONE: 1})
    assert states(connected) == {one.id: EntryState.ORPHANED}


def test_a_deleted_entry_that_changed_is_shown_anew(connected: FakedPlugin) -> None:
    """If Harvest changed what was deleted here, the first try shows it, and the next applies it."""
    (one,) = imported(connected)
    delete(connected, one)
    connected.account.put(replace(one, hours=Decimal(5)))
    assert result(apply(connected, one)) == (DONE, 0, {SkipReason.SHOWN_OTHERWISE: 1})
    assert result(apply(connected, one)) == (DONE, 1, {})
    assert connected.timelogs()[one.id].duration.hours == 5


def test_an_owner_who_is_known_by_now_gets_the_timelog(connected: FakedPlugin) -> None:
    """What went to the designer for somebody who is a member by now is theirs once applied."""
    (one,) = imported(connected, user_id=3)
    assert connected.timelogs()[one.id].member_id == "elin"
    before = connected.use.list_corrections(STUDIO, 10)
    assert before.total == 0
    assert before.unknown_owners == [UnknownOwner(3, "Mira", 1, has_address=True)]
    hired = connected.workroom.hire(STUDIO, "xenia")
    members = connected.workroom.studio(STUDIO).members
    members["xenia"] = replace(hired, email="x@other.example")
    page = connected.use.list_corrections(STUDIO, 10)
    assert page.unknown_owners == []
    (shown,) = page.corrections
    assert shown.differing.kind is CorrectionKind.OWNER
    assert shown.before is not None
    assert shown.after == replace(shown.before, person="Xenia")
    run = connected.use.request_corrections(STUDIO, connected.elin.id, None).run
    connected.work()
    assert result(connected.shown(run)) == (DONE, 1, {})
    assert connected.timelogs()[one.id].member_id == "xenia"
    assert connected.use.list_corrections(STUDIO, 10).total == 0


def test_those_whom_nobody_knows_are_named_with_what_is_known_of_them(
    connected: FakedPlugin,
) -> None:
    """Who has most entries comes first; an address that Harvest does not show is none."""
    for user_id in (None, 4, 3, 3):
        connected.log(user_id=user_id)
    connected.import_days()
    people = connected.use.list_corrections(STUDIO, 10).unknown_owners
    assert [(one.user_id, one.entries) for one in people] == [(3, 2), (None, 1), (4, 1)]
    assert [one.has_address for one in people] == [True, False, False]


def test_what_is_not_mapped_any_more_is_left(connected: FakedPlugin) -> None:
    """A correction to a project that is not mapped is left, with that reason."""
    (one,) = imported(connected)
    change(connected, one, hours=Decimal(3))
    connected.map(MappingChanges((Choice(VILLA, None),), ()))
    (shown,) = connected.use.list_corrections(STUDIO, 10).corrections
    assert shown.locked is not None
    assert shown.locked.reason is SkipReason.PROJECT_NOT_MAPPED
    assert shown.after is not None
    assert shown.after.project is None
    assert result(apply(connected, one)) == (DONE, 0, {SkipReason.PROJECT_NOT_MAPPED: 1})
    assert connected.timelogs()[one.id].duration.hours == 1


def test_a_click_while_a_run_lives_leads_to_it(connected: FakedPlugin) -> None:
    """Whoever clicks twice is led to the run of the first click, and it corrects once."""
    (one,) = imported(connected)
    change(connected, one, hours=Decimal(3))
    first = connected.use.request_corrections(STUDIO, connected.elin.id, [one.id])
    second = connected.use.request_corrections(STUDIO, connected.elin.id, [one.id])
    assert (first.is_new, second.is_new) == (True, False)
    assert first.run.id == second.run.id
    connected.work()
    assert result(connected.shown(first.run)) == (DONE, 1, {})


def test_an_unknown_entry_is_not_found(connected: FakedPlugin) -> None:
    """Whoever names an entry that Harvest never listed for the studio starts nothing."""
    (one,) = imported(connected)
    change(connected, one, hours=Decimal(3))
    with pytest.raises(NotFound) as refused:
        connected.use.request_corrections(STUDIO, connected.elin.id, [one.id, 999_999])
    assert refused.value.detail.code is Code.ENTRY_NOT_FOUND
    assert connected.live() is None


def test_dismissed_until_a_further_change(connected: FakedPlugin) -> None:
    """A dismissed correction is not listed again before Harvest says something else."""
    (one,) = imported(connected)
    change(connected, one, hours=Decimal(3))
    assert connected.use.dismiss_corrections(STUDIO, connected.elin.id, [one.id]) == 1
    assert connected.use.list_corrections(STUDIO, 10).total == 0
    connected.import_days()
    assert connected.use.list_corrections(STUDIO, 10).total == 0
    change(connected, one, hours=Decimal(4))
    assert connected.use.list_corrections(STUDIO, 10).total == 1


def test_what_changed_since_it_was_shown_is_not_dismissed(connected: FakedPlugin) -> None:
    """A dismissal is about what was shown: what Harvest says since then is to be seen first."""
    (one,) = imported(connected)
    change(connected, one, hours=Decimal(3))
    (shown,) = connected.use.list_corrections(STUDIO, 10).corrections
    change(connected, one, hours=Decimal(4))
    seen = {one.id: shown.differing.shown}
    with pytest.raises(NotFound):
        connected.use.dismiss_corrections(STUDIO, connected.elin.id, [one.id], seen)
    assert connected.use.list_corrections(STUDIO, 10).total == 1


def test_what_is_changed_back_differs_no_more(connected: FakedPlugin) -> None:
    """An entry that has the imported values again is nothing to correct, and its note is gone."""
    (one,) = imported(connected)
    change(connected, one, notes="New")
    assert connected.database.committed("entry_notes") == {(STUDIO, one.id): "New"}
    change(connected, one)
    assert connected.use.list_corrections(STUDIO, 10).total == 0
    assert connected.database.committed("entry_notes") == {}


def test_the_to_do_list_tells_what_differs(connected: FakedPlugin) -> None:
    """The to-do list counts what differs by kind, and a dismissal takes it away."""
    changed, gone, deleted = imported(connected, 3)
    change(connected, changed, hours=Decimal(3))
    lose(connected, gone)
    delete(connected, deleted)
    items = connected.use.show_todo(STUDIO).items
    assert items == [EntriesDiffer(kind, 1) for kind in list(CorrectionKind)[:3]]
    connected.use.dismiss_corrections(STUDIO, connected.elin.id, [changed.id, gone.id])
    row = connected.row()
    assert row is not None
    assert row.connection.todo == 1
