"""What waited comes in by a click, and nothing else does."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.fakes.plugin import CABIN, JUNE, MAPPED, PLANS, STUDIO, FakedPlugin
from tests.use_cases.importing.helpers import result
from tests.use_cases.importing.waiting import (
    AT_CABIN,
    AT_VILLA,
    FIRST,
    OF_PLANS,
    WITHOUT_CABIN,
    of_reason,
    wait_at_cabin,
)
from workroom_harvest.domain.entries import UnreadableEntry
from workroom_harvest.domain.errors import NotConnected, NotFound
from workroom_harvest.domain.messages import Code, quoted
from workroom_harvest.domain.run import RunKind
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.use_cases.mapping.save_mappings import Choice, MappingChanges
from workroom_harvest.domain.waiting import GroupKind, WaitingGroup
from workroom_harvest.domain.window import Days, Waiting

DONE = RunStatus.FINISHED


def test_what_waited_comes_in_with_its_days_and_who_asked(unmapped: FakedPlugin) -> None:
    """The run has the group and its days, and brings in all that waited there."""
    entries = wait_at_cabin(unmapped)
    done = unmapped.import_waiting(AT_CABIN)
    assert (done.request.kind, done.request.started_by) == (RunKind.WAITING, "elin")
    assert done.request.window == Waiting(AT_CABIN, Days(FIRST, FIRST + timedelta(days=4)))
    assert result(done) == (DONE, 5, {})
    assert unmapped.timelogs().keys() == {one.id for one in entries}


def test_what_else_harvest_lists_is_no_news(unmapped: FakedPlugin) -> None:
    """Entries that were never listed, or wait elsewhere, are neither counted nor touched."""
    waited = wait_at_cabin(unmapped)
    fresh = unmapped.log(4, project_id=CABIN, spent_on=FIRST)
    unmapped.log(2, spent_on=FIRST)
    before = set(unmapped.records())
    done = unmapped.import_waiting(AT_CABIN)
    assert result(done) == (DONE, 5, {})
    assert done.progress.listed == 9
    assert set(unmapped.records()) == before == {one.id for one in waited}
    assert not unmapped.timelogs().keys() & {one.id for one in fresh}


def test_what_lacks_its_task_stands_there(unmapped: FakedPlugin) -> None:
    """Once the project is mapped, an entry without a mapped task waits under the task."""
    unmapped.map(WITHOUT_CABIN)
    (ready,) = unmapped.log(project_id=CABIN)
    (lacking,) = unmapped.log(project_id=CABIN, task_id=PLANS)
    unmapped.import_days()
    unmapped.map(MappingChanges((Choice(CABIN, "cabin"),), ()))
    assert result(unmapped.import_waiting(AT_CABIN)) == (DONE, 1, {})
    assert unmapped.timelogs().keys() == {ready.id}
    nothing_yet = unmapped.import_waiting(OF_PLANS)
    assert result(nothing_yet) == (DONE, 0, {SkipReason.TASK_NOT_MAPPED: 1})
    unmapped.map(MAPPED)
    assert result(unmapped.import_waiting(OF_PLANS)) == (DONE, 1, {})
    assert lacking.id in unmapped.timelogs()


def test_what_is_too_old_for_a_night_comes_in(unmapped: FakedPlugin) -> None:
    """An import by hand has no reach: what a night found too old comes in by its reason."""
    unmapped.map()
    unmapped.use.set_automated_sync(STUDIO, True)
    unmapped.log(2, spent_on=date(2024, 2, 29))
    unmapped.tick(timedelta(days=1))
    unmapped.work()
    assert unmapped.timelogs() == {}
    assert result(unmapped.import_waiting(of_reason(SkipReason.TOO_OLD))) == (DONE, 2, {})


def test_what_still_waits_is_told_with_its_reason(unmapped: FakedPlugin) -> None:
    """An entry that cannot come in yet is skipped with its reason of now, once in the run."""
    (running,) = unmapped.log(is_running=True)
    unmapped.map()
    unmapped.import_days()
    group = of_reason(SkipReason.TIMER_RUNNING)
    assert result(unmapped.import_waiting(group)) == (DONE, 0, {SkipReason.TIMER_RUNNING: 1})
    unmapped.account.stop(running.id)
    assert result(unmapped.import_waiting(group)) == (DONE, 1, {})


def test_an_entry_that_could_not_be_read_is_asked_for_by_its_id(unmapped: FakedPlugin) -> None:
    """An entry without a known day is asked for by its id, and listed nowhere."""
    unmapped.map()
    bad = UnreadableEntry(7, quoted("no hours"))
    unmapped.account.unreadable.append(bad)
    unmapped.import_days()
    group = of_reason(SkipReason.HARVEST_API_ERROR)
    calls = unmapped.harvest.calls["entries"]
    again = unmapped.import_waiting(group)
    assert again.request.window == Waiting(group, None)
    assert result(again) == (DONE, 0, {SkipReason.HARVEST_API_ERROR: 1})
    unmapped.account.unreadable.clear()
    unmapped.log(id=7)
    assert result(unmapped.import_waiting(group)) == (DONE, 1, {})
    assert unmapped.harvest.calls["entries"] == calls


def test_unreadable_entries_on_a_page_count_only_if_they_waited(unmapped: FakedPlugin) -> None:
    """Of unreadable members of the list those are told that waited in the group."""
    wait_at_cabin(unmapped, 2)
    problem = quoted("no hours")
    unmapped.account.unreadable += [UnreadableEntry(7, problem), UnreadableEntry(None, problem)]
    assert result(unmapped.import_waiting(AT_CABIN)) == (DONE, 2, {})
    assert 7 not in unmapped.records()


@pytest.mark.parametrize(
    "group", [AT_VILLA, OF_PLANS, WaitingGroup(GroupKind.PROJECT, 99), of_reason(SkipReason.GONE)]
)
def test_a_group_in_which_nothing_waits_is_not_found(
    unmapped: FakedPlugin, group: WaitingGroup
) -> None:
    """Where nothing waits no run starts, whether the group was ever known or not."""
    wait_at_cabin(unmapped)
    runs = len(unmapped.runs())
    with pytest.raises(NotFound) as caught:
        unmapped.request_waiting(group)
    assert caught.value.detail.code is Code.NOTHING_WAITS
    assert len(unmapped.runs()) == runs


def test_what_was_left_out_is_not_imported(unmapped: FakedPlugin) -> None:
    """A group that was left out on purpose is not imported until it is mapped."""
    wait_at_cabin(unmapped)
    unmapped.map(MappingChanges((Choice(CABIN, None),), ()))
    with unmapped.store.transaction() as tx:
        tx.left_out.add(STUDIO, unmapped.account.id, AT_CABIN, "elin")
        tx.commit()
    with pytest.raises(NotFound):
        unmapped.request_waiting(AT_CABIN)
    unmapped.map(MAPPED)
    assert unmapped.import_waiting(AT_CABIN).progress.imported == 5


def test_a_second_click_leads_to_the_live_run(unmapped: FakedPlugin) -> None:
    """While a run lives every click shows it, even after nothing waits any more."""
    wait_at_cabin(unmapped)
    first = unmapped.request_waiting(AT_CABIN)
    assert unmapped.request_waiting(AT_VILLA).id == first.id
    unmapped.work()
    with pytest.raises(NotFound):
        unmapped.request_waiting(AT_CABIN)


def test_a_live_preview_gives_way(unmapped: FakedPlugin) -> None:
    """A preview that is under way ends, and what waits is imported at once."""
    wait_at_cabin(unmapped)
    preview = unmapped.use.request_preview(STUDIO, "elin", JUNE).run
    done = unmapped.import_waiting(AT_CABIN)
    assert result(done) == (DONE, 5, {})
    assert unmapped.shown(preview).status is RunStatus.CANCELLED


def test_without_a_connection_nothing_starts(unmapped: FakedPlugin) -> None:
    """Without a connection there is nothing to import from."""
    wait_at_cabin(unmapped)
    unmapped.use.disconnect(STUDIO)
    with pytest.raises(NotConnected):
        unmapped.request_waiting(AT_CABIN)


def test_another_accounts_entries_are_not_asked_for(unmapped: FakedPlugin) -> None:
    """What waits of another Harvest account is no part of the group, and thaws on return."""
    wait_at_cabin(unmapped)
    second = unmapped.harvest.account(2, "Second")
    second.projects, second.tasks = unmapped.account.projects, unmapped.account.tasks
    unmapped.connect(2)
    unmapped.map()
    with pytest.raises(NotFound):
        unmapped.request_waiting(AT_CABIN)
    unmapped.connect(1)
    unmapped.map()
    assert unmapped.import_waiting(AT_CABIN).progress.imported == 5


def test_a_night_or_an_import_by_hand_brings_in_what_waits(unmapped: FakedPlugin) -> None:
    """What an import by hand lists comes in, mapped late or not; so does what a night lists."""
    one, other = wait_at_cabin(unmapped, 2)
    unmapped.import_days(Days(one.spent_on, one.spent_on))
    assert unmapped.timelogs().keys() == {one.id}
    unmapped.use.set_automated_sync(STUDIO, True)
    unmapped.account.put(replace(other, notes="Edited", spent_on=FIRST + timedelta(days=14)))
    unmapped.tick(timedelta(days=1))
    unmapped.work()
    assert unmapped.timelogs().keys() == {one.id, other.id}
