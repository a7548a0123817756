"""The to-do list is read afresh, and its count is kept with the connection."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from tests.fakes.plugin import CABIN, STUDIO, FakedPlugin
from tests.support.factories import NIGHT, NOON, nightly
from tests.use_cases.following_up.helpers import CABIN_TOO, OF_CABIN, OF_PLANS, stored
from workroom_harvest.domain.correction_kind import CorrectionKind
from workroom_harvest.domain.entries import UnreadableEntry
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.ports.host import ActivityType, Catalogue, Project
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.todo import (
    EntriesDiffer,
    EntriesFellBack,
    GroupWaits,
    NightsFail,
    ReconnectDue,
    TodoItem,
)
from workroom_harvest.domain.waiting import Tally


class Broken(Catalogue):
    """A host that does not tell what it has."""

    def projects(self, studio_id: str) -> Sequence[Project]:
        """Fail."""
        raise OSError(studio_id)

    def activity_types(self, studio_id: str) -> Sequence[ActivityType]:
        """Fail."""
        raise OSError(studio_id)


def items(plugin: FakedPlugin) -> list[TodoItem]:
    """Return the to-do list."""
    return list(plugin.use.show_todo(STUDIO).items)


def test_what_waits_is_to_be_done_until_it_came_in(late: FakedPlugin) -> None:
    """Groups that wait are counted when a run ends and when mappings are saved."""
    found = late.use.show_todo(STUDIO)
    groups = [one.group.group for one in found.items if isinstance(one, GroupWaits)]
    assert groups == [OF_CABIN, OF_PLANS]
    assert found.waiting == Tally(4, 240, date(2026, 6, 1))
    assert found.names == {OF_CABIN: "Cabin", OF_PLANS: "Plans"}
    assert stored(late) == 2
    late.map()
    assert stored(late) == 2
    late.import_days()
    assert (stored(late), items(late)) == (0, [])


def test_a_save_counts_anew(late: FakedPlugin) -> None:
    """A saved mapping changes the count at once, without a run."""
    late.log(1, project_id=CABIN, task_id=30)
    late.import_days()
    assert stored(late) == 2
    late.map(CABIN_TOO)
    assert stored(late) == 3


def test_failing_nights_are_to_be_done_while_they_come(connected: FakedPlugin) -> None:
    """Nights that failed are an item while the nightly import is on, with the first of them."""
    connected.use.set_automated_sync(STUDIO, True)
    run = nightly(connection_id=connected.connection().id).fail(Message(Code.IMPORT_BROKEN), NOON)
    with connected.store.transaction() as tx:
        tx.runs.add(run)
        tx.commit()
    connected.log()
    connected.import_days()
    assert items(connected) == [NightsFail(NIGHT)]
    assert stored(connected) == 1
    connected.use.set_automated_sync(STUDIO, False)
    assert stored(connected) == 0


def test_entries_of_strangers_are_to_be_done(connected: FakedPlugin) -> None:
    """Imported entries of people without a Workroom address are an item, with their number."""
    connected.log(2, user_id=3)
    connected.import_days()
    assert items(connected) == [EntriesFellBack(2, 1)]
    assert stored(connected) == 1


def test_entries_whose_owner_is_known_by_now_are_to_be_corrected(connected: FakedPlugin) -> None:
    """Once somebody is a member, their entries are strangers' no more, but to be corrected.

    The count follows at the next look, and the item is gone once the correction is applied.
    """
    strangers = connected.log(2, user_id=3)
    connected.log(1, user_id=4)
    connected.import_days()
    hire_the_stranger(connected)
    owners = EntriesDiffer(CorrectionKind.OWNER, 2)
    assert items(connected) == [owners, EntriesFellBack(1, 1)]
    assert stored(connected) == 2
    story = connected.use.show_entry(STUDIO, strangers[0].id)
    assert story.owner == "Xenia"
    connected.use.request_corrections(STUDIO, connected.elin.id, None)
    connected.work()
    assert items(connected) == [EntriesFellBack(1, 1)]
    assert stored(connected) == 1
    assert connected.use.show_entry(STUDIO, strangers[0].id).owner is None


def test_whoever_lets_an_owner_be_has_nothing_to_do(connected: FakedPlugin) -> None:
    """A dismissed change of owner is neither to be done nor told in the entry's story."""
    (one,) = connected.log(1, user_id=3)
    connected.import_days()
    hire_the_stranger(connected)
    connected.use.dismiss_corrections(STUDIO, connected.elin.id, [one.id])
    assert (items(connected), stored(connected)) == ([], 0)
    assert connected.use.show_entry(STUDIO, one.id).owner is None


def hire_the_stranger(plugin: FakedPlugin) -> None:
    """Make the Harvest user 3 a member, whose address was unknown at the import."""
    hired = plugin.workroom.hire(STUDIO, "xenia")
    members = plugin.workroom.studio(STUDIO).members
    members["xenia"] = replace(hired, email="x@other.example")


@pytest.mark.parametrize("names", [True, False])
def test_what_the_host_refuses_for_good_is_to_be_done(connected: FakedPlugin, names: bool) -> None:
    """A *Save failed* that no further try mends is an item until it came in; another is none."""
    one, other = connected.log(2)
    connected.workroom.names_refusals = names
    connected.workroom.refuses = dict.fromkeys((one.id, other.id), "the month is closed")
    connected.import_days()
    lasting = 2 if names else 0
    tally = connected.use.show_waiting(STUDIO).groups[0].counted.tally
    assert tally == Tally(2, 120, date(2026, 6, 1), lasting)
    assert (len(items(connected)), stored(connected)) == ((1, 1) if names else (0, 0))
    connected.workroom.refuses.clear()
    connected.import_days()
    assert (items(connected), stored(connected)) == ([], 0)


def test_what_harvest_has_unreadable_is_to_be_done(connected: FakedPlugin) -> None:
    """An entry that must be corrected in Harvest is an item, and needs somebody."""
    problem = Message(Code.ENTRY_UNREADABLE, {"problem": "hours: many"})
    connected.account.unreadable.append(UnreadableEntry(7, problem))
    connected.import_days()
    (item,) = items(connected)
    assert isinstance(item, GroupWaits)
    assert item.group.group.reason is SkipReason.HARVEST_API_ERROR
    assert (item.group.tally.lasting, stored(connected)) == (1, 1)


def test_a_reconnect_is_to_be_done_and_counted_at_once(connected: FakedPlugin) -> None:
    """A connection that needs a reconnect has that item, which is counted without a run."""
    with connected.store.transaction() as tx:
        held = connected.connection()
        tx.connections.needs_reconnect(
            held, tx.connections.tokens(held).version, Code.GRANT_REVOKED
        )
        tx.commit()
    assert items(connected) == [ReconnectDue(Code.GRANT_REVOKED)]
    assert stored(connected) == 1
    connected.connect()
    assert stored(connected) == 0


def test_a_studio_without_a_connection_has_nothing_to_do(plugin: FakedPlugin) -> None:
    """Without a connection the to-do list is empty, and nothing is counted at the end of a run."""
    assert items(plugin) == []
    plugin.use.perform_import.steps.count_todo(STUDIO)
    assert plugin.row() is None


def test_an_import_ends_although_nothing_can_be_counted(connected: FakedPlugin) -> None:
    """Where the count cannot be made, the run is over all the same, and the next one counts."""
    connected.log(1, user_id=3)
    run = connected.request()
    connected.queue.take()
    steps = connected.use.perform_import.steps
    broken = replace(steps.count_todo, catalogue=Broken())
    worker = replace(connected.use.perform_import, steps=replace(steps, count_todo=broken))
    worker(run.id)
    assert connected.shown(run).is_over
    assert connected.connection().todo_count == 0
    connected.import_days()
    assert stored(connected) == 1


@pytest.mark.parametrize(("entries", "counts"), [(0, False), (1, True)])
def test_a_run_that_found_nothing_leaves_an_empty_list_uncounted(
    connected: FakedPlugin, caplog: pytest.LogCaptureFixture, entries: int, counts: bool
) -> None:
    """Only a run that listed something counts what is to be done, where nothing was."""
    connected.log(entries)
    run = connected.request()
    steps = connected.use.perform_import.steps
    broken = replace(steps.count_todo, catalogue=Broken())
    replace(connected.use.perform_import, steps=replace(steps, count_todo=broken))(run.id)
    assert ("was not counted" in caplog.text) == counts
